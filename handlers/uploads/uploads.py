"""Talking with people about the files they drop into Waymark's direct messages."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk import WebClient

from bot.domain.errors import BadInputError, NotAllowedError, NotFoundError, WaymarkError
from bot.domain.journey import WorkspaceId
from bot.usecases.catalogue import UseCases
from handlers.background import Background
from handlers.blocks import forms, kit
from handlers.blocks.importing import preview
from handlers.blocks.importing.columns_form import TITLE
from handlers.blocks.importing.offer import Offer, Spot
from handlers.ids import View
from handlers.problems import OURS
from handlers.uploads import work
from handlers.uploads.fetched import check_kind
from handlers.uploads.showing import Shown, posted
from handlers.uploads.turns import Turns
from handlers.uploads.work import Talk

Message = dict[str, Any]

# Pressing Import once more would say the same.
FINAL = (BadInputError, NotAllowedError, NotFoundError)


class Uploads:
    """Does what people ask for, all of it in the background.

    A file is fetched anew for each step: nothing of it is kept between them.
    """

    def __init__(self, use: UseCases, background: Background) -> None:
        self._use = use
        self._background = background
        self._turns = Turns()
        self._heard = Turns()

    def dropped(self, client: WebClient, workspace: WorkspaceId, event: Mapping[str, Any]) -> None:
        """Answer a message with files; once, however often Slack tells of it."""
        channel = str(event["channel"])
        if not self._heard.begin(Spot(channel, str(event["ts"]))):
            return

        def answered() -> None:
            for file in event.get("files") or ():
                self._answer(client, workspace, str(event["user"]), channel, file)
            if str(event.get("text") or "").strip():
                told = kit.message(preview.NO_NOTE, [kit.context(preview.NO_NOTE)])
                posted(client, channel, told)

        self._background.run(answered)

    def look(self, talk: Talk) -> None:
        """Look through the file again, for another journey or with other columns."""
        number = self._turns.look(talk.spot)
        if number is not None:
            self._look(talk, number)

    def import_(self, talk: Talk) -> None:
        """Import the file, unless that has begun."""
        if not self._turns.begin(talk.spot):
            return
        shown, name = Shown(talk.client, talk.spot), talk.offer.name

        def progress(read: int, of: int) -> None:
            shown.progress(lambda: preview.importing(name, read, of))

        def imported() -> Message:
            closing = self._background.is_closing
            return work.import_file(self._use, talk, progress, closing)

        def begun() -> None:
            shown.progress(lambda: preview.importing(name))
            self._background.run_slow(lambda: self._to_the_end(talk, shown, imported))

        self._background.run(begun)

    def cancel(self, talk: Talk) -> None:
        """Leave the file alone, unless its import has begun."""
        if self._turns.begin(talk.spot):
            farewell = preview.cancelled(talk.offer.name)
            self._background.run(lambda: Shown(talk.client, talk.spot).at_last(farewell))

    def name_columns(self, talk: Talk, trigger_id: str) -> None:
        """Open the form of the columns at once, and fill it in when the file is there."""
        client = talk.client

        def opened() -> None:
            light = forms.waiting(View.IMPORT_COLUMNS.value, TITLE)
            view = client.views_open(trigger_id=trigger_id, view=light)["view"]

            def filled() -> None:
                whole = work.form(talk)
                client.views_update(view_id=view["id"], hash=view["hash"], view=whole)

            self._background.run_slow(filled)

        self._background.run(opened)

    def _answer(
        self,
        client: WebClient,
        workspace: WorkspaceId,
        user: str,
        channel: str,
        file: Mapping[str, Any],
    ) -> None:
        offer = Offer(str(file["id"]), str(file.get("name") or "file"))
        try:
            # Slack Connect sends no more of a file than its id.
            if file.get("name"):
                check_kind(offer.name, str(file.get("filetype") or ""))
        except WaymarkError as error:
            posted(client, channel, preview.failed(offer.name, error.sentence))
            return
        spot = Spot(channel, posted(client, channel, preview.looking(offer.name)))
        self.look(Talk(client, workspace, user, spot, offer))

    def _look(self, talk: Talk, number: int) -> None:
        shown, name = Shown(talk.client, talk.spot), talk.offer.name

        def progress(read: int, of: int) -> None:
            if self._turns.is_newest(talk.spot, number):
                shown.progress(lambda: preview.looking(name, f"{read:,} of {of:,} rows"))

        def looked() -> None:
            try:
                answer = work.look(self._use, talk, progress)
            except WaymarkError as error:
                answer = preview.failed(name, error.sentence)
            except Exception:
                shown.at_last(preview.failed(name, OURS))
                raise
            if self._turns.is_newest(talk.spot, number):
                shown.at_last(answer)

        def begun() -> None:
            shown.progress(lambda: preview.looking(name))
            self._background.run_slow(looked)

        self._background.run(begun)

    def _to_the_end(self, talk: Talk, shown: Shown, imported: Callable[[], Message]) -> None:
        """Show what came of an import; one that came to nothing may be begun anew."""
        try:
            answer = imported()
        except FINAL as error:
            answer = preview.failed(talk.offer.name, error.sentence)
        except WaymarkError as error:
            self._turns.reopen(talk.spot)
            answer = preview.stopped(talk.offer, error.sentence)
        except Exception:
            self._turns.reopen(talk.spot)
            shown.at_last(preview.stopped(talk.offer, OURS))
            raise
        shown.at_last(answer)
