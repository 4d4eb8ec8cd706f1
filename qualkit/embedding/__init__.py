"""Embedders: what turns texts into vectors. Modules are loaded one by one; nothing heavy is loaded here."""
