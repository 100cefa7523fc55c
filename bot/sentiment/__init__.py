"""Score how customers feel from the text of a note. Only this package imports TextBlob."""
