"""What the editor sees."""
