"""Tables, terms, maps and counts computed from what people said; nothing here draws or stores."""
