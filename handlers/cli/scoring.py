"""`app.py score` and `app.py rescore`: sentiment scores."""

import argparse
import io
import json
import sys
from collections.abc import Callable
from typing import TextIO

from domain.notes import NoteKind
from domain.sentiment import Label, Score
from handlers.cli.context import CommandLineContext
from handlers.cli.terminal import Progress


def rescore(context: CommandLineContext, arguments: argparse.Namespace) -> int:
    """Score all notes of a journey again, with progress on a terminal."""
    progress = Progress(sys.stderr)
    services, journey = context.services, arguments.journey
    result = services.moods.rescore(context.workspace(arguments), journey, progress.show)
    progress.clear()
    sys.stdout.write(
        f"{journey}: scored {result.notes:,} notes again with {services.scorer.version}; "
        f"{result.changed:,} have another mood now. Posted reviews do not change.\n"
    )
    return 0


def score(context: CommandLineContext, _: argparse.Namespace) -> int:
    """Score the JSON Lines on standard input."""
    services = context.services

    def score_text(text: str, kind: NoteKind | None) -> Score:
        scored = services.scorer.score(text, kind=kind)
        return services.other_languages.score_text(text, scored, kind)

    return score_lines(score_text, sys.stdin, sys.stdout)


def score_lines(
    score_text: Callable[[str, NoteKind | None], Score], lines: TextIO, out: TextIO
) -> int:
    """Score `{"text": …, "kind": …}` of each line; return 1 if a line could not be read.

    Such lines are named on standard error and skipped. A text in a language that is not read has
    `"label": "unread"` and `"score": null`.
    """
    if isinstance(lines, io.TextIOWrapper):
        # JSON is always UTF-8; an invalid byte spoils one line at most.
        lines.reconfigure(encoding="utf-8-sig", errors="replace")
    exit_code = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            text, kind = _parse_line(line)
        except ValueError as error:
            sys.stderr.write(f"line {number}: {error}\n")
            exit_code = 1
            continue
        result = score_text(text, kind)
        answer = {
            "score": None if result.label is Label.NONE else result.value,
            "label": result.label.value,
            "language": result.language,
            "why": [{"words": words, "weight": weight} for words, weight in result.why],
        }
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    out.flush()
    return exit_code


def _parse_line(line: str) -> tuple[str, NoteKind | None]:
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
