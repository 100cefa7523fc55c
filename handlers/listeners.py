"""All listeners, registered by hand: importing one has no effect."""

from slack_bolt import App

from bot.usecases.catalogue import UseCases
from handlers import problems
from handlers.actions import place
from handlers.background import Background
from handlers.commands import capture, journey, kpi
from handlers.events import home
from handlers.shortcuts import save_message


def register(app: App, use: UseCases, background: Background) -> None:
    """Listen to everything app.yaml says Slack may send."""
    capture.register(app, use.capture_note)
    kpi.register(app, use.record_reading)
    journey.register(app, use)
    place.register(app, use.place_note, background)
    save_message.register(app, use.capture_note, background)
    home.register(app, use.compute_review, background)
    problems.register(app, background)
