"""Vectors of texts: near where texts mean the same, in many languages, small to store."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.themes.encoder import (
    DIMENSIONS,
    Encoder,
    from_bytes,
    load_encoder,
    to_bytes,
)
from bot.themes.vectors import LANGUAGES

ROOT = Path(__file__).parents[3]

WITHOUT_PACKAGES = """
import sys
sys.path = [path for path in sys.path if not path.endswith("site-packages")]
sys.path.append(sys.argv[1])
from bot.themes.encoder import load_encoder
from bot.themes.suggestions import Example, SortableNote, ThemeModel
assert load_encoder() is None
notes = [SortableNote(1, "invoice lacks the VAT number"), SortableNote(2, "parcel was dented")]
model = ThemeModel([Example(notes[0], 7), Example(notes[1], 8)])
[found] = model.suggest([SortableNote(3, "VAT missing on invoices")])
print(found.themes[0].theme)
"""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    found = load_encoder()
    assert found is not None
    return found


def test_rows_have_unit_length(encoder: Encoder) -> None:
    rows = encoder.encode(["the invoice is wrong", "", "🙂", "x" * 50_000])
    assert rows.shape == (4, DIMENSIONS)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1, 1], abs=1e-5)
    assert encoder.encode([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize(
    ("text", "same", "other"),
    [
        ("wrong VAT on the bill", "the invoice shows the wrong tax", "nobody picks up the phone"),
        ("nobody picks up the phone", "niemand geht ans Telefon", "the parcel was dented"),
        ("the app crashes at login", "la aplicación falla al entrar", "delivery took two weeks"),
    ],
)
def test_what_means_the_same_is_nearer(encoder: Encoder, text: str, same: str, other: str) -> None:
    rows = encoder.encode([text, same, other])
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


def test_a_text_has_the_same_vector_in_any_company(encoder: Encoder) -> None:
    texts = [f"note {number} about invoices and delivery" for number in range(60)]
    together = encoder.encode(texts)
    assert encoder.encode(texts[30:31])[0] == pytest.approx(together[30], abs=1e-5)


@pytest.mark.slow
def test_several_threads_load_it_once_and_agree() -> None:
    fresh = Encoder("fresh")
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(fresh.encode, [["the invoice is wrong"]] * 8))
    assert all(np.array_equal(row, rows[0]) for row in rows)


def test_a_stored_vector_comes_back(encoder: Encoder) -> None:
    [vector] = encoder.encode(["the invoice is wrong"])
    stored = to_bytes(vector)
    assert len(stored) == 1024
    again = from_bytes(stored)
    assert again.dtype == np.float32
    assert float(again @ vector) == pytest.approx(1, abs=1e-4)
    with pytest.raises(ValueError, match="1024 bytes"):
        from_bytes(stored[:-2])


def test_its_name_has_the_version_and_its_languages_are_codes(encoder: Encoder) -> None:
    assert encoder is load_encoder()
    assert encoder.name[-1].isdigit()
    assert {"en", "de", "ja", "zh"} <= LANGUAGES
    assert len(LANGUAGES) == 15


@pytest.mark.slow
def test_without_the_package_words_suggest(tmp_path: Path) -> None:
    numpy = Path(np.__file__).parent
    for name in ("numpy", "numpy.libs"):
        if (numpy.parent / name).exists():
            (tmp_path / name).symlink_to(numpy.parent / name)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PACKAGES, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "7\n"), done.stderr
