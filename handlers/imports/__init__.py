"""Files that people import: reading them, and the messages about them."""
