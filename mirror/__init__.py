"""A mirror that guides, measures and logs facial exercises for people whose face is paralysed on one side."""

__version__ = "0.1.0"
