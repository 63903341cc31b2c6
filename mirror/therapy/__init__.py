"""What to do and what not to do.  Pure: time and data come in, the next state and effects go out."""
