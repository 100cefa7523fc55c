"""`app.py ask`: the answer to a question, as text or JSON."""

import argparse
import json
import sys

from bot.answers.service import AnswerRequest
from domain.questions.answers import Answer, answer_as_json
from domain.questions.values import Part
from handlers.answers.sentences import as_text, write_sentences
from handlers.answers.understood import describe_question
from handlers.cli.context import CommandLineContext


def ask(context: CommandLineContext, arguments: argparse.Namespace) -> int:
    """Write the answer to a question about a journey; return 1 if it is not understood."""
    request = AnswerRequest(
        context.workspace(arguments),
        channel=None,
        user=None,
        text=" ".join(arguments.question),
        journey=arguments.journey,
        with_note_ids=True,
    )
    answer = context.services.answers.answer(request)
    if arguments.format == "json":
        sys.stdout.write(json.dumps(_to_json(answer), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(answer)) + "\n")
    return 0 if answer.question is not None else 1


def _to_json(answer: Answer) -> dict[str, object]:
    understood = describe_question(answer) or None
    sentences = " ".join(_sentences(answer))
    return {"understood": understood, "answer": sentences, **answer_as_json(answer)}


def _lines(answer: Answer) -> list[str]:
    quotes = [f"  “{' '.join(note.text.split())}” (note {note.id})" for note in answer.quotes]
    understood = describe_question(answer)
    return [*([understood] if understood else []), *_sentences(answer), *quotes]


def _sentences(answer: Answer) -> list[str]:
    names = dict(answer.names.of(Part.AUTHOR))
    return [as_text(sentence, names) for sentence in write_sentences(answer)]
