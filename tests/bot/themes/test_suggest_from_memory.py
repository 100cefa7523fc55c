"""The answer to a saved note suggests themes from what is in memory, and takes no statement."""

import pytest
from sqlalchemy import event

from bot.notes.capture import CapturedNote
from bot.services import Services
from domain.themes import ThemeRef
from tests.bot.env import Env
from tests.bot.note_steps import by
from tests.bot.themes.theme_steps import LOGIN, SPAM, add_theme, changing_themes


def suggested(services: Services, env: Env, saved: CapturedNote) -> list[str]:
    """The names of the themes suggested for a saved note."""
    stage = saved.stage.key if saved.stage else None
    found = services.theme_suggester.suggest_from_memory(env.ws, saved.journey, saved.note, stage)
    return [theme.name for theme in found]


@pytest.fixture
def spam(lone_env: Env) -> ThemeRef:
    """Two themes in two stages, and the first of them."""
    ref, _ = add_theme(lone_env, "Invites in spam", SPAM)
    add_theme(lone_env, "Slow login", LOGIN, stage="loyalty")
    return ref


def test_nothing_is_suggested_before_a_model_is_in_memory(lone_env: Env, spam: ThemeRef) -> None:
    env = lone_env
    services, saved = env.services, env.capture("onboarding: the invite is in spam")
    assert suggested(services, env, saved) == []
    services.theme_suggester.update_all()
    assert suggested(services, env, saved)[0] == "Invites in spam"


def test_no_statement_is_taken(lone_env: Env, spam: ThemeRef) -> None:
    env = lone_env
    services, saved = env.services, env.capture("onboarding: the invite is in spam")
    services.theme_suggester.update_all()
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(env.storage._engine, "before_cursor_execute", note)
    try:
        assert suggested(services, env, saved)
    finally:
        event.remove(env.storage._engine, "before_cursor_execute", note)
    assert seen == []


def test_a_muted_theme_is_not_suggested(lone_env: Env, spam: ThemeRef) -> None:
    env = lone_env
    changing_themes(env).mute(by(env), spam)
    services, saved = env.services, env.capture("onboarding: the invite is in spam")
    services.theme_suggester.update_all()
    assert "Invites in spam" not in suggested(services, env, saved)
