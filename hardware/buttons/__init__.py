"""Three buttons and a stop: on pins, on a keyboard, or from a script."""
