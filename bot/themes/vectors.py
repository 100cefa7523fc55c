"""The meanings of notes as an encoder's numbers, kept so that each text is encoded once."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from domain.journeys import WorkspaceId
from domain.notes import Note
from storage.session import Database

if TYPE_CHECKING:
    from bot.themes.encoder import Encoder, Vector

# Those the encoder was trained on, as ISO 639-1; zh both simplified and traditional.
_LANGUAGES = "ar de en es fr it ja ko nl pl pt ru th tr zh"

LANGUAGES = frozenset(_LANGUAGES.split())

# Texts encoded before their vectors are saved.
ENCODED_AT_ONCE = 500


def load_encoder() -> "Encoder | None":
    """Return the encoder, None where it is not installed."""
    from bot.themes import encoder  # noqa: PLC0415 - see NoteVectors

    return encoder.load_encoder()


class NoteVectors:
    """Vectors of notes, made where they are missing.

    The encoder is imported when it is first needed: a start need not wait for numpy.
    """

    def __init__(
        self, storage: Database, encoder: "Callable[[], Encoder | None]" = load_encoder
    ) -> None:
        self._storage = storage
        self._encoder = encoder

    @property
    def available(self) -> bool:
        """Return whether there is an encoder."""
        return self._encoder() is not None

    def encode(self, text: str) -> "Vector | None":
        """Return the vector of a text that is no note, None without an encoder."""
        encoder = self._encoder()
        if encoder is None:
            return None
        vector: Vector = encoder.encode([text])[0]
        return vector

    def of(self, workspace: WorkspaceId, notes: Sequence[Note]) -> "Mapping[int, Vector]":
        """Return the vectors of notes by note id; those that are missing are made and saved.

        None of them without an encoder.
        """
        encoder = self._encoder()
        if encoder is None or not notes:
            return {}
        from bot.themes.encoder import from_bytes, to_bytes  # noqa: PLC0415 - see the class

        with self._storage.read(workspace) as uow:
            stored = uow.pains.vectors([note.id for note in notes], encoder.name)
        missing = [note for note in notes if note.id not in stored]
        for start in range(0, len(missing), ENCODED_AT_ONCE):
            some = missing[start : start + ENCODED_AT_ONCE]
            encoded = encoder.encode([note.text for note in some])
            made = {note.id: to_bytes(one) for note, one in zip(some, encoded, strict=True)}
            with self._storage.write(workspace) as uow:
                uow.pains.save_vectors(encoder.name, made)
                uow.commit()
            stored.update(made)
        return {note_id: from_bytes(vector) for note_id, vector in stored.items()}
