"""Moods of notes in other languages, by a model that has learnt from English texts alone."""

import csv
from pathlib import Path

import pytest

from benchmarks.metrics import compute_metrics
from bot.sentiment.other_languages import MODEL_FILE, Vector, load_other_language_scorer
from bot.themes.encoder import LANGUAGES, load_encoder
from domain.notes import NoteKind

NOTES = Path(__file__).parents[2] / "data" / "notes_languages.csv"

# Language, least macro-F1 and least share of negatives found.
BARS = [("de", 0.5, 0.6), ("es", 0.5, 0.6), ("fr", 0.5, 0.6), ("ja", 0.5, 0.6), ("nl", 0.5, 0.6)]


def encoded(*texts: str) -> Vector:
    encoder = load_encoder()
    assert encoder is not None
    return encoder.encode(texts)


@pytest.fixture(scope="module")
def scored() -> list[tuple[str, float, str]]:
    """Language, score and label of each note."""
    with NOTES.open(encoding="utf-8", newline="") as file:
        notes = list(csv.DictReader(file))
    scorer = load_other_language_scorer()
    scores = [scorer.polarity(vector) for vector in encoded(*(note["text"] for note in notes))]
    return [
        (note["language"], score, note["label"]) for note, score in zip(notes, scores, strict=True)
    ]
