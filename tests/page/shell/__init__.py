"""The page around the messages, used with a Bolt app."""
