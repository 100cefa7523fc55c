"""The sentences of an answer: one for each finding, in everyday words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from domain.notes import NoteKind
from domain.periods import parse_period
from domain.questions.answers import (
    ActionFinding,
    Answer,
    AuthorFinding,
    BlindSpotsFinding,
    CountFinding,
    DatesFinding,
    DefinitionFinding,
    KpiExtremeFinding,
    KpiFinding,
    MoodFinding,
    NextReviewFinding,
    OwnerFinding,
    PersonaFinding,
    PostedReviewFinding,
    StageFinding,
    TeamFinding,
    ThemeFinding,
    TouchpointFinding,
)
from domain.questions.values import Aspect, Part, Subject
from domain.trends import MIN_NOTES, Verdict
from handlers.answers.kpi_sentences import write_definition, write_extreme, write_kpi
from handlers.answers.remarks import (
    BY_COUNT,
    describe_difference,
    pain_points,
    period_noun,
    write_remarks,
)
from handlers.answers.understood import describe_period
from handlers.presentation import words

MAX_LISTED = 12


@dataclass(frozen=True)
class Mention:
    """A person in a sentence, by their Slack user id."""

    user: str


Sentence = tuple[str | Mention, ...]


def write_sentences(answer: Answer) -> list[Sentence]:
    """Return the sentences of an answer, the most important first."""
    asked = answer.question
    if asked is None:
        return [("I don't understand that question.",)]
    if asked.unknown is not None:
        return _unknown(answer)
    found = list[Sentence](write_remarks(answer))
    for finding in answer.findings:
        found += _WRITERS[type(finding)](finding, answer)
    if not found:
        return [(_nothing(answer),)]
    found += describe_difference(answer)
    if asked.subject is Subject.WHY and (answer.quotes or answer.of_type(ThemeFinding)):
        found.append(("This is what people wrote at the time. It proves no cause.",))
    return found


def _nothing(answer: Answer) -> str:
    asked = answer.question
    subject = asked.subject if asked else Subject.MOOD
    if answer.not_begun:
        return f"{describe_period(answer.span)} has not begun yet."
    sentences = {
        Subject.PAINS: "Nobody noted a pain point like that.",
        Subject.SIGN_OFF: "That review has not been posted yet.",
        Subject.REVIEW: "No review has been posted yet.",
        Subject.ACTIONS: "There are no such actions: /journey actions lists all.",
        Subject.PERSONAS: "There are no personas yet: /journey personas adds one.",
        Subject.TOUCHPOINTS: "There are no such touchpoints: /journey touchpoints adds one.",
        Subject.MILESTONES: "There are none.",
        Subject.KPI: "There is no such KPI.",
        Subject.WHO: "Nobody wrote a note like that.",
    }
    return sentences.get(subject, "There is nothing to say about that yet.")


def _unknown(answer: Answer) -> list[Sentence]:
    asked = answer.question
    unknown = asked.unknown if asked else None
    if unknown is None:
        return []
    kind = {Part.AUTHOR: "anyone", Part.KPI: "a KPI"}.get(
        unknown.part, f"a {unknown.part.value.removesuffix('s')}"
    )
    names = answer.names.of(unknown.part)
    if unknown.candidates:
        meant = " or ".join(names.get(key, key) for key in unknown.candidates)
        return [(f"“{unknown.typed}” could be {meant}. Which one?",)]
    text = f"I don't know {kind} “{unknown.typed}”"
    if answer.mentions:
        verb = "mentions" if answer.mentions == 1 else "mention"
        text += f", but {words.notes(answer.mentions)} {verb} it"
    text += "."
    if unknown.part is Part.AUTHOR:
        return [(f"Nobody called “{unknown.typed}” has written a note here.",)]
    listed = ", ".join(list(names.values())[:MAX_LISTED])
    if listed:
        heads = {Part.KPI: "KPIs", Part.PERSONA: "Personas"}
        text += f" {heads.get(unknown.part, 'Stages')} are {listed}."
    return [(text,)]


def _mood(finding: MoodFinding, answer: Answer) -> list[Sentence]:
    sums, asked = finding.sums, answer.question
    is_of_notes = finding.key == "notes"
    is_one_sided = asked is not None and (asked.label or asked.kind)
    if is_of_notes and (not sums.n or is_one_sided):
        return []
    name = "Their mood" if is_of_notes else finding.name
    if counted := _note_count(finding, answer):
        return [(f"{name}: {counted}",)]
    text = f"{name}: {words.happy_shares(sums)}, net mood {words.net_mood(sums)}"
    text += f", from {words.notes(sums.n)}."
    sentences: list[Sentence] = [(text,)]
    if asked and asked.aspect is Aspect.CONFIDENCE:
        sentences.append((_confidence(finding),))
    elif not finding.has_enough and len(answer.of_type(MoodFinding)) == 1:
        sentences.append((f"That is few: from {MIN_NOTES} notes on, a mood says something.",))
    if finding.change is not None and finding.previous is not None:
        several = (Subject.RANKING, Subject.SUMMARY)
        is_whole = asked is not None and asked.subject in several
        is_whole = is_whole or (_is_comparison(answer) and finding.before is None)
        if not is_whole or finding.change.verdict in (Verdict.RISING, Verdict.FALLING):
            sentences.append((_change(finding, answer),))
    return sentences


def _is_comparison(answer: Answer) -> bool:
    """Whether several names are compared, not a period with the one before."""
    asked, found = answer.question, answer.of_type(MoodFinding)
    return asked is not None and asked.subject is Subject.COMPARE and len(found) > 1


def _note_count(finding: MoodFinding, answer: Answer) -> str:
    """Return the number of notes where no mood is to be told, else an empty text."""
    sums, asked = finding.sums, answer.question
    if asked and asked.subject is Subject.RANKING and asked.aspect in BY_COUNT:
        noted = pain_points(sums.note_count) if asked.kind is NoteKind.PAIN_POINT else ""
        return f"{noted or words.notes(sums.note_count)}."
    if sums.n:
        return ""
    if sums.note_count:
        return f"{words.notes(sums.note_count)}, none with a mood."
    return "no notes, so there is no mood to report."


def _confidence(finding: MoodFinding) -> str:
    sums, interval = finding.sums, finding.sums.interval()
    if sums.n < MIN_NOTES:
        return (
            f"Not sure at all: it takes {MIN_NOTES} notes to say something, and there are {sums.n}."
        )
    if interval is None:
        return f"All {words.notes(sums.n)} have the same mood, so how sure that is can't be told."
    low, high = (words.signed(value) for value in interval)
    certain = "clearly unhappy" if interval[1] < 0 else "clearly happy" if interval[0] > 0 else ""
    verdict = f"So customers are {certain}." if certain else "So it may be either side of neutral."
    return (
        f"The mean mood is {words.signed(sums.mean)}, on a scale from −1 to +1; with 95% certainty "
        f"it lies between {low} and {high}. {verdict}"
    )


def _change(finding: MoodFinding, answer: Answer) -> str:
    previous, change = finding.previous, finding.change
    if previous is None or change is None:
        return ""
    than = (
        describe_period(finding.before) if finding.before else f"the {period_noun(answer)} before"
    )
    if finding.before is None and answer.span is not None and answer.journey:
        is_quarter = getattr(answer.span, "noun", None)
        than = f"the {is_quarter} before" if is_quarter else "as many days before"
    was = f"net mood {words.net_mood(previous)} from {words.notes(previous.n)}"
    if not previous.n:
        return f"There is nothing to compare with in {than}."
    if change.verdict is Verdict.TOO_FEW:
        return f"Too few notes to say whether that is a change: {was} in {than}."
    if change.verdict is Verdict.NO_CLEAR_CHANGE:
        return f"No clear change: {was} in {than}."
    better = "Better" if change.verdict is Verdict.RISING else "Worse"
    return f"{better} than in {than}: {was}."


def _theme(finding: ThemeFinding, answer: Answer) -> list[Sentence]:
    theme, journey, asked = finding.theme, answer.journey, answer.question
    noun = period_noun(answer)
    against = asked.against if asked and asked.subject is Subject.PAINS else None
    if against:
        was = words.times(theme.previous_n) if theme.previous_n else "never"
        text = f"{theme.title}: noted {words.times(theme.n)}, {was} in {describe_period(against)}"
    elif not finding.has_course:
        text = f"{theme.title}: noted {words.times(theme.n) if theme.n else 'never'}"
    elif theme.n:
        counts, status = words.pain_counts(theme, noun), words.pain_status(theme, noun)
        text = f"{theme.title}: noted {counts}, {status}"
    else:
        text = f"{theme.title}: {words.pain_counts(theme, noun)}, none since"
    if journey and theme.stage and not (asked and len(asked.stages) == 1):
        text += f", mostly in {words.stage_name(journey, theme.stage)}"
    return [(f"{text}.",)]


def _count(finding: CountFinding, answer: Answer) -> list[Sentence]:
    asked = answer.question
    if finding.name == "in all":
        return [(f"{words.notes(finding.n)} in all.",)]
    if finding.name and finding.whole is not None:
        if finding.n == finding.whole:
            return [(f"{'It is' if finding.n == 1 else 'They are'} {finding.name}.",)]
        verb = "is" if finding.n == 1 else "are"
        return [(f"{finding.n:,} of {pain_points(finding.whole)} {verb} {finding.name}.",)]
    if finding.name:
        return [(f"{_of_kind(finding)}.",)]
    text = words.notes(finding.n).capitalize()
    if finding.whole == 0:
        return [("No notes.",)]
    if finding.whole is not None:
        share = words.percent(finding.n / finding.whole) if finding.whole else "0%"
        text = f"{finding.n:,} of {words.notes(finding.whole)} ({share})"
    if not finding.n and finding.whole is None:
        topic = " and ".join(f"“{word}”" for word in asked.topic) if asked else ""
        text = f"No note mentions {topic}" if topic else "No notes"
    return [(f"{text}.",)]


def _of_kind(finding: CountFinding) -> str:
    """Return `8 pain points`, `1 opportunity`, `10 touchpoint notes` or `3 positive notes`."""
    one, many = _KIND_NOUNS.get(finding.name, (f"{finding.name} note", f"{finding.name} notes"))
    return f"{finding.n:,} {one if finding.n == 1 else many}"


_KIND_NOUNS = {
    NoteKind.PAIN_POINT.value: ("pain point", "pain points"),
    NoteKind.OPPORTUNITY.value: ("opportunity", "opportunities"),
}


def _dates(finding: DatesFinding, answer: Answer) -> list[Sentence]:
    if answer.journey is None:
        return []
    first, last = (words.day(at, answer.journey) for at in (finding.first, finding.last))
    if first == last:
        return [(f"It was noted on {first}.",)]
    return [(f"First noted on {first}, last on {last}.",)]


def _author(finding: AuthorFinding, _: Answer) -> list[Sentence]:
    count = f": {words.notes(finding.n)}."
    if finding.user is None:
        return [(f"Without a name{count}",)]
    return [(Mention(finding.user), count)]


def _team(finding: TeamFinding, _: Answer) -> list[Sentence]:
    return [(f"{finding.team or 'No team named'}: {words.notes(finding.n)}.",)]


def _owner(finding: OwnerFinding, _: Answer) -> list[Sentence]:
    if finding.user is None:
        return [(f"Nobody owns {finding.name} yet.",)]
    return [(f"{finding.name} is owned by ", Mention(finding.user), ".")]


def _next_review(finding: NextReviewFinding, answer: Answer) -> list[Sentence]:
    due = words.day(finding.due_at, answer.journey) if answer.journey else ""
    period = _review_period(finding.period, answer)
    return [(f"The next review, of {period}, is posted on {due}.",)]


def _review_period(label: str, answer: Answer) -> str:
    """Return `July to September 2026` for `2026-Q3`."""
    journey = answer.journey
    return describe_period(parse_period(label, journey.calendar)) if journey else label


def _posted_review(finding: PostedReviewFinding, answer: Answer) -> list[Sentence]:
    journey = answer.journey
    day = words.day(finding.posted_at, journey) if finding.posted_at and journey else "no day"
    sentences: list[Sentence] = [
        (f"The review of {_review_period(finding.period, answer)} was posted on {day}.",)
    ]
    sentences += [
        (f"{one.stage.name} was signed off by ", Mention(one.last.user), ".")
        for one in finding.stages
        if one.signed and one.last is not None
    ]
    waiting = [one.stage.name for one in finding.stages if not one.signed]
    if waiting:
        sentences.append((f"Not signed off: {', '.join(waiting)}.",))
    return sentences


def _stage(finding: StageFinding, answer: Answer) -> list[Sentence]:
    stage, asked = finding.stage, answer.question
    if asked and asked.subject is Subject.STAGES:
        return [(f"{stage.name}{f': {stage.objective}' if stage.objective else ''}",)]
    if not stage.milestone:
        return [(f"{stage.name} has no milestone yet.",)]
    since = f" since {stage.milestone_since:%-d %b %Y}" if stage.milestone_since else ""
    return [(f"{stage.name}: {stage.milestone} ({stage.milestone_state.value}{since}).",)]


def _persona(finding: PersonaFinding, answer: Answer) -> list[Sentence]:
    persona, asked = finding.persona, answer.question
    sentences: list[Sentence] = [(persona.name,)]
    if asked and asked.personas:
        fields = (
            ("Who", persona.demographics),
            ("Goals", persona.goals),
            ("Pain points", persona.pain_points),
            ("Behaviours", persona.behaviours),
            ("Preferences", persona.preferences),
        )
        sentences += [(f"{name}: {text}",) for name, text in fields if text]
    return sentences


def _touchpoint(finding: TouchpointFinding, answer: Answer) -> list[Sentence]:
    one, journey = finding.touchpoint, answer.journey
    stage = words.stage_name(journey, one.stage) if journey else one.stage
    team = f", {one.team}" if one.team else ""
    return [(f"{one.name}: {stage}, {one.channel.replace('-', ' ')}{team}.",)]


def _blind_spots(finding: BlindSpotsFinding, answer: Answer) -> list[Sentence]:
    spots, journey = finding.spots, answer.journey
    stages = [words.stage_name(journey, key) for key in spots.stages] if journey else []
    unowned = [words.stage_name(journey, key) for key in spots.unowned] if journey else []
    lists = (
        ("Stages without notes", stages),
        ("Personas without notes", [answer.names.name(Part.PERSONA, k) for k in spots.personas]),
        ("Teams without notes", list(spots.teams)),
        ("Channels without notes", [key.replace("-", " ") for key in spots.channels]),
        ("Stages without an owner", unowned),
    )
    found: list[Sentence] = [(f"{name}: {', '.join(keys)}.",) for name, keys in lists if keys]
    return found or [("Every stage, team, persona and channel has notes.",)]


def _action(finding: ActionFinding, _: Answer) -> list[Sentence]:
    one = finding.snapshot.improvement
    due = f", due {one.draft.due:%-d %b %Y}" if one.draft.due else ""
    text = f"{one.draft.title}: {finding.snapshot.progress.value}{due}"
    if one.draft.owner is None:
        return [(f"{text}; nobody owns it yet.",)]
    return [(f"{text}, owned by ", Mention(one.draft.owner), ".")]


_WRITERS: dict[type[Any], Callable[[Any, Answer], Sequence[Sentence]]] = {
    MoodFinding: _mood,
    KpiFinding: write_kpi,
    KpiExtremeFinding: write_extreme,
    ThemeFinding: _theme,
    CountFinding: _count,
    DatesFinding: _dates,
    AuthorFinding: _author,
    TeamFinding: _team,
    OwnerFinding: _owner,
    NextReviewFinding: _next_review,
    PostedReviewFinding: _posted_review,
    StageFinding: _stage,
    PersonaFinding: _persona,
    TouchpointFinding: _touchpoint,
    BlindSpotsFinding: _blind_spots,
    ActionFinding: _action,
    DefinitionFinding: write_definition,
}


def as_text(sentence: Sentence, names: dict[str, str]) -> str:
    """Return a sentence as plain text; a person without a name in `names` is “someone”."""
    return "".join(
        part if isinstance(part, str) else names.get(part.user, "someone") for part in sentence
    )
