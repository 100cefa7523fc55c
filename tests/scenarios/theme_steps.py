"""What a person does with themes in Slack."""

from itertools import pairwise
from typing import Any

from tests.handlers.slack_says import shown
from tests.scenarios.slack_user import SlackUser
from tests.scenarios.waiting import until


def newest(user: SlackUser, has: str) -> dict[str, Any]:
    """Waymark's newest message to them that says this."""
    return until(
        lambda: next(
            (m for m in reversed(user.visible_messages()) if has in shown(m["blocks"])), None
        )
    )


def words(message: dict[str, Any]) -> str:
    """Return the words of a message or form, a line each, without the marks of bold text."""
    lines = shown(message["blocks"]).replace("*", "").splitlines()
    return "\n".join(line for line in lines if line.strip())


def elements(message: dict[str, Any], action: str) -> list[dict[str, Any]]:
    """Return the buttons and menus of a message with this action id, without its number."""
    return [
        element
        for block in message["blocks"]
        for element in [block.get("accessory"), *block.get("elements", [])]
        if element and str(element.get("action_id")).partition(".")[0] == action
    ]


def note_menu(message: dict[str, Any]) -> dict[str, str]:
    """Return the options of the theme menu under a saved note: text → value."""
    (menu,) = elements(message, "note_theme")
    return {one["text"]["text"]: one["value"] for one in menu["options"]}


def choose_for_note(user: SlackUser, said: str, option: str) -> None:
    """Choose an option in the theme menu under the newest saved note that says this."""
    message = newest(user, said)
    (menu,) = elements(message, "note_theme")
    value = note_menu(message)[option]
    report = user.person.click(user.channel, message["ts"], menu["action_id"], value)
    assert report["notice"] is None


def save_pain(user: SlackUser, note: str, theme: str) -> None:
    """Save a pain point and put it into the theme of that name, a new one or not."""
    # The question whether another note says the same may come in between.
    before = _count(user, "Saved a pain point")
    user.type_command(f"/painpoint {note}")
    until(lambda: _count(user, "Saved a pain point") > before)
    message = next(m for m in reversed(user.visible_messages()) if "note_theme" in str(m["blocks"]))
    (menu,) = elements(message, "note_theme")
    value = note_menu(message)["New theme …"]
    user.person.click(user.channel, message["ts"], menu["action_id"], value)
    user.form()
    before = _count(user, "Filed under ")
    user.save_form(theme_name=theme)
    until(lambda: _count(user, "Filed under ") > before)


def themes(user: SlackUser) -> str:
    """The words of the list of themes, without marks."""
    user.type_command("/journey themes")
    return words(newest(user, "Themes of Buyer journey"))


def _theme_element(user: SlackUser, theme: str, action: str) -> tuple[str, dict[str, Any]]:
    """List the themes; return the message, and the button or menu of one."""
    user.type_command("/journey themes")
    listed = newest(user, "Themes of Buyer journey")
    blocks = listed["blocks"]
    at = next(n for n, b in enumerate(blocks) if theme in (b.get("text") or {}).get("text", ""))
    (element,) = elements({"blocks": [blocks[at + 1]]}, action)
    return listed["ts"], element


def choose_for_theme(user: SlackUser, theme: str, option: str) -> None:
    """List the themes and choose an option in the menu of one."""
    ts, menu = _theme_element(user, theme, "theme_menu")
    value = next(o["value"] for o in menu["options"] if o["text"]["text"] == option)
    report = user.person.click(user.channel, ts, menu["action_id"], value)
    assert report["notice"] is None


def show_notes(user: SlackUser, theme: str) -> None:
    """List the themes and press the button that shows the notes of one."""
    ts, button = _theme_element(user, theme, "show_theme")
    user.person.click(user.channel, ts, button["action_id"], button["value"])


def sort_menus(user: SlackUser) -> dict[str, dict[str, Any]]:
    """Return the menus of the open sort screen by the text of their note."""
    blocks = user.form()["blocks"]
    return {
        shown(text).strip(): menu
        for text, menu in pairwise(blocks)
        if str(menu.get("block_id")).startswith("sort_note.")
    }


def offered(menu: dict[str, Any]) -> list[str]:
    """Return what a menu of a sort screen offers."""
    return [option["text"]["text"] for option in menu["element"]["options"]]


def pick(user: SlackUser, text: str, option: str) -> str:
    """Choose an option for a note on the open sort screen; return the block id of its menu."""
    menu = sort_menus(user)[text]
    value = next(o["value"] for o in menu["element"]["options"] if o["text"]["text"] == option)
    report = user.person.click_in_modal(menu["block_id"], value)
    assert report["notice"] is None
    return str(menu["block_id"])


def pick_new(user: SlackUser, text: str, name: str) -> None:
    """Choose a new theme for a note on the open sort screen, and type its name."""
    note = pick(user, text, "New theme …").partition(".")[2]
    field = f"name_sorted.{note}"
    until(lambda: any(b.get("block_id") == field for b in user.form()["blocks"]))
    user.person.fill(**{field: name})


def last_screen(user: SlackUser) -> str:
    """Return what the last screen says."""
    return user.form_refusal()


def _count(user: SlackUser, said: str) -> int:
    """Count the messages they see that say this."""
    return sum(said in shown(message["blocks"]) for message in user.visible_messages())
