"""Who may change which note: its author, who holds its button, and who may change the map."""

import pytest

from bot.domain.errors import NotAllowedError
from bot.domain.journey import Editors
from bot.domain.notes import NoteKind
from bot.domain.roles import Role
from tests.bot.usecases.house import House
from tests.bot.usecases.living import by, changing, form, history, note_of, write

DEEDS = ["look", "edit", "move", "delete", "restore"]
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


def try_it(house: House, deed: str, user: str, note_id: int, *, pressed: bool) -> bool:
    """Whether somebody may."""
    change, who = changing(house), by(house, user, pressed=pressed)
    try:
        if deed == "edit":
            change.edit(who, note_id, NoteKind.PAIN_POINT, form("it breaks"))
        elif deed == "move":
            change.move(who, note_id, "loyalty")
        else:
            getattr(change, deed)(who, note_id)
    except NotAllowedError:
        return False
    return True


def settled(house: House, editors: str) -> tuple[int, int]:
    """A named note of U1 and an anonymous one, in a journey those may change."""
    house.people.roles.update(ROLES)
    ids = house.capture("onboarding: slow").note_id, write(house, form(), anonymous=True).note_id
    keeps = Editors.MEMBERS if editors == "MEMBERS" else Editors.OWNERS
    house.change_journey(owner=None if editors == "NOBODY" else "OWNER", editors=keeps.value)
    return ids


@pytest.mark.parametrize("deed", DEEDS)
def test_the_table_of_who_may_change_which_note_holds(house: House, deed: str) -> None:
    wrong = []
    for editors in ("OWNERS", "MEMBERS", "NOBODY"):
        for case in (case for case in CASES if case[0] == editors):
            _, user, number, may = case
            note_id = settled(house, editors)[number > 1]
            if deed == "restore":
                changing(house).delete(by(house, "ADMIN", pressed=True), note_id)
            before = note_of(house, note_id)
            did = try_it(house, deed, user, note_id, pressed=number in (1, 3))
            untouched = note_of(house, note_id) == before
            if did is not may or untouched is not (deed == "look" or not did):
                wrong.append((case, did))
    assert wrong == []


def test_the_refusal_says_who_may(house: House) -> None:
    named, _ = settled(house, "OWNERS")
    with pytest.raises(NotAllowedError, match="Only who wrote a note, and who may change"):
        changing(house).delete(by(house, "U2"), named)
    assert history(house, named) == []


def test_a_guest_changes_their_own_note(house: House) -> None:
    note_id = house.capture("onboarding: slow", author="GUEST").note_id
    house.people.roles.update(ROLES)
    house.change_journey(owner="OWNER")
    for deed in DEEDS:
        assert try_it(house, deed, "GUEST", note_id, pressed=False), deed


def test_rights_are_those_in_the_journey_the_note_is_in_now(house: House) -> None:
    named, _ = settled(house, "OWNERS")
    house.change_journey(owner="U2")
    assert try_it(house, "delete", "U2", named, pressed=False)
