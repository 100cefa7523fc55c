"""Settings of the bot's tests."""

from hypothesis import settings

# A busy machine is not a wrong answer.
settings.register_profile("waymark", deadline=None)
settings.load_profile("waymark")
