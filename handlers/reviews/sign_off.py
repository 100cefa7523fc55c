"""The sign-off form of a review, and the messages about sign-offs."""

from collections.abc import Sequence
from typing import Any

from bot.reviews.sign_off import SignableReview, SignOffResult
from domain.journeys import Journey, Stage
from domain.posted_reviews import MAX_COMMENT, ReviewState, Signature, SignOff, StageSignOff
from handlers.slack import forms, kit
from handlers.slack.ids import Action, SignOffField, View, numbered

SIGN_OFF_TITLE = "Sign off"

MAX_STAGE_NAME = 60

SIGNATURES = (
    (Signature.SIGNED.value, "✅ Looks right"),
    (Signature.ANOTHER_LOOK.value, "👀 Needs another look"),
)


def sign_off_form(signable: SignableReview) -> dict[str, Any]:
    """Return the form, with the person's own open stages chosen."""
    label = signable.posted_review.period
    journey = kit.cut(signable.journey.name, 200)
    blocks = [
        kit.context(kit.escape(f"{journey}: review of {label}. Your latest answer counts.")),
        _stages_field(signable),
        forms.build_input(
            forms.Field(
                SignOffField.SIGNATURE.value,
                "What do you say?",
                _signature_buttons(),
                optional=False,
            ),
            Signature.SIGNED.value,
        ),
        forms.build_input(
            forms.Field(
                SignOffField.COMMENT.value,
                "Comment",
                forms.text_input(SignOffField.COMMENT.value, lines=True, max_length=MAX_COMMENT),
                hint="Posted in the review's thread. Required if it needs another look.",
            ),
            None,
        ),
    ]
    return forms.modal(
        View.SIGN_OFF.value,
        SIGN_OFF_TITLE,
        blocks,
        metadata=signable.posted_review.key,
        submit="Send",
    )


def sign_off_message(result: SignOffResult) -> dict[str, Any]:
    """Return the answer to the person who sent the form."""
    is_signed = result.signature is Signature.SIGNED
    outcome = "✅ Signed off" if is_signed else "👀 Another look is wanted at"
    names = _stage_names(result.stages)
    is_complete = result.state is ReviewState.SIGNED_OFF
    rest = " Every stage is signed off now." if is_complete else ""
    text = f"{outcome}: {names} in the review of {result.period}.{rest}"
    return kit.ephemeral(text, [kit.rich(kit.line(text))])


def sign_off_reminder(journey: Journey, stages: Sequence[Stage], key: str) -> dict[str, Any]:
    """Return the reminder to the owners of open stages; without one, to the journey's owner.

    `key` is the review's.
    """
    lines = []
    for stage in stages:
        owner = stage.owner or journey.owner
        mention = [": ", kit.user(owner)] if owner else [": nobody owns it yet"]
        lines.append(kit.line(kit.span(kit.cut(stage.name, MAX_STAGE_NAME), bold=True), *mention))
    text = "Two weeks on, nobody has signed off or asked for another look at:"
    button = kit.button("Sign off my stage", numbered(Action.SIGN_OFF, 0), key)
    blocks = [kit.rich(kit.line(f"⏳ {text}"), kit.bullets(lines)), kit.actions([button])]
    return kit.message(f"{text} {_stage_names(stages)}", blocks)


def sign_off_comment(sign_off: SignOff, stages: Sequence[Stage]) -> dict[str, Any]:
    """Return the thread message with the comment of a sign-off."""
    names = _stage_names(stages)
    is_signed = sign_off.signature is Signature.SIGNED
    line = kit.line(
        "✅ " if is_signed else "👀 ",
        kit.user(sign_off.user),
        " signed off " if is_signed else " wants another look at ",
        kit.span(names, bold=True),
    )
    outcome = "Signed off" if is_signed else "Another look is wanted at"
    text = f"{outcome}: {names}. {sign_off.comment}"
    return kit.message(text, [kit.rich(line, kit.quote(sign_off.comment or ""))])


def _stage_names(stages: Sequence[Stage]) -> str:
    return ", ".join(kit.cut(stage.name, MAX_STAGE_NAME) for stage in stages)


def _stages_field(signable: SignableReview) -> kit.Block:
    allowed = {stage.id for stage in signable.stages}
    options = [
        forms.option(str(one.stage.id), _option_text(one))
        for one in signable.status.stages
        if one.stage.id in allowed
    ]
    own = {str(stage.id) for stage in signable.own}
    initial = [one for one in options if one["value"] in own]
    element: kit.Element = {
        "type": "multi_static_select",
        "action_id": SignOffField.STAGES.value,
        "placeholder": kit.plain("Stages", forms.MAX_PLACEHOLDER),
        "options": options,
    }
    if initial:
        element["initial_options"] = initial
    return forms.input_block("Stages", SignOffField.STAGES.value, element, optional=False)


def _option_text(stage_sign_off: StageSignOff) -> str:
    latest = f" ({stage_sign_off.last.signature.value})" if stage_sign_off.last else ""
    return f"{kit.cut(stage_sign_off.stage.name, forms.MAX_OPTION_TEXT - len(latest))}{latest}"


def _signature_buttons() -> kit.Element:
    return {
        "type": "radio_buttons",
        "action_id": SignOffField.SIGNATURE.value,
        "options": [forms.option(*choice) for choice in SIGNATURES],
    }
