"""Repositories: rows in, rows out, inside one workspace. They flush and never commit."""
