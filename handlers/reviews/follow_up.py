"""What is said in a review's thread after it was posted."""

from collections.abc import Sequence
from typing import Any

from bot.reviews.sign_off import SignableReview, SignOffResult
from domain.journeys import Journey, Stage
from domain.kpis import Unit, format_value
from domain.posted_reviews import (
    MAX_COMMENT,
    CorrectedFigure,
    Figures,
    PostedReviewCorrection,
    ReviewState,
    Signature,
    SignOff,
    StageStanding,
)
from domain.text import shorten
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import Action, SignOffField, View, numbered

NAME = 60


TITLE = 90


MAX_LINES = 20


AS_POSTED = "The figures are as they were posted again."


def sign_off_reminder(journey: Journey, stages: Sequence[Stage], key: str) -> dict[str, Any]:
    """A word to the owners of stages nobody has signed, in their absence to the journey's."""
    lines = []
    for stage in stages:
        owner = stage.owner or journey.owner
        who = [": ", kit.user(owner)] if owner else [": nobody owns it yet"]
        lines.append(kit.line(kit.span(kit.cut(stage.name, NAME), bold=True), *who))
    told = "Two weeks on, nobody has signed off or asked for another look at:"
    sign = kit.button("Sign off my stage", numbered(Action.SIGN_OFF, 0), key)
    blocks = [kit.rich(kit.line(f"⏳ {told}"), kit.bullets(lines)), kit.actions([sign])]
    names = ", ".join(kit.cut(stage.name, NAME) for stage in stages)
    return kit.message(f"{told} {names}", blocks)


def sign_off_comment(said: SignOff, stages: Sequence[Stage]) -> dict[str, Any]:
    """What somebody said when signing stages off, or wanting another look at them."""
    names = ", ".join(kit.cut(stage.name, NAME) for stage in stages)
    signed = said.signature is Signature.SIGNED
    verb = " signed off " if signed else " wants another look at "
    line = kit.line(
        "✅ " if signed else "👀 ", kit.user(said.user), verb, kit.span(names, bold=True)
    )
    text = f"{'Signed off' if signed else 'Another look is wanted at'}: {names}. {said.comment}"
    return kit.message(text, [kit.rich(line, kit.quote(said.comment or ""))])


def corrections_message(
    journey: Journey, changed: Sequence[PostedReviewCorrection]
) -> dict[str, Any]:
    """What is no longer as it was posted; `told` tells one such word from another."""
    lines = correction_lines(journey, changed)
    told = "Since this review was posted, its figures changed:" if lines else AS_POSTED
    items = [kit.line(line) for line in lines[:MAX_LINES]]
    if len(lines) > MAX_LINES:
        items.append(kit.line(f"… and {len(lines) - MAX_LINES} more."))
    listing = [kit.bullets(items)] if items else []
    blocks = [
        kit.rich(kit.line(f"✏️ {told}"), *listing),
        kit.context("What was posted stays as it is; `/journey review` shows the figures of now."),
    ]
    return {**kit.message(" ".join([told, *lines[:3]]), blocks), "told": "\n".join(lines)}


def correction_lines(journey: Journey, changed: Sequence[PostedReviewCorrection]) -> list[str]:
    """A line for each figure that changed, as it was and as it is."""
    return [_line(journey, one) for one in changed]


def _line(journey: Journey, one: PostedReviewCorrection) -> str:
    if one.what is CorrectedFigure.PAIN:
        return _pain(one)
    # A stage, a KPI and the counts are there before and after.
    before, after = one.before or {}, one.after or {}
    if one.what is CorrectedFigure.NOTES:
        return f"Notes: {_counts(after)}; posted as {_counts(before)}."
    if one.what is CorrectedFigure.STAGE:
        name = kit.cut(str(after["name"]), NAME)
        return f"{name}: mood {_mood(after)}; posted as {_mood(before)}."
    name = kit.cut(words.kpi_called(journey, after["stage"], str(after["key"])), NAME)
    return f"{name}: {_reading(after)}; posted as {_reading(before)}."


