"""Files people drop into Waymark's direct messages."""
