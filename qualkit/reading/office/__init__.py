"""Transcripts that arrive as documents: Word, OpenDocument, RTF, web pages, books and PDF."""
