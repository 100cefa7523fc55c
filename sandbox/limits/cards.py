"""Card, carousel, alert, task card and plan."""

from sandbox.limits.elements import BUTTON, image
from sandbox.limits.rich_text import rich_text
from sandbox.limits.spot import (
    Spot,
    anything,
    at_least_one_of,
    choice,
    items,
    shape,
    string,
    tagged,
)
from sandbox.limits.text import ID, text


def picture(spot: Spot) -> None:
    """An image element inside a card or a container."""
    tagged({"image": image})(spot)


card = shape(
    (),
    at_least_one_of("hero_image", "title", "body", "actions"),
    block_id=ID,
    hero_image=picture,
    icon=picture,
    slack_icon=anything,
    title=text(150),
    subtitle=text(150),
    body=text(200),
    subtext=text(200),
    actions=items(tagged(BUTTON), least=1, most=3),
)
carousel = shape(
    ("elements",), block_id=ID, elements=items(tagged({"card": card}), least=1, most=10)
)
alert = shape(
    ("text",),
    block_id=ID,
    text=text(200),
    level=choice("default", "info", "warning", "error", "success"),
)
task_card = shape(
    ("task_id", "title"),
    block_id=ID,
    task_id=string(255),
    title=string(3000),
    status=choice("pending", "in_progress", "complete", "error"),
    details=tagged({"rich_text": rich_text}),
    output=tagged({"rich_text": rich_text}),
    sources=items(anything, least=0),
)
plan = shape(
    ("title",),
    block_id=ID,
    title=string(3000),
    tasks=items(tagged({"task_card": task_card}), least=0, most=50),
)
