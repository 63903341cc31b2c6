"""The patient's record: what was done, how far each side moved, never lost."""
