"""What people write into the fields of a form, checked."""

from collections.abc import Mapping

from bot.domain.errors import BadFieldError
from bot.domain.names import slug
from bot.domain.texts import clean

MAX_NAME = 80
MAX_TEXT = 3000


def checked_name(
    text: str | None, taken: Mapping[str, str], field: str = "name"
) -> tuple[str, str]:
    """(key, name) of what somebody calls a thing; `taken` are the keys and names beside it.

    Raises BadFieldError where it is missing, too long, without letters, or taken.
    """
    name = " ".join(clean(text or "").split())
    if not name:
        raise BadFieldError(field, "It needs a name.")
    if len(name) > MAX_NAME:
        raise BadFieldError(
            field, f"A name has at most {MAX_NAME} characters; this has {len(name)}."
        )
    key = slug(name)
    if not key:
        raise BadFieldError(field, "A name needs at least one letter or digit.")
    if key in taken:
        raise BadFieldError(field, f"There is “{taken[key]}” already; choose another name.")
    return key, name


def checked_text(text: str | None, field: str) -> str | None:
    """A longer text, null where there is none; raises BadFieldError above 3,000 characters."""
    kept = clean(text or "")
    if len(kept) > MAX_TEXT:
        raise BadFieldError(field, f"At most {MAX_TEXT:,} characters; this has {len(kept):,}.")
    return kept or None
