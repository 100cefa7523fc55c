"""`app.py score`."""

import io
import json
import sys
from typing import TextIO

from bot.domain.notes import NoteKind
from bot.ports import Scorer


def score(scorer: Scorer, lines: TextIO, out: TextIO) -> int:
    """Score `{"text": …, "kind": …}` per line; a line that cannot be read is named and skipped."""
    if isinstance(lines, io.TextIOWrapper):
        # JSON is UTF-8 wherever it runs, and a broken letter costs its line at most.
        lines.reconfigure(encoding="utf-8", errors="replace")
    failed = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            text = _text(line)
        except ValueError as error:
            sys.stderr.write(f"line {number}: {error}\n")
            failed = 1
            continue
        heard = scorer.score(text)
        answer = {
            "score": heard.value,
            "label": heard.label.value,
            "language": heard.language,
            "why": [{"words": words, "weight": weight} for words, weight in heard.why],
        }
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    out.flush()
    return failed


def _text(line: str) -> str:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        msg = 'not JSON; write {"text": "…"}'
        raise ValueError(msg) from None
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str):
        msg = 'no text; write {"text": "…"}'
        raise ValueError(msg)
    kinds = [kind.value for kind in NoteKind]
    if value.get("kind") not in (None, "painpoint", *kinds):
        msg = f"unknown kind; use one of {', '.join(kinds)}"
        raise ValueError(msg)
    return text
