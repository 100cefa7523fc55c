"""Import notes and KPI readings from the rows of a file."""
