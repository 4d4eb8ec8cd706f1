"""Scanned text, cleaned up: what a recogniser of printed pages misread is repaired, recorded, and can be led back.

``clean`` returns the cleaned text beside the raw one with every change between them. Signs and lines are repaired by
rule (``marks``), words by a table of open Spanish text and a noisy channel (``decisions``); a text that does not look
scanned keeps its words.
"""

from qualkit.language.scans.cleaning import Cleaned, clean, clean_together, looks_scanned
from qualkit.language.scans.edits import Change

__all__ = ["Change", "Cleaned", "clean", "clean_together", "looks_scanned"]
