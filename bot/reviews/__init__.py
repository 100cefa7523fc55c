"""Reviews: figures, publishing, sign-off and schedule."""
