"""Per-side excursion from a pair of photographs, at rest and of a movement: slower than the live path, and truer."""
