"""One image in, a face out: where its points are, how it is turned, how far each side has moved."""
