"""The answer to a saved note suggests themes from what is in memory, and takes no statement."""

import pytest
from sqlalchemy import event

from bot.notes.capture import CapturedNote
from bot.services import Services
from domain.notes import Message
from domain.themes import ThemeRef
from tests.bot.env import Env
from tests.bot.imports.test_import_notes import imported
from tests.bot.note_steps import by, save
from tests.bot.themes.theme_steps import LOGIN, SPAM, add_pains, add_theme, changing_themes


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


def test_imported_examples_of_a_theme_that_is_there_are_learnt(
    lone_env: Env, spam: ThemeRef
) -> None:
    env = lone_env
    services, saved = env.services, env.capture("the captcha shows traffic lights")
    services.theme_suggester.update_all()
    assert suggested(services, env, saved) == []
    imported(env, [{"text": "captcha never loads", "kind": "pain", "theme": "Invites in spam"}])
    services.theme_suggester.update_all()
    assert suggested(services, env, saved)[0] == "Invites in spam"


def test_after_a_start_themes_are_suggested_though_all_is_sorted(
    lone_env: Env, spam: ThemeRef
) -> None:
    env = lone_env
    started = env.services
    started.theme_suggester.load_models()
    saved = env.capture("onboarding: the invite is in spam")
    assert suggested(started, env, saved)[0] == "Invites in spam"


def test_a_theme_made_since_is_suggested_though_all_is_sorted(
    lone_env: Env, spam: ThemeRef
) -> None:
    env = lone_env
    services = env.services
    services.theme_suggester.update_all()
    add_theme(env, "Captcha", ["captcha never loads"], stage="loyalty")
    services.theme_suggester.update_all()
    saved = env.capture("loyalty: the captcha shows traffic lights")
    assert suggested(services, env, saved)[0] == "Captcha"


def new_name(services: Services, env: Env, saved: CapturedNote) -> str | None:
    """The name suggested for a new theme of a saved note."""
    return services.theme_suggester.suggest_name_from_memory(env.ws, saved.journey, saved.note)


@pytest.mark.parametrize("way", ["load_models", "update_all"])
def test_without_any_theme_a_name_for_alike_notes_is_suggested(env: Env, way: str) -> None:
    add_pains(env, "VAT number missing on the invoice", "the invoice lacks its VAT number")
    add_pains(env, "nobody answers the phone", stage="loyalty")
    services = env.services
    suggester = services.theme_suggester
    alike = env.capture("VAT number wrong, invoice sent back")
    other = env.capture("the courier threw the parcel over the fence")
    assert new_name(services, env, alike) is None
    getattr(suggester, way)()
    assert new_name(services, env, alike) in {"VAT number, invoice", "Invoice, VAT number"}
    assert new_name(services, env, other) is None
    add_theme(env, "Phone", ["nobody picks up the phone"], stage="loyalty")
    suggester.update_all()
    assert new_name(services, env, alike) is None


def test_a_private_note_gives_no_name(env: Env) -> None:
    env.channels.private.add("G1")
    texts = ("VAT number missing on the invoice", "the invoice lacks its VAT number")
    for number, text in enumerate(texts):
        save(env, text, message=Message("G1", f"{number}.1"), channel="G1")
    services = env.services
    services.theme_suggester.update_all()
    alike = env.capture("VAT number wrong, invoice sent back")
    assert new_name(services, env, alike) is None
