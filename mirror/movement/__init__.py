"""Figures over time: from single excursions to onset, hold, release and whole repetitions."""
