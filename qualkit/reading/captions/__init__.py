"""Captions of every tool: WebVTT by its standard, SRT, SBV, and what the tools make of them."""
