"""The stimulation gate: it may permit a certified stimulator to act, and generates no current itself.

``gate`` decides and is pure; ``guard`` is the process around it; ``client`` is all that the mirror has of it.
docs/stimulation.md has the conditions, the electrical contract and what remains to fear.
"""
