"""The reminder light under the mirror, and one that remembers what it showed."""
