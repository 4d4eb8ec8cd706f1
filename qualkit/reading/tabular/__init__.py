"""Forms, surveys, lists and registers, in whatever sheet or document they arrive."""
