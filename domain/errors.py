"""Errors that carry the sentence a person sees."""


class WaymarkError(Exception):
    """Something somebody must be told; `sentence` says what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadInputError(WaymarkError):
    """What was typed cannot be used as it stands."""


class BadFieldError(BadInputError):
    """What one field of a form holds cannot be used; `field` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class NotAllowedError(WaymarkError):
    """Who asked may not do this."""


class NotFoundError(WaymarkError):
    """What was asked for does not exist in this workspace."""


class CaptureWithdrawnError(WaymarkError):
    """What was asked for was taken back, or done by somebody else, in the meantime."""


class StorageError(WaymarkError):
    """Nothing was saved, and what was asked for may work at another time."""


class StorageBusyError(StorageError):
    """The database did not take the write in time; nothing was saved."""


class StorageDownError(StorageError):
    """The database cannot be opened or reached; nothing was saved."""


class StorageOutdatedError(StorageError):
    """The database is not at the version this program needs."""
