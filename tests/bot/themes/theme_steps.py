"""Pain points, and themes they are sorted into, by the real services."""

from collections.abc import Sequence

from bot.themes.sorting import SortingService
from bot.themes.themes import ThemeService, ThemesPage
from domain.themes import Theme, ThemeRef
from tests.bot.env import Env
from tests.bot.note_steps import by

SPAM = ("invite email lands in spam", "where is my invitation?", "nothing ever arrives at gmail")

LOGIN = ("login is slow on the phone", "minutes until I am in")


def changing_themes(env: Env) -> ThemeService:
    """The service that changes themes."""
    return env.services.themes


def sorting(env: Env) -> SortingService:
    """The service that sorts notes."""
    return env.services.theme_sorting


def list_themes(env: Env, period: str | None = None, **ways: object) -> ThemesPage:
    """What `/journey themes` lists."""
    return env.services.themes.list_themes(
        env.ws,
        "U1",
        period,
        **ways,  # type: ignore[arg-type]
    )


def add_pains(env: Env, *texts: str, stage: str = "onboarding", ways: str = "") -> list[int]:
    """Save pain points with these texts; return their ids."""
    return [env.capture(f"{stage}: {text} {ways}").note_id for text in texts]


def sort_into(env: Env, name: str | None, note_ids: Sequence[int], user: str = "U1") -> ThemeRef:
    """Sort notes into the theme of a name, None for none; return a reference to it."""
    answers = dict.fromkeys(note_ids, name)
    result = sorting(env).save(by(env, user), env.journey_by_key().id, answers)
    return ThemeRef(result.theme.id if result.theme else 0)


def add_theme(env: Env, name: str, texts: Sequence[str], **ways: str) -> tuple[ThemeRef, list[int]]:
    """Save pain points and sort them into a theme; return it and their ids."""
    note_ids = add_pains(env, *texts, **ways)
    return sort_into(env, name, note_ids), note_ids


def themes_of(env: Env) -> dict[str, Theme]:
    """The themes of the buyer journey by name."""
    with env.storage.read(env.ws) as uow:
        return {theme.name: theme for theme in uow.themes.of_journey(env.journey_by_key().id)}


def review_pains(env: Env, period: str | None = None) -> list[tuple[str, int, str]]:
    """The name, the number of notes and the status of a review's themes, in its order."""
    return [(one["title"], one["n"], one["status"]) for one in env.figures(period)["pains"]]
