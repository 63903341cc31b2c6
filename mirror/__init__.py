"""A mirror that guides, measures and logs facial exercises for people whose face is paralysed on one side."""

import os

# pygame greets on standard output when it is imported; that belongs to what the commands print.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

__version__ = "0.1.0"
