"""Where a command's result goes."""

import io
import sys
from pathlib import Path

import pytest

from domain.errors import BadInputError, WaymarkError
from handlers.cli.terminal import write_out

CONTENT = b"\x89PNG\r\n\x1a\n\x00"


class Terminal(io.TextIOWrapper):
    """A standard output that somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_a_file_gets_it_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    path.write_bytes(b"what was there before, and longer than that")
    write_out(CONTENT, str(path), binary=True)
    assert path.read_bytes() == CONTENT


def test_standard_output_gets_it_to_the_byte(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_out(CONTENT, None, binary=True)
    assert capfdbinary.readouterr().out == CONTENT


def test_a_picture_is_not_poured_onto_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    bytes_out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(bytes_out))
    with pytest.raises(BadInputError, match=r"--output map\.png"):
        write_out(CONTENT, None, binary=True)
    assert bytes_out.getvalue() == b""
    write_out(b"words\n", None)
    assert bytes_out.getvalue() == b"words\n"


@pytest.mark.parametrize("where", ["nosuchfolder/map.png", "."])
def test_a_file_that_cannot_be_written_is_named_with_the_reason(tmp_path: Path, where: str) -> None:
    path = str(tmp_path / where)
    with pytest.raises(WaymarkError) as caught:
        write_out(CONTENT, path)
    assert caught.value.sentence.startswith(f"{path} cannot be written: ")
