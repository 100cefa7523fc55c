"""The sandbox's page, and Waymark in it, in a real browser."""
