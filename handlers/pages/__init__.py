"""Reviews as HTML pages."""
