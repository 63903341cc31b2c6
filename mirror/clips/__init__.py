"""Demonstrations: the drawn portrait, how it moves through an exercise, and the films people follow."""
