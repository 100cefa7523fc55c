"""Slack's names of emoji: `+1` is 👍.

Slack sends every emoji by its name. The names are those of the library `emoji`, which also has most
of Slack's; those it lacks, or uses for another emoji, are in `data/slack_emoji.tsv`, made from
@emoji-mart/data (MIT), which has Slack's names.
"""

from functools import lru_cache

from bot.sentiment.lexicon import DATA_DIR


def character(name: str) -> str | None:
    """Return the first character of the emoji of this name, None for a workspace's own emoji.

    What follows the first character only varies it: its gender, colour or style.
    """
    return _characters().get(name)


@lru_cache(maxsize=1)
def _characters() -> dict[str, str]:
    # Loaded with the first shortcode: it takes as long as scoring fifty notes.
    from emoji import EMOJI_DATA  # noqa: PLC0415

    names: dict[str, str] = {}
    for emoji, properties in EMOJI_DATA.items():
        if emoji[0].isascii():
            continue  # keycaps: “1” would be read as a number
        for name in (properties["en"], *properties.get("alias", ())):
            names.setdefault(name.strip(":").lower(), emoji[0])
    for line in (DATA_DIR / "slack_emoji.tsv").read_text(encoding="utf-8").splitlines():
        name, emoji = line.split("\t")
        names[name] = emoji[0]
    return names
