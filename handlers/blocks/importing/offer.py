"""What a person decides on before a file is imported, carried along unseen in the message."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.errors import BadInputError

MAX_NAME = 100
LOST = "This can no longer be read; send the file again. Nothing was imported."


@dataclass(frozen=True)
class Offer:
    """A file by its Slack id and name, and the journey (key) it would go to, null for the usual.

    `fields` gives the column (from 0) of each field, null while the headers decide.
    """

    file: str
    name: str
    journey: str | None = None
    fields: Mapping[str, int] | None = None

    def into(self, journey: str) -> "Offer":
        """The same for that journey."""
        return replace(self, journey=journey)

    def read_as(self, fields: Mapping[str, int]) -> "Offer":
        """The same with those columns."""
        return replace(self, fields=dict(fields))

    @property
    def value(self) -> str:
        """What a button holds: at most some 600 characters."""
        held = {"f": self.file, "n": self.name[:MAX_NAME], "j": self.journey, "c": self.fields}
        return json.dumps(held, ensure_ascii=False)

    @classmethod
    def of(cls, value: str) -> "Offer":
        """What a button held; raises BadInputError for what is no offer."""
        try:
            held = json.loads(value)
            return cls(held["f"], held["n"], held["j"], held["c"])
        except (ValueError, KeyError, TypeError):
            raise BadInputError(LOST) from None


def offer_in(message: Mapping[str, Any]) -> Offer:
    """The offer that a message's buttons hold; raises BadInputError where there is none."""
    rows = (block for block in message.get("blocks") or [] if block["type"] == "actions")
    values = (button.get("value") for row in rows for button in row["elements"])
    return Offer.of(next((value for value in values if value), ""))


@dataclass(frozen=True)
class Spot:
    """The message a person and Waymark talk about a file in."""

    channel: str
    ts: str


def metadata(offer: Offer, spot: Spot) -> str:
    """What the form of the columns holds."""
    return json.dumps({"offer": offer.value, "channel": spot.channel, "ts": spot.ts})


def held(text: str) -> tuple[Offer, Spot]:
    """What the form held; raises BadInputError for what is none."""
    try:
        kept = json.loads(text)
        return Offer.of(kept["offer"]), Spot(kept["channel"], kept["ts"])
    except (ValueError, KeyError, TypeError):
        raise BadInputError(LOST) from None
