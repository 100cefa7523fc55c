"""Every public thing a repository can do, done with the ids of some workspace."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import storage.repositories
from bot.domain.history import Subject
from bot.domain.journey import Editors, MessageSign
from bot.domain.missed import Dated
from bot.domain.note_changes import Habit
from bot.domain.period_labels import Cadence
from bot.domain.periods import FiscalCalendar
from bot.domain.review_days import ReviewDay
from bot.domain.templates import CUSTOMER_SUCCESS
from bot.ports import NoteFilter
from storage.repositories.base import Repository
from storage.repositories.history import SqlHistory
from storage.repositories.journeys import SqlJourneys
from storage.repositories.kpis import SqlKpis
from storage.repositories.merged_notes import SqlMergedNotes
from storage.repositories.note_life import SqlNoteLife
from storage.repositories.notes import SqlNotes
from storage.repositories.parts import SqlParts
from storage.repositories.publications import SqlPublications
from storage.repositories.wishes import SqlWishes
from tests.bot.made import journey
from tests.storage.settled import (
    FIRST_MONTH,
    MONTH,
    MONTHS,
    NOW,
    PERIOD,
    Settled,
    a_change,
    a_claim,
    a_kpi,
    a_note,
    a_persona,
    a_reading,
    a_stage,
    a_touchpoint,
    a_version,
    a_wish,
)

Method = tuple[type[Repository], str]
Call = Callable[[Any, Settled], object]
TODAY = NOW.date()
# What the settled note happened in, though it is filed in the one before.
OTHER_MONTH = FiscalCalendar(ZoneInfo("UTC")).period_of(NOW, Cadence.MONTHLY)


def repositories() -> list[type[Repository]]:
    """Every whole repository there is, whoever uses it."""
    for module in pkgutil.walk_packages(storage.repositories.__path__, "storage.repositories."):
        importlib.import_module(module.name)
    found, left = [], [Repository]
    while left:
        for kind in left.pop().__subclasses__():
            found.append(kind)
            left.append(kind)
    return [kind for kind in found if not kind.__subclasses__()]


def methods() -> set[Method]:
    """Every public thing a repository can do."""
    return {
        (kind, name)
        for kind in repositories()
        for name, _ in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
    }


def changed_journey(repo: SqlJourneys, of: Settled) -> None:
    """Say something else of everything that belongs to a journey."""
    repo.change(
        replace(
            journey(),
            id=of.journey,
            name="Shop",
            time_zone="Asia/Tokyo",
            fiscal_start_month=4,
            review_hour=7,
            review_day=ReviewDay.FRIDAY,
            home_channel="CX",
            scope="x",
            goal="x",
            owner="UX",
            editors=Editors.MEMBERS,
            reminders=False,
            is_default=True,
            archived=True,
        )
    )


def bound_twice(repo: SqlJourneys, of: Settled) -> None:
    """Bind a channel that is new, and one that is bound."""
    for _ in range(2):
        repo.bind("CX", of.journey)


def kept_persona(repo: SqlParts, of: Settled) -> None:
    """Change a persona, and make one."""
    repo.save_persona(of.journey, a_persona(of.persona, "admin"))
    repo.save_persona(of.journey, a_persona(key="owner"))


def kept_touchpoint(repo: SqlParts, of: Settled) -> None:
    """Change a touchpoint, and make one."""
    repo.save_touchpoint(of.journey, of.stage, a_touchpoint("awareness", of.touchpoint, "demo"))
    repo.save_touchpoint(of.journey, of.stage, a_touchpoint("awareness", key="call"))


def kept_kpi(repo: SqlKpis, of: Settled) -> None:
    """Change a KPI, and make one of the whole journey."""
    repo.save(of.journey, of.stage, a_kpi("awareness", of.kpi, target=99))
    repo.save(of.journey, None, a_kpi(None, key="nps"))


def kept_habits(repo: SqlNoteLife, of: Settled) -> None:
    """Change what somebody chose, and keep what somebody else chose first."""
    for user in (of.user, "UX"):
        repo.set_habit(user, Habit("labs", of.journey))


# Each with the ids of a workspace that has one of everything.
READS: dict[Method, Call] = {
    (SqlJourneys, "by_key"): lambda repo, of: repo.by_key("buyer"),
    (SqlJourneys, "by_id"): lambda repo, of: repo.by_id(of.journey),
    (SqlJourneys, "locked"): lambda repo, of: repo.locked(of.journey),
    (SqlJourneys, "bound"): lambda repo, of: repo.bound(of.channel),
    (SqlJourneys, "default"): lambda repo, of: repo.default(),
    (SqlJourneys, "all"): lambda repo, of: repo.all(),
    (SqlJourneys, "channels"): lambda repo, of: repo.channels(),
    (SqlNotes, "by_id"): lambda repo, of: repo.by_id(of.note),
    (SqlNotes, "of_message"): lambda repo, of: repo.of_message(of.message),
    (SqlNotes, "alike"): lambda repo, of: repo.alike(of.journey, [NOW]),
    (SqlNotes, "listed"): lambda repo, of: repo.listed(of.journey, NoteFilter(words="of"), 10),
    (SqlNotes, "count"): lambda repo, of: repo.count(of.journey, NoteFilter(stage_id=of.stage)),
    (SqlNotes, "similar"): lambda repo, of: repo.similar(of.journey, ["of"], 10),
    (SqlNotes, "pains"): lambda repo, of: repo.pains(of.journey, MONTHS, "shopper"),
    (SqlNotes, "moods"): lambda repo, of: repo.moods(of.journey, MONTHS, "shopper"),
    (SqlNotes, "by_month"): lambda repo, of: repo.by_month({of.journey: MONTHS}),
    (SqlNotes, "tray"): lambda repo, of: repo.tray([of.journey], 5),
    (SqlNotes, "in_tray"): lambda repo, of: repo.in_tray([of.journey]),
    (SqlNotes, "span"): lambda repo, of: repo.span(of.journey),
    (SqlNotes, "seen"): lambda repo, of: repo.seen(of.journey, None, MONTH),
    (SqlNotes, "every"): lambda repo, of: list(repo.every(of.journey)),
    (SqlNoteLife, "changes"): lambda repo, of: repo.changes(of.note),
    (SqlNoteLife, "habit"): lambda repo, of: repo.habit(of.user),
    (SqlNoteLife, "made_by"): lambda repo, of: repo.made_by(of.receipt),
    (SqlNoteLife, "made"): lambda repo, of: repo.made([of.receipt]),
    (SqlKpis, "of_journey"): lambda repo, of: repo.of_journey(of.journey),
    (SqlKpis, "of_journeys"): lambda repo, of: repo.of_journeys([of.journey], archived=True),
    (SqlKpis, "has_readings"): lambda repo, of: repo.has_readings(of.kpi),
    (SqlKpis, "readings"): lambda repo, of: list(repo.readings(of.kpi)),
    (SqlKpis, "recorded"): lambda repo, of: repo.recorded([of.kpi], [TODAY]),
    (SqlKpis, "last_by_month"): lambda repo, of: repo.last_by_month([of.journey], MONTHS),
    (SqlParts, "personas"): lambda repo, of: repo.personas(of.journey),
    (SqlParts, "touchpoints"): lambda repo, of: repo.touchpoints(of.journey),
    (SqlHistory, "last_number"): lambda repo, of: repo.last_number(of.journey),
    (SqlHistory, "since"): lambda repo, of: repo.since(of.journey, 0, Subject.STAGE, of.stage),
    (SqlHistory, "listed"): lambda repo, of: repo.listed(of.journey, 10),
    (SqlHistory, "as_of"): lambda repo, of: repo.as_of(of.journey, NOW + timedelta(days=1)),
    (SqlPublications, "settled"): lambda repo, of: repo.settled(of.journey),
    (SqlPublications, "skipped"): lambda repo, of: repo.skipped(of.journey),
    (SqlPublications, "posted"): lambda repo, of: list(repo.posted(of.journey)),
    (SqlPublications, "of_period"): lambda repo, of: repo.of_period(
        of.journey, PERIOD, FIRST_MONTH
    ),
}
WRITES: dict[Method, Call] = {
    (SqlJourneys, "set_home_channel"): lambda repo, of: repo.set_home_channel(of.journey, "CX"),
    (SqlJourneys, "set_review_due"): lambda repo, of: repo.set_review_due(
        of.journey, NOW.replace(year=2030)
    ),
    (SqlJourneys, "change"): changed_journey,
    (SqlJourneys, "bind"): bound_twice,
    (SqlJourneys, "add_stage"): lambda repo, of: repo.add_stage(of.journey, a_stage()),
    (SqlJourneys, "change_stage"): lambda repo, of: repo.change_stage(a_stage(of.stage)),
    (SqlNotes, "add"): lambda repo, of: repo.add(of.journey, a_note(of.stage)),
    (SqlNotes, "add_once"): lambda repo, of: repo.add_once(of.journey, a_note(of.stage)),
    (SqlNotes, "add_all"): lambda repo, of: repo.add_all(of.journey, [a_note(of.stage)] * 2),
    (SqlNotes, "place"): lambda repo, of: repo.place(of.note, of.stage + 1),
    (SqlNotes, "rewrite"): lambda repo, of: repo.rewrite(
        of.note, of.journey, a_note(None, "rewritten"), NOW
    ),
    (SqlNotes, "move"): lambda repo, of: repo.move(of.note, of.journey, None, MONTH),
    (SqlNotes, "delete"): lambda repo, of: repo.delete(of.note, NOW),
    (SqlNotes, "set_permalink"): lambda repo, of: repo.set_permalink(of.note, "https://x"),
    (SqlNotes, "set_reply_to"): lambda repo, of: repo.set_reply_to(of.note, "Who?"),
    (SqlMergedNotes, "merge"): lambda repo, of: repo.merge(of.note, of.note + 1, of.note + 1),
    (SqlNoteLife, "remember"): lambda repo, of: repo.remember(of.note, a_change()),
    (SqlNoteLife, "support"): lambda repo, of: repo.support(of.note, "UX", NOW),
    (SqlNoteLife, "unsupport"): lambda repo, of: repo.unsupport(of.note, of.user),
    (SqlNoteLife, "set_habit"): kept_habits,
    (SqlNoteLife, "receive"): lambda repo, of: repo.receive("event:x", of.note, NOW),
    (SqlNoteLife, "receive_for_ever"): lambda repo, of: repo.receive_for_ever(
        {"line:x": of.note, "line:y": of.note}
    ),
    (SqlWishes, "claim"): lambda repo, of: repo.claim(of.wish, 0, NOW),
    (SqlWishes, "postpone"): lambda repo, of: repo.postpone(of.wish, NOW.replace(year=2030)),
    (SqlWishes, "take"): lambda repo, of: repo.take(of.wish),
    (SqlWishes, "withdraw"): lambda repo, of: repo.withdraw(of.user, of.message, None),
    (SqlNotes, "move_all"): lambda repo, of: repo.move_all(of.stage, of.stage + 1),
    (SqlNotes, "rename_persona"): lambda repo, of: repo.rename_persona(of.journey, "shopper", "x"),
    (SqlNotes, "rename_touchpoint"): lambda repo, of: repo.rename_touchpoint(
        of.stage, "basket", "x"
    ),
    (SqlNotes, "refile"): lambda repo, of: repo.refile(of.journey, OTHER_MONTH),
    (SqlKpis, "save"): kept_kpi,
    (SqlKpis, "record_all"): lambda repo, of: repo.record_all([(of.kpi, a_reading(99))] * 2),
    (SqlKpis, "record"): lambda repo, of: repo.record(of.kpi, a_reading(99)),
    (SqlParts, "save_persona"): kept_persona,
    (SqlParts, "save_touchpoint"): kept_touchpoint,
    (SqlHistory, "add"): lambda repo, of: repo.add(
        of.journey, a_version(2, Subject.STAGE, of.stage), {}
    ),
    (SqlPublications, "skip"): lambda repo, of: repo.skip(
        of.journey, Dated("2026-Q4", FIRST_MONTH + 3), "U1", NOW
    ),
    (SqlPublications, "claim"): lambda repo, of: repo.claim(a_claim(of.journey, "2026-Q4")),
    (SqlPublications, "reclaim"): lambda repo, of: repo.reclaim(of.publication, 1, NOW, "C1"),
    (SqlPublications, "published"): lambda repo, of: repo.published(of.publication, "1.2", NOW),
    (SqlPublications, "failed"): lambda repo, of: repo.failed(of.publication, "no", NOW),
    (SqlPublications, "unsure"): lambda repo, of: repo.unsure(of.publication, "hm", NOW),
}
# These take no id: they can only ever be about their own workspace.
BEGINNINGS: dict[Method, Call] = {
    (SqlJourneys, "ensure_workspace"): lambda repo, of: repo.ensure_workspace(),
    (SqlJourneys, "lock_workspace"): lambda repo, of: repo.lock_workspace(),
    (SqlJourneys, "add"): lambda repo, of: repo.add(CUSTOMER_SUCCESS, NOW, NOW, is_default=False),
    (SqlWishes, "add"): lambda repo, of: repo.add(a_wish(of.message, "x")),
    (SqlJourneys, "set_customs"): lambda repo, of: repo.set_customs(
        ["labs"], (("eyes", "touchpoint"),), MessageSign.REACTION
    ),
}
EXERCISED = READS | WRITES | BEGINNINGS
UNCONDITIONAL = {(SqlJourneys, name) for name in ("by_key", "default", "all", "channels")}


def name_of(method: Method) -> str:
    """How a test of a method is called."""
    return f"{method[0].__name__}.{method[1]}"


def each(calls: Mapping[Method, Call]) -> pytest.MarkDecorator:
    """Once for each of these methods."""
    return pytest.mark.parametrize("method", list(calls), ids=name_of)
