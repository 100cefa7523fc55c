"""All listeners, registered by hand: importing one has no effect."""

from slack_bolt import App

from bot.usecases.catalogue import UseCases
from handlers import problems
from handlers.actions import place
from handlers.background import Background
from handlers.commands import capture, journey, kpi
from handlers.events import home
from handlers.shortcuts import add_note, save_message
from handlers.views import capture as capture_view
from handlers.views.capture import CaptureModal


def register(app: App, use: UseCases, background: Background) -> None:
    """Listen to everything app.yaml says Slack may send."""
    modal = CaptureModal(use.offer_stages, background)
    capture.register(app, use.capture_note, modal)
    capture_view.register(app, use.capture_note, background)
    add_note.register(app, modal)
    kpi.register(app, use.record_reading)
    journey.register(app, use)
    place.register(app, use.place_note, background)
    save_message.register(app, use.capture_note, background)
    home.register(app, use.compute_review, background)
    problems.register(app, background)
