"""The command line: parse, use case, render."""
