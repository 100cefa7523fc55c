"""Questions that people ask about a journey: how they are understood, and answers as values."""
