"""The light path: how far each side has moved, in every frame."""
