"""Codebooks and the local coders that work with them. Modules are loaded one by one; nothing heavy is loaded here."""
