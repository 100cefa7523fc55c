"""Repositories: they read and write rows of one workspace. They flush and never commit."""
