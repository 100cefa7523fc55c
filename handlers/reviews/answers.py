"""The questions of a review with their answers, the form to answer them, and the news of it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from bot.reviews.answers import AnswerableReview
from domain.review_answers import Question, ReviewAnswer, answers_to
from domain.reviews import Review
from domain.text import shorten
from handlers.presentation import words
from handlers.presentation.review_sections import ReviewSection
from handlers.slack import forms, kit
from handlers.slack.ids import Action, View, numbered

ANSWERS_TITLE = "Answer the questions"

# So many answers to a question are shown with it, each cut to so many characters.
MAX_ANSWERS = 2

MAX_SHOWN = 150

# In the thread, where five long answers must fit into one message.
MAX_TOLD = 1000


def question_blocks(review: Review, key: str | None = None) -> list[kit.Block]:
    """Return the questions, with this period's answers and those of the period before.

    With the `key` of a posted review also the button to answer them.
    """
    items = [_question_line(review, question) for question in Question]
    heading = kit.line(kit.span(ReviewSection.QUESTIONS.heading, bold=True))
    blocks = [kit.rich(heading, kit.bullets(items))]
    if key is None:
        return blocks
    button = kit.button("Answer", numbered(Action.ANSWER_QUESTIONS, 0), key)
    hint = "Answers stay with the review, and the next one shows them again."
    return [*blocks, kit.actions([button]), kit.context(hint)]


def _question_line(review: Review, question: Question) -> kit.Element:
    last = f"Last {review.period.noun}"
    return kit.line(
        question.sentence,
        *_answer_spans(review.period.label, answers_to(question, review.answers)),
        *_answer_spans(last, answers_to(question, review.previous_answers)),
    )


def _answer_spans(label: str, answers: Sequence[ReviewAnswer]) -> Iterator[kit.Element]:
    """Yield a line per answer, the newest first, and how many more there are."""
    for one in answers[:MAX_ANSWERS]:
        yield kit.span(f"\n{label}: “{shorten(one.text, MAX_SHOWN)}” ", italic=True)
        yield kit.user(one.author)
    if len(answers) > MAX_ANSWERS:
        more = words.more_answers(len(answers) - MAX_ANSWERS)
        yield kit.span(f"\n{label}: {more}", italic=True)


def answer_form(answerable: AnswerableReview) -> dict[str, Any]:
    """Return the form, with the person's own earlier answers filled in."""
    name, period = kit.cut(answerable.journey.name, 200), answerable.posted_review.period
    blocks = [kit.context(kit.escape(f"{name}: review of {period}. Answer what you can."))]
    for question in Question:
        own = answerable.own.get(question)
        element = forms.text_input(question.value, lines=True)
        field = forms.Field(question.value, question.sentence, element)
        blocks.append(forms.build_input(field, own.text if own else None))
    key = answerable.posted_review.key
    return forms.modal(View.ANSWER_QUESTIONS.value, ANSWERS_TITLE, blocks, metadata=key)


def read_answers(state: Mapping[str, Any]) -> dict[Question, str | None]:
    """Return the answers in a submitted form, None where one is empty."""
    values = forms.read_inputs(state)
    return {question: values[question] for question in Question if question in values}


def answers_message(
    answers: Sequence[ReviewAnswer], edited: Collection[Question]
) -> dict[str, Any]:
    """Return the thread message about one person's new answers; `edited` ones replace others."""
    author = answers[0].author
    lines = [kit.line("💬 ", kit.user(author), " answered")]
    for one in answers:
        changed = [" (changed)"] if one.question in edited else []
        lines.append(kit.line(kit.span(one.question.sentence, bold=True), *changed))
        lines.append(kit.quote(kit.cut(one.text, MAX_TOLD)))
    first = shorten(answers[0].text, MAX_SHOWN)
    more = f" {words.more_answers(len(answers) - 1)}." if len(answers) > 1 else ""
    return kit.message(
        f"Answered: {answers[0].question.sentence} “{first}”{more}", [kit.rich(*lines)]
    )
