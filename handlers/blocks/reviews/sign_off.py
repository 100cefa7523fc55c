"""The form that signs stages of a review off, and what follows it."""

from typing import Any

from bot.domain.sign_offs import MAX_COMMENT, ReviewState, Signature, StageStanding
from bot.usecases.sign_off_review import Signable, Signed
from handlers.blocks import forms, kit
from handlers.ids import SignOffField, View

TITLE = "Sign off"
NAME = 60
SIGNATURES = (
    (Signature.SIGNED.value, "✅ The figures hold: signed off"),
    (Signature.ANOTHER_LOOK.value, "👀 Needs another look"),
)


def sign_off_form(signable: Signable) -> dict[str, Any]:
    """The form, with what is theirs and still open chosen."""
    label = signable.publication.period
    head = f"{kit.cut(signable.journey.name, 200)}: review of {label}. The last word counts."
    blocks = [
        kit.context(kit.escape(head)),
        _stages(signable),
        forms.filled(
            forms.Field(
                SignOffField.SIGNATURE.value,
                "What do you say?",
                _choice(),
                optional=False,
            ),
            Signature.SIGNED.value,
        ),
        forms.filled(
            forms.Field(
                SignOffField.COMMENT.value,
                "Comment",
                forms.words(SignOffField.COMMENT.value, lines=True, most=MAX_COMMENT),
                hint="It is posted in the review's thread. Needed where another look is wanted.",
            ),
            None,
        ),
    ]
    metadata = signable.publication.key
    return forms.modal(View.SIGN_OFF.value, TITLE, blocks, metadata=metadata, submit="Send")


def signed(result: Signed) -> dict[str, Any]:
    """What the person who signed sees."""
    names = ", ".join(kit.cut(stage.name, NAME) for stage in result.stages)
    sign = (
        "✅ Signed off" if result.signature is Signature.SIGNED else "👀 Another look is wanted at"
    )
    whole = " Every stage is signed off now." if result.state is ReviewState.SIGNED_OFF else ""
    told = f"{sign}: {names} in the review of {result.period}.{whole}"
    return kit.ephemeral(told, [kit.rich(kit.line(told))])


def _stages(signable: Signable) -> kit.Block:
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
