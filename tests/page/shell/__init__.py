"""The shell of the page: what people do in it, with a Bolt app at the other side."""
