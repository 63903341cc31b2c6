"""Where frames come from.

The Pi's camera, a webcam, a film, a drawing, and one that misbehaves on purpose.
"""
