"""Draw journey maps and charts as PNG and SVG, and describe them in words. Pure functions."""
