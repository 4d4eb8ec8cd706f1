"""The record of a project: one SQLite file, append-only where people's or machines' judgements are kept."""
