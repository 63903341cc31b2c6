"""The loop that joins camera, perception, session, screen and diary; the only room besides the command line that knows
``hardware``."""
