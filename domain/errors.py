"""Errors with a sentence for the user."""


class WaymarkError(Exception):
    """An error for the user; `sentence` says what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadInputError(WaymarkError):
    """The input is not valid."""


class BadFieldError(BadInputError):
    """The value of one form field is not valid; `field` is its id."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class NotAllowedError(WaymarkError):
    """The user may not do this."""


class NotFoundError(WaymarkError):
    """It does not exist in this workspace."""


class CaptureWithdrawnError(WaymarkError):
    """The requested note was withdrawn, or saved by another process, in the meantime."""


class StorageError(WaymarkError):
    """Nothing was saved; the same request may work later."""


class StorageBusyError(StorageError):
    """The database was locked for too long; nothing was saved."""


class StorageDownError(StorageError):
    """The database cannot be opened or reached; nothing was saved."""


class StorageOutdatedError(StorageError):
    """The database is not at the version this program needs."""