def _pain(one: PostedReviewCorrection) -> str:
    before, after = one.before, one.after
    if after is None:
        return f"Pain no longer there: {_weight(before or {})}."
    if before is None:
        return f"Pain not posted: {_weight(after)}."
    if before["title"] != after["title"]:
        return f"Pain {_weight(after)}; posted as {_weight(before)}."
    return f"Pain {_weight(after)}; posted with {words.notes(before['n'])}, {before['score']}."


def _weight(pain: Figures) -> str:
    return f"“{shorten(pain['title'], TITLE)}” ({words.notes(pain['n'])}, weight {pain['score']})"


def _counts(notes: Figures) -> str:
    # Reviews of before said nothing of languages.
    unread = notes.get("unread_language", 0)
    told = f"{notes['total']}, {notes['unsorted']} of them unsorted"
    return f"{told}, {unread} in a language not supported" if unread else told


def _mood(stage: Figures) -> str:
    return f"{words.signed(stage['mean'])} (n={stage['n']}, {stage['change']['verdict']})"


def _reading(kpi: Figures) -> str:
    value = kpi["last"]
    shown = "–" if value is None else format_value(value, Unit(kpi["unit"]))
    return f"{shown} ({kpi['status']})"


SIGN_OFF_TITLE = "Sign off"


MAX_STAGE_NAME = 60


SIGNATURES = (
    (Signature.SIGNED.value, "✅ The figures hold: signed off"),
    (Signature.ANOTHER_LOOK.value, "👀 Needs another look"),
)


def sign_off_form(signable: SignableReview) -> dict[str, Any]:
    """The form, with what is theirs and still open chosen."""
    label = signable.publication.period
    head = f"{kit.cut(signable.journey.name, 200)}: review of {label}. The last word counts."
    blocks = [
        kit.context(kit.escape(head)),
        _stages(signable),
        forms.build_input(
            forms.Field(
                SignOffField.SIGNATURE.value,
                "What do you say?",
                _choice(),
                optional=False,
            ),
            Signature.SIGNED.value,
        ),
        forms.build_input(
            forms.Field(
                SignOffField.COMMENT.value,
                "Comment",
                forms.text_input(SignOffField.COMMENT.value, lines=True, most=MAX_COMMENT),
                hint="It is posted in the review's thread. Needed where another look is wanted.",
            ),
            None,
        ),
    ]
    metadata = signable.publication.key
    return forms.modal(
        View.SIGN_OFF.value, SIGN_OFF_TITLE, blocks, metadata=metadata, submit="Send"
    )


def signed(result: SignOffResult) -> dict[str, Any]:
    """What the person who signed sees."""
    names = ", ".join(kit.cut(stage.name, MAX_STAGE_NAME) for stage in result.stages)
    sign = (
        "✅ Signed off" if result.signature is Signature.SIGNED else "👀 Another look is wanted at"
    )
    whole = " Every stage is signed off now." if result.state is ReviewState.SIGNED_OFF else ""
    told = f"{sign}: {names} in the review of {result.period}.{whole}"
    return kit.ephemeral(told, [kit.rich(kit.line(told))])


def _stages(signable: SignableReview) -> kit.Block:
    may = {stage.id for stage in signable.stages}
    choices = [
        forms.option(str(one.stage.id), _option(one))
        for one in signable.standing.stages
        if one.stage.id in may
    ]
    own = {str(stage.id) for stage in signable.own}
    initial = [one for one in choices if one["value"] in own]
    element: kit.Element = {
        "type": "multi_static_select",
        "action_id": SignOffField.STAGES.value,
        "placeholder": kit.plain("Stages", forms.MAX_PLACEHOLDER),
        "options": choices,
    }
    if initial:
        element["initial_options"] = initial
    return forms.input_block("Stages", SignOffField.STAGES.value, element, optional=False)


def _option(one: StageStanding) -> str:
    said = f" ({one.last.signature.value})" if one.last else ""
    return f"{kit.cut(one.stage.name, forms.MAX_OPTION_TEXT - len(said))}{said}"


def _choice() -> kit.Element:
    return {
        "type": "radio_buttons",
        "action_id": SignOffField.SIGNATURE.value,
        "options": [forms.option(*choice) for choice in SIGNATURES],
    }
