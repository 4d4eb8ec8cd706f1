"""Drawings and reports from values that are already computed."""
