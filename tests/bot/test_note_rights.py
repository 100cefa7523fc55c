"""Who may change which note: its author, who holds its button, and who may change the map."""

import pytest

from domain.access import Role
from domain.errors import NotAllowedError
from domain.journeys import Editors
from domain.notes import NoteKind
from tests.bot.env import Env
from tests.bot.note_steps import by, changing, form, history, note_of, write

OPERATIONS = ["find", "edit", "move", "delete", "restore"]

ROLES = {"ADMIN": Role.ADMIN, "GUEST": Role.GUEST, "GHOST": Role.UNKNOWN, "WHO": Role.UNKNOWN}

# Who may change: a named note of U1, the same with the button in hand, an anonymous note, an
# anonymous one with the button. The journey belongs to OWNER; GHOST has written the named note too.
TABLE = {
    ("OWNERS", "U1"): "yes yes no yes",
    ("OWNERS", "U2"): "no no no yes",
    ("OWNERS", "OWNER"): "yes yes yes yes",
    ("OWNERS", "ADMIN"): "yes yes yes yes",
    ("OWNERS", "GUEST"): "no no no yes",
    ("OWNERS", "WHO"): "no no no yes",
    ("MEMBERS", "U2"): "yes yes yes yes",
    ("MEMBERS", "GUEST"): "no no no yes",
    ("MEMBERS", "WHO"): "no no no yes",
    ("NOBODY", "U2"): "yes yes yes yes",
    ("NOBODY", "GUEST"): "no no no yes",
    ("NOBODY", "WHO"): "no no no yes",
}

CASES = [
    (editors, user, number, answer == "yes")
    for (editors, user), answers in TABLE.items()
    for number, answer in enumerate(answers.split())
]


def try_it(env: Env, operation: str, user: str, note_id: int, *, pressed: bool) -> bool:
    """Whether somebody may."""
    change, who = changing(env), by(env, user, pressed=pressed)
    try:
        if operation == "edit":
            change.edit(who, note_id, NoteKind.PAIN_POINT, form("it breaks"))
        elif operation == "move":
            change.move(who, note_id, "loyalty")
        else:
            getattr(change, operation)(who, note_id)
    except NotAllowedError:
        return False
    return True


def save_note(env: Env, editors: str, *, anonymous: bool = False) -> int:
    """Save a note of U1, named or anonymous, in a journey with these editors; return its id."""
    env.people.roles.update(ROLES)
    if anonymous:
        note_id = write(env, form(), anonymous=True).note_id
    else:
        note_id = env.capture("onboarding: slow").note_id
    members_edit = Editors.MEMBERS if editors == "MEMBERS" else Editors.OWNERS
    env.change_journey(owner=None if editors == "NOBODY" else "OWNER", editors=members_edit.value)
    return note_id


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_table_of_who_may_change_which_note_holds(env: Env, operation: str) -> None:
    wrong = []
    for editors in ("OWNERS", "MEMBERS", "NOBODY"):
        # The named note and the anonymous one, until somebody has changed it.
        notes: dict[bool, int] = {}
        for case in (case for case in CASES if case[0] == editors):
            _, user, number, may = case
            anonymous = number > 1
            if anonymous not in notes:
                notes[anonymous] = save_note(env, editors, anonymous=anonymous)
                if operation == "restore":
                    changing(env).delete(by(env, "ADMIN", pressed=True), notes[anonymous])
            note_id = notes[anonymous]
            before = note_of(env, note_id)
            did = try_it(env, operation, user, note_id, pressed=number in (1, 3))
            untouched = note_of(env, note_id) == before
            if did is not may or untouched is not (operation == "find" or not did):
                wrong.append((case, did))
            if not untouched:
                del notes[anonymous]
    assert wrong == []


def test_the_refusal_says_who_may(env: Env) -> None:
    named = save_note(env, "OWNERS")
    with pytest.raises(NotAllowedError, match="Only who wrote a note, and who may change"):
        changing(env).delete(by(env, "U2"), named)
    assert history(env, named) == []


def test_a_guest_changes_their_own_note(env: Env) -> None:
    note_id = env.capture("onboarding: slow", author="GUEST").note_id
    env.people.roles.update(ROLES)
    env.change_journey(owner="OWNER")
    for operation in OPERATIONS:
        assert try_it(env, operation, "GUEST", note_id, pressed=False), operation


def test_rights_are_those_in_the_journey_the_note_is_in_now(env: Env) -> None:
    named = save_note(env, "OWNERS")
    env.change_journey(owner="U2")
    assert try_it(env, "delete", "U2", named, pressed=False)
