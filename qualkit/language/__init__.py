"""What qualkit knows of spoken Spanish: words, lemmas, sentences, meaning units, negation. Loads nothing heavy."""
