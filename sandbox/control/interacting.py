"""A person uses shortcuts, buttons, menus, modals and the Home."""

from aiohttp import web

from sandbox.control.wish import Wish, route
from sandbox.delivery.actions import act
from sandbox.delivery.modals import close, fill, submit, visible_modal
from sandbox.delivery.places import InView, OnMessage, Place
from sandbox.delivery.shortcuts import run_global_shortcut, run_message_shortcut, suggest
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.people import Person


def _place(wish: Wish) -> Place:
    """A message (`channel`, `ts`), the Home (`home`), or a modal (`view_id`, else the visible one).

    Raises:
        SlackError: message_not_found, no_home or no_open_view.
    """
    person = wish.person()
    if wish.get("ts"):
        return _on_message(wish, person)
    if wish.get("home"):
        home = wish.slack.workspace.views.homes.get(person.id)
        if home is None:
            raise SlackError("no_home")
        return InView(wish.slack, person, home)
    return InView(wish.slack, person, visible_modal(wish.slack, person, wish.get("view_id")))


def _on_message(wish: Wish, person: Person) -> OnMessage:
    channel = wish.channel(person)
    return OnMessage(wish.slack, person, channel, wish.message(channel, person))


async def action(wish: Wish) -> Object:
    """Click or choose: `{user, channel+ts | home | view_id?, action_id, block_id?, value?}`."""
    place = _place(wish)
    action_id = str(wish.need("action_id"))
    return await act(wish.slack, place, action_id, wish.get("block_id"), wish.get("value"))


async def options(wish: Wish) -> Object:
    """What an external select offers for what is typed: as `action`, with `value`."""
    place = _place(wish)
    action_id, typed = str(wish.need("action_id")), str(wish.get("value") or "")
    return await suggest(wish.slack, place, action_id, wish.get("block_id"), typed)


async def shortcut(wish: Wish) -> Object:
    """Run a shortcut: `{user, callback_id}`, on a message with `channel` and `ts`."""
    person = wish.person()
    callback_id = str(wish.need("callback_id"))
    if wish.get("ts"):
        return await run_message_shortcut(wish.slack, _on_message(wish, person), callback_id)
    return await run_global_shortcut(wish.slack, person, callback_id)


def open_home(wish: Wish) -> Object:
    """Open the app's Home: `{user, tab?}`; the app hears app_home_opened."""
    person = wish.person()
    if not wish.slack.workspace.manifest.home_tab:
        raise SlackError("no_home")
    tab = str(wish.get("tab") or "home")
    wish.slack.workspace.changes.tell("home_opened", user=person.id, tab=tab)
    return {}


def fill_modal(wish: Wish) -> Object:
    """Enter values without submitting: `{user, view_id?, values}`."""
    person = wish.person()
    view = visible_modal(wish.slack, person, wish.get("view_id"))
    fill(wish.slack, view, wish.need("values"))
    return {"view_id": view.id}


async def submit_modal(wish: Wish) -> Object:
    """Enter values and submit: `{user, view_id?, values?}`."""
    person = wish.person()
    view = visible_modal(wish.slack, person, wish.get("view_id"))
    fill(wish.slack, view, wish.get("values") or {})
    return await submit(wish.slack, person, view)


async def close_modal(wish: Wish) -> Object:
    """Close a modal: `{user, view_id?}`."""
    person = wish.person()
    return await close(wish.slack, person, visible_modal(wish.slack, person, wish.get("view_id")))


def routes(slack: Slack) -> list[web.RouteDef]:
    """The routes by which people use what the app shows."""
    return [
        route("POST", "/sandbox/action", slack, action),
        route("POST", "/sandbox/options", slack, options),
        route("POST", "/sandbox/shortcut", slack, shortcut),
        route("POST", "/sandbox/home/open", slack, open_home),
        route("POST", "/sandbox/modal/fill", slack, fill_modal),
        route("POST", "/sandbox/modal/submit", slack, submit_modal),
        route("POST", "/sandbox/modal/close", slack, close_modal),
    ]
