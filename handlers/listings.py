"""Showing a list of notes anew: what was asked for, of a search, or of a theme."""

from bot.domain.journey import WorkspaceId
from bot.usecases.list_notes import ListNotes, NotesListed
from bot.usecases.list_themes import ListThemes
from handlers.blocks.note_list import Listing


class Listings:
    """Lists the notes a listing is of, as they are now."""

    def __init__(self, list_notes: ListNotes, list_themes: ListThemes) -> None:
        self._notes = list_notes
        self._themes = list_themes

    def again(
        self, workspace: WorkspaceId, user: str, listing: Listing, channel: str | None
    ) -> NotesListed:
        """The page the listing names; raises what listing raises."""
        if listing.theme is not None:
            return self._themes.notes(workspace, user, listing.theme, channel, page=listing.page)
        return self._notes(
            workspace, user, listing.asked, channel, page=listing.page, search=listing.search
        )
