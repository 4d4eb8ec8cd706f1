"""Rubrics, judges and the shortlist. Modules are loaded one by one; nothing heavy is loaded here."""
