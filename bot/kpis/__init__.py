"""KPIs: their definitions and their readings."""
