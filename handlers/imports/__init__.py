"""Files that people import: reading them, and the conversation about them."""
