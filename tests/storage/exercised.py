"""Every public thing a repository can do, done with the ids of some workspace."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import storage.repositories
from bot.domain.actions import OPEN, ActionState
from bot.domain.history import Subject
from bot.domain.journey import Editors, MessageSign
from bot.domain.missed import Dated
from bot.domain.note_changes import Habit
from bot.domain.period_labels import Cadence
from bot.domain.periods import FiscalCalendar
from bot.domain.publication import NewPart
from bot.domain.reminders import ReminderKind
from bot.domain.review_days import ReviewDay
from bot.domain.sentiment import Label, Score
from bot.domain.templates import CUSTOMER_SUCCESS
from bot.domain.typed_period import Days
from bot.ports import ActionFilter, NoteFilter
from storage.repositories.actions import SqlActions
from storage.repositories.base import Repository
from storage.repositories.history import SqlHistory
from storage.repositories.journeys import SqlJourneys
from storage.repositories.kpis import SqlKpis
from storage.repositories.lessons import SqlLessons
from storage.repositories.merged_notes import SqlMergedNotes
from storage.repositories.note_life import SqlNoteLife
from storage.repositories.notes import SqlNotes
from storage.repositories.parts import SqlParts
from storage.repositories.publications import SqlPublications
from storage.repositories.reminders import SqlOptOuts, SqlReminders
from storage.repositories.review_parts import SqlReviewParts
from storage.repositories.sign_offs import SqlSignOffs
from storage.repositories.theme_corrections import SqlThemeCorrections
from storage.repositories.voices import SqlVoices
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
    a_correction,
    a_kpi,
    a_lesson,
    a_note,
    a_persona,
    a_reading,
    a_sign_off,
    a_stage,
    a_touchpoint,
    a_version,
    a_wish,
    an_action,
    an_occasion,
)

Method = tuple[type[Repository], str]
Call = Callable[[Any, Settled], object]
TODAY = NOW.date()
LATER = TODAY + timedelta(days=1)
# What the settled note happened in, though it is filed in the one before.
OTHER_MONTH = FiscalCalendar(ZoneInfo("UTC")).period_of(NOW, Cadence.MONTHLY)
DAYS = Days(NOW - timedelta(days=1), NOW + timedelta(days=1))


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
            pulse=True,
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


def forgotten(repo: SqlPublications, of: Settled) -> None:
    """Give up a claim that Slack has refused."""
    repo.failed(of.publication, "no", NOW)
    repo.forget(of.publication, 1)


# Each with the ids of a workspace that has one of everything.
def rescored(repo: SqlNotes, of: Settled) -> None:
    """Score the note of a workspace anew."""
    found = repo.by_id(of.note)
    if found:
        repo.rescore(found[1], Score(0.5, Label.POSITIVE, "other"), 0.5)


READS: dict[Method, Call] = {
    (SqlJourneys, "by_key"): lambda repo, of: repo.by_key("buyer"),
    (SqlJourneys, "by_id"): lambda repo, of: repo.by_id(of.journey),
    (SqlJourneys, "locked"): lambda repo, of: repo.locked(of.journey),
    (SqlJourneys, "bound"): lambda repo, of: repo.bound(of.channel),
    (SqlJourneys, "default"): lambda repo, of: repo.default(),
    (SqlJourneys, "all"): lambda repo, of: repo.all(),
    (SqlJourneys, "channels"): lambda repo, of: repo.channels(),
    (SqlNotes, "after"): lambda repo, of: repo.after(of.journey, 0, 9),
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
    (SqlThemeCorrections, "of_journey"): lambda repo, of: repo.of_journey(of.journey),
    (SqlThemeCorrections, "history"): lambda repo, of: repo.history(of.journey, 10),
    (SqlThemeCorrections, "by_id"): lambda repo, of: repo.by_id(of.correction),
    (SqlPublications, "settled"): lambda repo, of: repo.settled(of.journey),
    (SqlPublications, "skipped"): lambda repo, of: repo.skipped(of.journey),
    (SqlPublications, "posted"): lambda repo, of: list(repo.posted(of.journey)),
    (SqlPublications, "of_period"): lambda repo, of: repo.of_period(
        of.journey, PERIOD, FIRST_MONTH
    ),
    (SqlPublications, "by_id"): lambda repo, of: repo.by_id(of.publication),
    (SqlPublications, "by_key"): lambda repo, of: repo.by_key(of.review_key),
    (SqlReviewParts, "open"): lambda repo, of: repo.open(of.posted, 9),
    (SqlReviewParts, "count"): lambda repo, of: repo.count(of.posted, "mo"),
    (SqlReviewParts, "last"): lambda repo, of: repo.last(of.posted, "mo"),
    (SqlActions, "by_id"): lambda repo, of: repo.by_id(of.action),
    (SqlActions, "made_by"): lambda repo, of: repo.made_by(f"view:{of.workspace}"),
    (SqlActions, "listed"): lambda repo, of: repo.listed(of.journey, ActionFilter(OPEN), 9),
    (SqlActions, "count"): lambda repo, of: repo.count(of.journey, ActionFilter(due_before=LATER)),
    (SqlActions, "of_period"): lambda repo, of: repo.of_period(
        of.journey, NOW, NOW + timedelta(days=1)
    ),
    (SqlActions, "open_of"): lambda repo, of: repo.open_of(of.user, 9),
    (SqlNotes, "moods_between"): lambda repo, of: repo.moods_between(
        of.journey, "awareness", NOW, NOW + timedelta(days=1)
    ),
    (SqlKpis, "around"): lambda repo, of: repo.around(of.kpi, LATER),
    (SqlSignOffs, "of"): lambda repo, of: repo.of(of.posted),
    (SqlLessons, "of_note"): lambda repo, of: repo.of_note(of.note),
    (SqlLessons, "newest"): lambda repo, of: repo.newest(9),
    (SqlLessons, "count"): lambda repo, of: repo.count(),
    (SqlVoices, "sums"): lambda repo, of: repo.sums(of.journey, DAYS),
    (SqlVoices, "teams"): lambda repo, of: repo.teams(of.journey, DAYS),
    (SqlVoices, "writers"): lambda repo, of: repo.writers(of.journey, DAYS.start),
    (SqlReminders, "of"): lambda repo, of: repo.of(an_occasion(of.journey)),
    (SqlReminders, "states"): lambda repo, of: repo.states(of.journey, ReminderKind.NUDGE, PERIOD),
    (SqlOptOuts, "among"): lambda repo, of: repo.among([of.user]),
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
    (SqlNotes, "open_channel"): lambda repo, of: repo.open_channel(of.channel),
    (SqlNotes, "rescore"): rescored,
    (SqlLessons, "teach"): lambda repo, of: repo.teach(a_lesson(of.note, 2)),
    (SqlLessons, "forget"): lambda repo, of: repo.forget(of.note),
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
    (SqlThemeCorrections, "add"): lambda repo, of: repo.add(of.journey, a_correction(of.note)),
    (SqlThemeCorrections, "undo"): lambda repo, of: repo.undo(of.correction, "U2", NOW),
    (SqlHistory, "add"): lambda repo, of: repo.add(
        of.journey, a_version(2, Subject.STAGE, of.stage), {}
    ),
    (SqlPublications, "skip"): lambda repo, of: repo.skip(
        of.journey, Dated("2026-Q4", FIRST_MONTH + 3), "U1", NOW
    ),
    (SqlPublications, "claim"): lambda repo, of: repo.claim(a_claim(of.journey, "2026-Q4")),
    (SqlPublications, "reclaim"): lambda repo, of: repo.reclaim(of.publication, 1, NOW),
    (SqlPublications, "published"): lambda repo, of: repo.published(of.publication, "1.2", NOW),
    (SqlPublications, "failed"): lambda repo, of: repo.failed(of.publication, "no", NOW),
    (SqlPublications, "unsure"): lambda repo, of: repo.unsure(of.publication, "hm", NOW),
    (SqlPublications, "attend"): lambda repo, of: repo.attend(of.posted, NOW.replace(year=2030)),
    (SqlPublications, "take"): lambda repo, of: repo.take(of.posted, NOW, NOW.replace(year=2030)),
    (SqlPublications, "attend_sooner"): lambda repo, of: repo.attend_sooner(
        of.journey, NOW.replace(year=2020)
    ),
    (SqlPublications, "shown"): lambda repo, of: repo.shown(of.posted, 1),
    (SqlPublications, "forget"): forgotten,
    (SqlReviewParts, "remove_all"): lambda repo, of: repo.remove_all(of.posted),
    (SqlReviewParts, "add"): lambda repo, of: repo.add(of.posted, NewPart("map", "m", {})),
    (SqlReviewParts, "claim"): lambda repo, of: repo.claim(of.part, NOW, NOW),
    (SqlReviewParts, "published"): lambda repo, of: repo.published(of.part.id, "1.3"),
    (SqlReviewParts, "failed"): lambda repo, of: repo.failed(of.part.id, "no", NOW),
    (SqlReviewParts, "unsure"): lambda repo, of: repo.unsure(of.part.id, "hm", NOW),
    (SqlActions, "add"): lambda repo, of: repo.add(
        of.journey, an_action(of.kpi), "U1", NOW, "view:x"
    ),
    (SqlActions, "change"): lambda repo, of: repo.change(of.action, an_action(None, "Mend it all")),
    (SqlActions, "move"): lambda repo, of: repo.move(
        of.action, ActionState.IMPLEMENTED, "U1", NOW, TODAY, {"n": 1}
    ),
    (SqlSignOffs, "add"): lambda repo, of: repo.add(of.posted, a_sign_off(of.stage)),
    (SqlReminders, "claim"): lambda repo, of: repo.claim(
        an_occasion(of.journey, "UX"), "UX", "k" * 32, NOW
    ),
    (SqlReminders, "reclaim"): lambda repo, of: repo.reclaim(of.reminder, 1, NOW, "U1"),
    (SqlReminders, "sent"): lambda repo, of: repo.sent(of.reminder, "1.2"),
    (SqlReminders, "failed"): lambda repo, of: repo.failed(of.reminder, "no", NOW),
    (SqlReminders, "unsure"): lambda repo, of: repo.unsure(of.reminder, "hm", NOW),
    (SqlReminders, "set_due"): lambda repo, of: repo.set_due(of.journey, ReminderKind.PULSE, NOW),
    (SqlReminders, "move_due"): lambda repo, of: repo.move_due(
        of.journey, ReminderKind.NUDGE, NOW, NOW.replace(year=2030)
    ),
    (SqlOptOuts, "remove"): lambda repo, of: repo.remove(of.user),
}
# These take no id: they can only ever be about their own workspace.
BEGINNINGS: dict[Method, Call] = {
    (SqlJourneys, "ensure_workspace"): lambda repo, of: repo.ensure_workspace(),
    (SqlJourneys, "lock_workspace"): lambda repo, of: repo.lock_workspace(),
    (SqlJourneys, "add"): lambda repo, of: repo.add(CUSTOMER_SUCCESS, NOW, NOW, is_default=False),
    (SqlOptOuts, "add"): lambda repo, of: repo.add("UX", NOW),
    (SqlWishes, "add"): lambda repo, of: repo.add(a_wish(of.message, "x")),
    (SqlJourneys, "set_customs"): lambda repo, of: repo.set_customs(
        ["labs"], (("eyes", "touchpoint"),), MessageSign.REACTION
    ),
}
EXERCISED = READS | WRITES | BEGINNINGS
JOURNEYS = {(SqlJourneys, name) for name in ("by_key", "default", "all", "channels")}
UNCONDITIONAL = {*JOURNEYS, (SqlLessons, "newest"), (SqlLessons, "count")}


def name_of(method: Method) -> str:
    """How a test of a method is called."""
    return f"{method[0].__name__}.{method[1]}"
