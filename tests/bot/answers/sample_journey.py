"""The sandbox's sample journey, loaded through the services: a year of an invented company."""

import csv
import json
from datetime import date
from typing import Any

from bot.notes.capture import CaptureRequest
from domain.access import Actor, Role
from domain.improvements import ImprovementDraft
from domain.notes import NoteKind
from domain.themes import SAID_ONCE
from handlers.cli.sandbox import SAMPLE
from sandbox.play import date_of
from tests.bot.env import Env

TODAY = date(2026, 8, 14)

KINDS = {
    "/touchpoint": NoteKind.TOUCHPOINT,
    "/painpoint": NoteKind.PAIN_POINT,
    "/opportunity": NoteKind.OPPORTUNITY,
}

PEOPLE = json.loads((SAMPLE / "people.json").read_text("utf-8"))

USERS = {person["name"]: str(person["id"]) for person in PEOPLE["people"]}


def load_sample(env: Env) -> None:
    """Let the sample people write a year of notes and readings, fill in the map and sort pains."""
    env.people.known_names.update({one["id"]: one["real_name"] for one in PEOPLE["people"]})
    env.people.roles[USERS["ines"]] = Role.ADMIN
    for line in _lines("history.jsonl"):
        typed = f"{line['text']} on:{date_of(line, TODAY)}"
        user = USERS[line["who"]]
        if line["command"] == "/kpi":
            env.services.readings.record(env.ws, user, typed)
        else:
            kind = KINDS[line["command"]]
            env.services.notes.capture(CaptureRequest(env.ws, "C0JOURNEY", user, kind, typed))
    for line in _lines("map.jsonl"):
        _fill_in(env, line)
    with (SAMPLE / "themes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    themes = {row["text"]: row["theme"] if row["theme"] != SAID_ONCE else None for row in rows}
    env.services.theme_batches.sort_texts(Actor(env.ws, USERS["mara"]), "buyer", themes)


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLE / name).read_text("utf-8").splitlines()]


def _fill_in(env: Env, line: dict[str, Any]) -> None:
    """Save a form as its person filled it in."""
    services, user, values = env.services, USERS[line["who"]], line["fill"]
    journey = env.journey_by_key()
    form = line["command"].removeprefix("/journey ")
    if form == "stages":
        stage = next(one for one in journey.stages if one.name == line["of"])
        filled = {"name": stage.name, "position": "-", **values}
        services.stages.save(env.ws, user, journey.id, filled, stage.id, seen=99)
    elif form == "personas":
        services.personas.save(env.ws, user, journey.id, values, None, seen=99)
    elif form == "touchpoints":
        services.touchpoints.save(env.ws, user, journey.id, values, None, seen=99)
    else:
        ratings = {name: int(values[name]) for name in ("impact", "ease")}
        draft = ImprovementDraft(**{**values, **ratings})
        services.improvements.create(Actor(env.ws, user), journey.id, draft, f"form:{draft.title}")
