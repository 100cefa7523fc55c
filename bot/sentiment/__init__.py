"""How Waymark hears a mood in a text: the only room that knows TextBlob."""
