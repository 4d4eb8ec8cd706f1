"""Pseudonyms in place of people, schools and whatever leads to them."""
