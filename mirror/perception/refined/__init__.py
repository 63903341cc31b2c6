"""Per-side excursion from a pair of photographs, one at rest and one of a movement: slower than the live path, truer."""
