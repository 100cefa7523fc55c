"""Every public thing a repository can do, done with the ids of some workspace."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import storage
from domain.access import Audience
from domain.improvements import OPEN_STATES, ImprovementFilter, ImprovementState
from domain.journeys import CUSTOMER_SUCCESS, Editors, MessageSign
from domain.map_history import Subject
from domain.note_changes import LastChoices
from domain.note_filters import NoteFilter
from domain.outbox import OutboxKind, OutboxState
from domain.periods import Cadence, Days, FiscalCalendar, ReviewDay
from domain.posted_reviews import NewReviewPart
from domain.reminders import ReminderKind
from domain.schedule import DatedReview
from domain.sentiment import Label, Score
from domain.themes import NoteSorting, Theme
from storage.conversations import ConversationRepository
from storage.improvements import ImprovementRepository
from storage.journeys import JourneyRepository
from storage.kpis import KpiRepository
from storage.map_parts import MapHistoryRepository, MapPartRepository
from storage.mood_corrections import MoodCorrectionRepository
from storage.note_history import MergedNoteRepository, NoteHistoryRepository
from storage.notes import NoteRepository
from storage.outbox import OutboxRepository
from storage.prompts import PromptRepository
from storage.reminders import ContributionRepository, OptOutRepository, ReminderRepository
from storage.repository import Repository
from storage.review_answers import ReviewAnswerRepository
from storage.reviews import PostedReviewRepository, SignOffRepository
from storage.sorted_notes import PainFigures
from storage.themes import ThemeRepository
from storage.user_teams import UserTeamRepository
from tests.bot.factories import journey
from tests.storage.filled_workspace import (
    FIRST_MONTH,
    MONTH,
    MONTHS,
    NOW,
    PERIOD,
    FilledWorkspace,
    a_capture,
    a_change,
    a_kpi,
    a_mood_correction,
    a_note,
    a_persona,
    a_reading,
    a_review,
    a_sign_off,
    a_stage,
    a_theme_change,
    a_touchpoint,
    a_version,
    an_action,
    an_answer,
)

Method = tuple[type[Repository], str]


Call = Callable[[Any, FilledWorkspace], object]


TODAY = NOW.date()


LATER = TODAY + timedelta(days=1)


# What the settled note happened in, though it is filed in the one before.
OTHER_MONTH = FiscalCalendar(ZoneInfo("UTC")).period_of(NOW, Cadence.MONTHLY)


DAYS = Days(NOW - timedelta(days=1), NOW + timedelta(days=1))


def repositories() -> list[type[Repository]]:
    """Every whole repository there is, whoever uses it."""
    for module in pkgutil.iter_modules(storage.__path__, "storage."):
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


def changed_journey(repo: JourneyRepository, of: FilledWorkspace) -> None:
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


def bound_twice(repo: JourneyRepository, of: FilledWorkspace) -> None:
    """Bind a channel that is new, and one that is bound."""
    for _ in range(2):
        repo.bind("CX", of.journey)


def save_persona(repo: MapPartRepository, of: FilledWorkspace) -> None:
    """Change a persona, and make one."""
    repo.save_persona(of.journey, a_persona(of.persona, "admin"))
    repo.save_persona(of.journey, a_persona(key="owner"))


def save_touchpoint(repo: MapPartRepository, of: FilledWorkspace) -> None:
    """Change a touchpoint, and make one."""
    repo.save_touchpoint(of.journey, of.stage, a_touchpoint("awareness", of.touchpoint, "demo"))
    repo.save_touchpoint(of.journey, of.stage, a_touchpoint("awareness", key="call"))


def save_kpi(repo: KpiRepository, of: FilledWorkspace) -> None:
    """Change a KPI, and make one of the whole journey."""
    repo.save(of.journey, of.stage, a_kpi("awareness", of.kpi, target=99))
    repo.save(of.journey, None, a_kpi(None, key="nps"))


def changed_choices(repo: NoteHistoryRepository, of: FilledWorkspace) -> None:
    """Change what somebody chose, but not what somebody else chose first."""
    for user in (of.user, "UX"):
        repo.set_last_choices(user, LastChoices("labs", of.journey))


def removed_message(repo: OutboxRepository, of: FilledWorkspace) -> None:
    """Remove a message that Slack has refused, with its thread."""
    repo.set_failed(of.pending, OutboxState.REFUSED, "no", NOW)
    repo.remove_refused(replace(of.pending, state=OutboxState.REFUSED))


def removed(repo: PostedReviewRepository, of: FilledWorkspace) -> None:
    """Remove a review that Slack has refused."""
    messages = OutboxRepository(repo._connection, repo._workspace)
    messages.set_failed(of.pending, OutboxState.REFUSED, "no", NOW)
    repo.remove_refused(replace(of.posted_record, id=of.posted_review, message=of.pending))


# Each with the ids of a workspace that has one of everything.
def changed_score(repo: NoteRepository, of: FilledWorkspace) -> None:
    """Change the score of a note."""
    found = repo.by_id(of.note)
    if found:
        repo.set_score(found[1], Score(0.5, Label.POSITIVE, "other"), 0.5)


READS: dict[Method, Call] = {
    (JourneyRepository, "by_key"): lambda repo, of: repo.by_key("buyer"),
    (JourneyRepository, "by_id"): lambda repo, of: repo.by_id(of.journey),
    (JourneyRepository, "lock"): lambda repo, of: repo.lock(of.journey),
    (JourneyRepository, "lock_for_channel"): lambda repo, of: repo.lock_for_channel(of.channel),
    (JourneyRepository, "by_channel"): lambda repo, of: repo.by_channel(of.channel),
    (JourneyRepository, "default"): lambda repo, of: repo.default(),
    (JourneyRepository, "all"): lambda repo, of: repo.all(),
    (JourneyRepository, "channels"): lambda repo, of: repo.channels(),
    (NoteRepository, "list_after"): lambda repo, of: repo.list_after(of.journey, 0, 9),
    (NoteRepository, "by_id"): lambda repo, of: repo.by_id(of.note),
    (NoteRepository, "for_message"): lambda repo, of: repo.for_message(of.message),
    (NoteRepository, "identities_at"): lambda repo, of: repo.identities_at(of.journey, [NOW]),
    (NoteRepository, "list_newest"): lambda repo, of: repo.list_newest(
        of.journey, NoteFilter(words="of"), 10
    ),
    (NoteRepository, "count"): lambda repo, of: repo.count(
        of.journey, NoteFilter(stage_id=of.stage)
    ),
    (NoteRepository, "similar_sorted"): lambda repo, of: repo.similar_sorted(
        of.journey, ["of"], 10
    ),
    (NoteRepository, "recent_texts"): lambda repo, of: repo.recent_texts(of.journey, 0, NOW, 10),
    (NoteRepository, "by_ids"): lambda repo, of: repo.by_ids([of.note]),
    (NoteRepository, "moods"): lambda repo, of: repo.moods(of.journey, MONTHS, "shopper"),
    (NoteRepository, "by_month"): lambda repo, of: repo.by_month({of.journey: MONTHS}),
    (NoteRepository, "unsorted"): lambda repo, of: repo.unsorted([of.journey], 5),
    (NoteRepository, "count_unsorted"): lambda repo, of: repo.count_unsorted([of.journey]),
    (NoteRepository, "span"): lambda repo, of: repo.span(of.journey),
    (NoteRepository, "named_keys"): lambda repo, of: repo.named_keys(of.journey, MONTHS),
    (NoteRepository, "stream"): lambda repo, of: list(repo.stream(of.journey)),
    (NoteHistoryRepository, "changes"): lambda repo, of: repo.changes(of.note),
    (NoteHistoryRepository, "last_choices"): lambda repo, of: repo.last_choices(of.user),
    (NoteRepository, "find_receipt"): lambda repo, of: repo.find_receipt(of.receipt),
    # The other value is of no row of another workspace.
    (NoteRepository, "receipt_and_corrections"): lambda repo, of: repo.receipt_and_corrections(
        of.receipt
    )[0],
    (NoteRepository, "known_receipts"): lambda repo, of: repo.known_receipts([of.receipt]),
    (KpiRepository, "of_journey"): lambda repo, of: repo.of_journey(of.journey),
    (KpiRepository, "of_journeys"): lambda repo, of: repo.of_journeys([of.journey], archived=True),
    (KpiRepository, "has_readings"): lambda repo, of: repo.has_readings(of.kpi),
    (KpiRepository, "readings"): lambda repo, of: list(repo.readings(of.kpi)),
    (KpiRepository, "readings_with_ids"): lambda repo, of: repo.readings_with_ids(of.kpi),
    (KpiRepository, "find_reading"): lambda repo, of: repo.find_reading(of.reading),
    (KpiRepository, "recorded"): lambda repo, of: repo.recorded([of.kpi], [TODAY]),
    (KpiRepository, "last_by_month"): lambda repo, of: repo.last_by_month([of.journey], MONTHS),
    (MapPartRepository, "personas"): lambda repo, of: repo.personas(of.journey),
    (MapPartRepository, "touchpoints"): lambda repo, of: repo.touchpoints(of.journey),
    (MapHistoryRepository, "last_number"): lambda repo, of: repo.last_number(of.journey),
    (MapHistoryRepository, "since"): lambda repo, of: repo.since(
        of.journey, 0, Subject.STAGE, of.stage
    ),
    (MapHistoryRepository, "created_since"): lambda repo, of: repo.created_since(
        of.journey, Subject.STAGE, NOW
    ),
    (MapHistoryRepository, "list_newest"): lambda repo, of: repo.list_newest(of.journey, 10),
    (MapHistoryRepository, "as_of"): lambda repo, of: repo.as_of(
        of.journey, NOW + timedelta(days=1)
    ),
    (ThemeRepository, "of_journey"): lambda repo, of: repo.of_journey(of.journey),
    (ThemeRepository, "by_id"): lambda repo, of: repo.by_id(of.theme),
    (ThemeRepository, "find"): lambda repo, of: repo.find(of.journey, "Breakage"),
    (ThemeRepository, "ids_by_key"): lambda repo, of: repo.ids_by_key(of.journey, ["breakage"]),
    (ThemeRepository, "revision"): lambda repo, of: repo.revision(of.journey),
    (ThemeRepository, "changes"): lambda repo, of: repo.changes(of.journey, 10),
    (ThemeRepository, "change_by_id"): lambda repo, of: repo.change_by_id(of.theme_change),
    (NoteRepository, "happiest"): lambda repo, of: repo.happiest(of.journey, MONTHS, 3),
    (NoteRepository, "public_pain_texts"): lambda repo, of: repo.public_pain_texts(
        of.journey, MONTHS, 9
    ),
    (NoteRepository, "named_moods"): lambda repo, of: repo.named_moods(of.journey, MONTHS),
    (NoteRepository, "opportunities_by_theme"): lambda repo, of: repo.opportunities_by_theme(
        of.journey, MONTHS
    ),
    (NoteRepository, "moods_matching"): lambda repo, of: repo.moods_matching(
        of.journey, NoteFilter(months=MONTHS)
    ),
    (NoteRepository, "moods_by"): lambda repo, of: repo.moods_by(
        "team", of.journey, NoteFilter(months=MONTHS)
    ),
    (NoteRepository, "ids_matching"): lambda repo, of: repo.ids_matching(
        of.journey, NoteFilter(months=MONTHS), 9
    ),
    (NoteRepository, "recent_authors"): lambda repo, of: repo.recent_authors(of.journey, 9),
    (ConversationRepository, "last"): lambda repo, of: repo.last(of.place, NOW),
    (NoteRepository, "unread_after"): lambda repo, of: repo.unread_after(of.journey, ["de"], 0, 9),
    (PainFigures, "sorting"): lambda repo, of: repo.sorting([of.note]),
    (PainFigures, "in_theme"): lambda repo, of: repo.in_theme(of.theme),
    (PainFigures, "to_sort"): lambda repo, of: repo.to_sort(of.journey, None, 10),
    (PainFigures, "placed"): lambda repo, of: repo.placed(of.journey, None),
    (PainFigures, "unsaid"): lambda repo, of: repo.unsaid(of.journey, None),
    (PainFigures, "to_sort_after"): lambda repo, of: repo.to_sort_after(of.journey, 0, 10),
    (PainFigures, "count_to_sort"): lambda repo, of: repo.count_to_sort(of.journey, None),
    (PainFigures, "examples"): lambda repo, of: repo.examples(of.journey, 10),
    (PainFigures, "vectors"): lambda repo, of: repo.vectors([of.note], "letters 1"),
    (PainFigures, "count_pains"): lambda repo, of: repo.count_pains(of.journey, MONTHS, MONTHS),
    (PainFigures, "count_matching"): lambda repo, of: repo.count_matching(
        of.journey, NoteFilter(months=MONTHS), is_current=True
    ),
    (PainFigures, "quotable"): lambda repo, of: repo.quotable(
        of.theme, MONTHS, Audience(of.channel)
    ),
    (PainFigures, "heaviest_once"): lambda repo, of: repo.heaviest_once(
        of.journey, MONTHS, Audience(), 3
    ),
    (PostedReviewRepository, "periods_with_review"): lambda repo, of: repo.periods_with_review(
        of.journey
    ),
    (PostedReviewRepository, "skipped"): lambda repo, of: repo.skipped(of.journey),
    (PostedReviewRepository, "posted"): lambda repo, of: list(repo.posted(of.journey)),
    (PostedReviewRepository, "of_period"): lambda repo, of: repo.of_period(
        of.journey, PERIOD, FIRST_MONTH
    ),
    (PostedReviewRepository, "by_id"): lambda repo, of: repo.by_id(of.posted_review),
    (PostedReviewRepository, "by_key"): lambda repo, of: repo.by_key(of.review_key),
    (PostedReviewRepository, "by_message"): lambda repo, of: repo.by_message(of.review_message),
    (PostedReviewRepository, "revision"): lambda repo, of: repo.revision(of.journey),
    (OutboxRepository, "by_id"): lambda repo, of: repo.by_id(of.part.id),
    (OutboxRepository, "by_name"): lambda repo, of: repo.by_name(of.part.kind, of.part.name),
    (OutboxRepository, "by_prefix"): lambda repo, of: repo.by_prefix(
        of.journey, OutboxKind.PART, f"{of.posted}/"
    ),
    (OutboxRepository, "open_parts"): lambda repo, of: repo.open_parts(of.posted, 9),
    (OutboxRepository, "count_parts"): lambda repo, of: repo.count_parts(of.posted, "mo"),
    (OutboxRepository, "last_part"): lambda repo, of: repo.last_part(of.posted, "mo"),
    (ImprovementRepository, "by_id"): lambda repo, of: repo.by_id(of.action),
    (ImprovementRepository, "id_by_receipt"): lambda repo, of: repo.id_by_receipt(
        f"view:{of.workspace}"
    ),
    (ImprovementRepository, "find"): lambda repo, of: repo.find(
        of.journey, ImprovementFilter(OPEN_STATES), 9
    ),
    (ImprovementRepository, "count"): lambda repo, of: repo.count(
        of.journey, ImprovementFilter(due_before=LATER)
    ),
    (ImprovementRepository, "created_before"): lambda repo, of: repo.created_before(
        of.journey, NOW + timedelta(days=1)
    ),
    (ImprovementRepository, "state_changes"): lambda repo, of: repo.state_changes([of.action]),
    (ImprovementRepository, "open_of_owner"): lambda repo, of: repo.open_of_owner(of.user, 9),
    (NoteRepository, "first_and_last"): lambda repo, of: repo.first_and_last(
        of.journey, NoteFilter(months=MONTHS)
    ),
    (NoteRepository, "moods_between"): lambda repo, of: repo.moods_between(
        of.journey, "awareness", NOW, NOW + timedelta(days=1)
    ),
    (KpiRepository, "journey_of"): lambda repo, of: repo.journey_of(of.kpi),
    (KpiRepository, "last_and_highest"): lambda repo, of: repo.last_and_highest([of.kpi]),
    (KpiRepository, "find_recorded"): lambda repo, of: repo.find_recorded(of.kpi, "U1", NOW),
    (KpiRepository, "values"): lambda repo, of: repo.values(
        [of.kpi], TODAY - timedelta(days=400), TODAY + timedelta(days=400)
    ),
    (KpiRepository, "values_before"): lambda repo, of: repo.values_before([of.kpi], LATER, 9),
    (SignOffRepository, "of"): lambda repo, of: repo.of(of.posted),
    (ReviewAnswerRepository, "of"): lambda repo, of: repo.of(of.posted),
    (ReviewAnswerRepository, "of_period"): lambda repo, of: repo.of_period(
        of.journey, DatedReview("2026-Q2", FIRST_MONTH)
    ),
    (MoodCorrectionRepository, "for_note"): lambda repo, of: repo.for_note(of.note),
    (MoodCorrectionRepository, "list_newest"): lambda repo, of: repo.list_newest(9),
    (MoodCorrectionRepository, "count"): lambda repo, of: repo.count(),
    (ContributionRepository, "sums"): lambda repo, of: repo.sums(of.journey, DAYS),
    (ContributionRepository, "teams"): lambda repo, of: repo.teams(of.journey, DAYS),
    (ContributionRepository, "writers"): lambda repo, of: repo.writers(of.journey, DAYS.start),
    (PromptRepository, "by_id"): lambda repo, of: repo.by_id(of.prompt.id),
    (PromptRepository, "by_channel"): lambda repo, of: repo.by_channel(of.channel),
    (PromptRepository, "of_journey"): lambda repo, of: repo.of_journey(of.journey),
    (PromptRepository, "count_unanswered"): lambda repo, of: repo.count_unanswered(of.prompt),
    (UserTeamRepository, "find"): lambda repo, of: repo.find(of.user),
    (OptOutRepository, "among"): lambda repo, of: repo.among([of.user]),
}


WRITES: dict[Method, Call] = {
    (JourneyRepository, "set_home_channel"): lambda repo, of: repo.set_home_channel(
        of.journey, "CX"
    ),
    (JourneyRepository, "set_review_due"): lambda repo, of: repo.set_review_due(
        of.journey, NOW.replace(year=2030)
    ),
    (JourneyRepository, "change"): changed_journey,
    (JourneyRepository, "bind"): bound_twice,
    (JourneyRepository, "add_stage"): lambda repo, of: repo.add_stage(of.journey, a_stage()),
    (JourneyRepository, "change_stage"): lambda repo, of: repo.change_stage(a_stage(of.stage)),
    (NoteRepository, "add"): lambda repo, of: repo.add(of.journey, a_note(of.stage)),
    (NoteRepository, "add_unless_saved"): lambda repo, of: repo.add_unless_saved(
        of.journey, a_note(of.stage)
    ),
    (NoteRepository, "add_all"): lambda repo, of: repo.add_all(of.journey, [a_note(of.stage)] * 2),
    (NoteRepository, "set_stage"): lambda repo, of: repo.set_stage(of.note, of.stage + 1),
    (NoteRepository, "update"): lambda repo, of: repo.update(
        of.note, of.journey, a_note(None, "rewritten"), NOW
    ),
    (NoteRepository, "move"): lambda repo, of: repo.move(of.note, of.journey, None, MONTH),
    (NoteRepository, "set_deleted_at"): lambda repo, of: repo.set_deleted_at(of.note, NOW),
    (NoteRepository, "set_permalink"): lambda repo, of: repo.set_permalink(of.note, "https://x"),
    (NoteRepository, "set_team"): lambda repo, of: repo.set_team(of.note, "labs"),
    (NoteRepository, "set_reply_to"): lambda repo, of: repo.set_reply_to(of.note, "Who?"),
    (NoteRepository, "make_public"): lambda repo, of: repo.make_public(of.channel),
    (NoteRepository, "set_score"): changed_score,
    (MoodCorrectionRepository, "save"): lambda repo, of: repo.save(a_mood_correction(of.note, 2)),
    (MoodCorrectionRepository, "delete"): lambda repo, of: repo.delete(of.note),
    (MergedNoteRepository, "merge"): lambda repo, of: repo.merge(of.note, of.note + 1, of.note + 1),
    (NoteHistoryRepository, "add_change"): lambda repo, of: repo.add_change(of.note, a_change()),
    (NoteHistoryRepository, "add_supporter"): lambda repo, of: repo.add_supporter(
        of.note, "UX", NOW
    ),
    (NoteHistoryRepository, "remove_supporter"): lambda repo, of: repo.remove_supporter(
        of.note, of.user
    ),
    (NoteHistoryRepository, "set_last_choices"): changed_choices,
    (NoteRepository, "add_receipt"): lambda repo, of: repo.add_receipt("event:x", of.note, NOW),
    (NoteRepository, "add_permanent_receipts"): lambda repo, of: repo.add_permanent_receipts(
        {"line:x": of.note, "line:y": of.note}
    ),
    (NoteRepository, "move_stage_notes"): lambda repo, of: repo.move_stage_notes(
        of.stage, of.stage + 1
    ),
    (NoteRepository, "rename_persona"): lambda repo, of: repo.rename_persona(
        of.journey, "shopper", "x"
    ),
    (NoteRepository, "rename_touchpoint"): lambda repo, of: repo.rename_touchpoint(
        of.stage, "basket", "x"
    ),
    (NoteRepository, "set_month"): lambda repo, of: repo.set_month(of.journey, OTHER_MONTH),
    (KpiRepository, "save"): save_kpi,
    (KpiRepository, "record_all"): lambda repo, of: repo.record_all([(of.kpi, a_reading(99))] * 2),
    (KpiRepository, "delete_reading"): lambda repo, of: repo.delete_reading(of.reading),
    (KpiRepository, "record"): lambda repo, of: repo.record(of.kpi, a_reading(99)),
    (MapPartRepository, "save_persona"): save_persona,
    (MapPartRepository, "save_touchpoint"): save_touchpoint,
    (ThemeRepository, "add"): lambda repo, of: repo.add(of.journey, "Other", "U1", NOW),
    (ThemeRepository, "save"): lambda repo, of: repo.save(Theme(of.theme, "Renamed")),
    (ThemeRepository, "set_merged"): lambda repo, of: repo.set_merged(of.theme, of.theme),
    (ThemeRepository, "add_change"): lambda repo, of: repo.add_change(
        of.journey, a_theme_change(of.note)
    ),
    (ThemeRepository, "set_undone"): lambda repo, of: repo.set_undone(of.theme_change, "U2", NOW),
    (PainFigures, "sort"): lambda repo, of: repo.sort([of.note], NoteSorting()),
    (PainFigures, "join"): lambda repo, of: repo.join({of.open_note: of.theme}),
    (PainFigures, "suggest"): lambda repo, of: repo.suggest({of.open_note: of.theme}),
    (PainFigures, "save_vectors"): lambda repo, of: repo.save_vectors(
        "letters 2", {of.open_note: b"12"}
    ),
    (MapHistoryRepository, "add"): lambda repo, of: repo.add(
        of.journey, a_version(2, Subject.STAGE, of.stage), {}
    ),
    (PostedReviewRepository, "skip"): lambda repo, of: repo.skip(
        of.journey, DatedReview("2026-Q4", FIRST_MONTH + 3), "U1", NOW
    ),
    (PostedReviewRepository, "add"): lambda repo, of: repo.add(
        a_review(of.journey, "2026-Q4"), NOW
    ),
    (PostedReviewRepository, "add_part"): lambda repo, of: repo.add_part(
        of.posted_record, NewReviewPart("map", {}), NOW
    ),
    (PostedReviewRepository, "remove_refused"): removed,
    (PostedReviewRepository, "set_next_check"): lambda repo, of: repo.set_next_check(
        of.posted, NOW.replace(year=2030)
    ),
    (PostedReviewRepository, "lease"): lambda repo, of: repo.lease(
        of.posted, NOW, NOW.replace(year=2030)
    ),
    (PostedReviewRepository, "set_signs_shown"): lambda repo, of: repo.set_signs_shown(
        of.posted, 1
    ),
    (OutboxRepository, "claim"): lambda repo, of: repo.claim(of.part, of.part, NOW, NOW),
    (OutboxRepository, "set_sent"): lambda repo, of: repo.set_sent(of.part.id, "1.3", NOW),
    (OutboxRepository, "set_failed"): lambda repo, of: repo.set_failed(
        of.pending, OutboxState.UNCLEAR, "hm", NOW
    ),
    (OutboxRepository, "set_thread"): lambda repo, of: repo.set_thread(of.posted, "1.9"),
    (OutboxRepository, "remove_refused"): removed_message,
    (OutboxRepository, "remove"): lambda repo, of: repo.remove(of.capture),
    (OutboxRepository, "withdraw_captures"): lambda repo, of: repo.withdraw_captures(
        of.user, of.message, None
    ),
    (PostedReviewRepository, "check_no_later_than"): lambda repo, of: repo.check_no_later_than(
        of.journey, NOW.replace(year=2020)
    ),
    (ImprovementRepository, "add"): lambda repo, of: repo.add(
        of.journey, an_action(of.kpi), "U1", NOW, "view:x"
    ),
    (ImprovementRepository, "update"): lambda repo, of: repo.update(
        of.action, an_action(None, "Mend it all")
    ),
    (ImprovementRepository, "set_state"): lambda repo, of: repo.set_state(
        of.action, ImprovementState.IMPLEMENTED, "U1", NOW, TODAY, {"n": 1}
    ),
    (SignOffRepository, "add"): lambda repo, of: repo.add(of.posted, a_sign_off(of.stage)),
    (ReviewAnswerRepository, "save"): lambda repo, of: repo.save(
        of.posted, replace(an_answer(), text="Not at all.")
    ),
    (ReviewAnswerRepository, "remove"): lambda repo, of: repo.remove(
        of.posted, an_answer().question, an_answer().author
    ),
    (ConversationRepository, "save"): lambda repo, of: repo.save(
        of.place, of.journey, {"subject": "why"}, NOW
    ),
    (ReminderRepository, "set_due"): lambda repo, of: repo.set_due(
        of.journey, ReminderKind.PULSE, NOW
    ),
    (ReminderRepository, "move_due"): lambda repo, of: repo.move_due(
        of.journey, ReminderKind.REMINDER, NOW, NOW.replace(year=2030)
    ),
    (PromptRepository, "save"): lambda repo, of: repo.save(replace(of.prompt, question="Why?")),
    (PromptRepository, "remove"): lambda repo, of: repo.remove(of.prompt.id),
    (PromptRepository, "set_due"): lambda repo, of: repo.set_due(
        of.prompt.id, NOW.replace(year=2030)
    ),
    (PromptRepository, "move_due"): lambda repo, of: repo.move_due(of.prompt.id, NOW, None),
    (PromptRepository, "set_answered"): lambda repo, of: repo.set_answered(
        of.prompt.id, NOW.replace(year=2030)
    ),
    (OptOutRepository, "remove"): lambda repo, of: repo.remove(of.user),
}


# These take no id: they can only ever be about their own workspace.
BEGINNINGS: dict[Method, Call] = {
    (JourneyRepository, "ensure_workspace"): lambda repo, of: repo.ensure_workspace(),
    (JourneyRepository, "lock_workspace"): lambda repo, of: repo.lock_workspace(),
    (JourneyRepository, "add"): lambda repo, of: repo.add(
        CUSTOMER_SUCCESS, NOW, NOW, is_default=False
    ),
    (ConversationRepository, "delete_before"): lambda repo, of: repo.delete_before(
        NOW + timedelta(days=1)
    ),
    (UserTeamRepository, "save"): lambda repo, of: repo.save("UX", "sales"),
    (OptOutRepository, "add"): lambda repo, of: repo.add("UX", NOW),
    (OutboxRepository, "add"): lambda repo, of: repo.add(a_capture(of.message, "x"), NOW),
    (JourneyRepository, "set_workspace_settings"): lambda repo, of: repo.set_workspace_settings(
        ["labs"], (("eyes", "touchpoint"),), MessageSign.REACTION
    ),
}


EXERCISED = READS | WRITES | BEGINNINGS


JOURNEYS = {
    (JourneyRepository, name)
    for name in ("by_key", "default", "all", "channels", "lock_for_channel")
}


UNCONDITIONAL = {
    *JOURNEYS,
    (MoodCorrectionRepository, "list_newest"),
    (MoodCorrectionRepository, "count"),
    (PostedReviewRepository, "revision"),
}


def name_of(method: Method) -> str:
    """Return the name of a method for messages."""
    return f"{method[0].__name__}.{method[1]}"
