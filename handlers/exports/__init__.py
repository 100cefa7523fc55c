"""Exports: files, canvases, Markdown and CSV."""
