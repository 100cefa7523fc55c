"""The team a person is in: the question after a note, its answer, and `/journey team`."""

from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, App, Respond

from bot.notes.teams import PersonTeam
from bot.services import Services
from handlers.slack import forms, kit
from handlers.slack.background import Background
from handlers.slack.ids import Action, any_numbered, numbered
from handlers.slack.payloads import actor_of
from handlers.slack.subcommands import CommandContext, Message, Subcommands

NO_TEAM_CHOICE = "none"


def team_question(note_id: int, teams: Sequence[str]) -> list[kit.Block]:
    """Return the question which team a person is in, with a menu; the note gets the answer."""
    named = [(team, team.replace("-", " ").capitalize()) for team in teams]
    choices = [*named[: forms.MAX_OPTIONS - 1], (NO_TEAM_CHOICE, "None of these")]
    menu = forms.select(
        numbered(Action.ANSWER_TEAM, 0),
        "Your team",
        [(f"{note_id}:{key}", name) for key, name in choices],
    )
    text = "Which team are you in? Your notes will count for it. You are asked only once."
    return [kit.context(text), kit.actions([menu])]


def team_message(found: PersonTeam) -> dict[str, Any]:
    """Return which team a person is in, and how to change it."""
    names = ", ".join(found.teams)
    if found.team is None:
        state = "You are in no team now." if found.is_changed else "You are in no team yet."
        text = f"{state} Choose one with /journey team NAME: {names}."
    elif found.is_changed:
        text = (
            f"Your notes count for {found.team} from now on. For somebody else's, add team: to "
            "the note."
        )
    else:
        text = (
            f"Your team is {found.team}. Change it with /journey team NAME ({names}), or leave it "
            "with /journey team none."
        )
    return kit.ephemeral(text, [kit.rich(kit.line(text))])


def register(app: App, services: Services, background: Background) -> None:
    """Register the menu in which a person says which team they are in."""

    @app.action(any_numbered(Action.ANSWER_TEAM))
    def answer(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        note_id, _, team = str(action["selected_option"]["value"]).partition(":")
        found = services.teams.answer(actor_of(body), int(note_id), team)
        ack()
        message = {**team_message(found), "replace_original": False}
        background.run(lambda: respond(message))


def _team(context: CommandContext) -> Message:
    teams = context.services.teams
    if not context.words:
        return team_message(teams.find(context.workspace, context.user, context.scope))
    return team_message(teams.choose(context.workspace, context.user, context.words, context.scope))


SUBCOMMANDS: Subcommands = {"team": _team}
