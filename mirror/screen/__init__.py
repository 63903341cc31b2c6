"""What is shown and heard."""
