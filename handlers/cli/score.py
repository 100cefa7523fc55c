"""`app.py score`."""

import io
import json
import sys
from typing import TextIO

from bot.domain.notes import NoteKind
from bot.domain.sentiment import Label
from bot.ports import Scorer


def score(scorer: Scorer, lines: TextIO, out: TextIO) -> int:
    """Score `{"text": …, "kind": …}` per line; a line that cannot be read is named and skipped.

    A text in a language the scorer does not read is answered with `"label": "unread"` and
    `"score": null`.
    """
    if isinstance(lines, io.TextIOWrapper):
        # JSON is UTF-8 wherever it runs, and a broken letter costs its line at most.
        lines.reconfigure(encoding="utf-8-sig", errors="replace")
    failed = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            text, kind = _asked(line)
        except ValueError as error:
            sys.stderr.write(f"line {number}: {error}\n")
            failed = 1
            continue
        heard = scorer.score(text, kind=kind)
        answer = {
            "score": None if heard.label is Label.UNREAD else heard.value,
            "label": heard.label.value,
            "language": heard.language,
            "why": [{"words": words, "weight": weight} for words, weight in heard.why],
        }
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    out.flush()
    return failed


def _asked(line: str) -> tuple[str, NoteKind | None]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        msg = 'not JSON; write {"text": "…"}'
        raise ValueError(msg) from None
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str):
        msg = 'no text; write {"text": "…"}'
        raise ValueError(msg)
    kinds: dict[object, NoteKind] = {kind.value: kind for kind in NoteKind}
    kinds["painpoint"] = NoteKind.PAIN_POINT
    kind = value.get("kind")
    if kind is None:
        return text, None
    if not isinstance(kind, str) or kind not in kinds:
        msg = f"unknown kind; use one of {', '.join(kind.value for kind in NoteKind)}"
        raise ValueError(msg)
    return text, kinds[kind]
