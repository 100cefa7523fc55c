"""A chart laid out: what it shows, its scale, its axes, its lines or bars."""
