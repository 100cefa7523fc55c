"""Notes: capture, edit, merge, place, list and score them."""
