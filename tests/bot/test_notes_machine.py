"""Whatever people and Slack do in whatever order, notes stay what a simple model says they are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from sqlalchemy import URL

from bot.notes.capture import CapturedNote, CaptureRequest
from domain.notes import Message, NoteKind
from storage.engine import open_engine
from storage.session import Database
from tests.bot import note_steps
from tests.bot.env import at_once, make_env
from tests.bot.note_model import MESSAGES, ModelNote, NoteModel
from tests.selection import examples

USERS = st.sampled_from(["U1", "U2", "U3"])


KINDS = st.sampled_from(NoteKind)


SAID = st.sampled_from(list(MESSAGES))


TEXTS = st.sampled_from(["a terrible page", "a wonderful page", "the page", "an awful call"])


PICK = st.integers(0, 10**6)


class Notes(NoteModel):
    """People save, edit, delete and support notes; Slack delivers things twice and late."""

    def deliver(self, capture: CaptureRequest, times: int = 1) -> None:
        save = self.env.services.notes.capture
        results: list[CapturedNote] = at_once(times, lambda: save(capture))
        assert len({result.note_id for result in results}) == 1
        result = results[0]
        known = self.receipts.get(capture.receipt or "")
        if known is None and capture.message:
            known = next(iter(self.undeleted(capture.message, capture.kind)), None)
            if known is not None and self.notes[known].author != capture.author:
                self.notes[known].seen.add(capture.author)
        assert sum(not each.known for each in results) == (known is None)
        if known is None:
            assert result.note_id not in self.notes
            # Without a kind the mood decides.
            kind = capture.kind or result.note.kind
            now = self.env.clock.now()
            made = ModelNote(capture.author, kind, capture.line, now, capture.message)
            self.notes[result.note_id] = made
            known = result.note_id
        standing = self.standing_for(known)
        if standing != known and self.notes[standing].deleted:
            # What is saved again is not hidden with a deleted one.
            self.notes[known].merged = None
        assert result.note_id == self.standing_for(known)
        if capture.receipt:
            self.receipts.setdefault(capture.receipt, known)

    @rule(user=USERS, message=SAID, kind=KINDS, times=st.sampled_from([1, 1, 1, 2]))
    def react(self, user: str, message: Message, kind: NoteKind, times: int) -> None:
        number = len(self.deliveries)
        capture = self.saved(user, message, kind, f"event:{number}")
        self.deliveries.append(capture)
        self.deliver(capture, times)

    @rule(user=USERS, number=PICK, deleted=st.booleans())
    def react_like_before(self, user: str, number: int, deleted: bool) -> None:
        """To a message that has a note of that kind, or had one."""
        found = self.pick(number, deleted=deleted, of_message=True)
        if found and found[1].message:
            self.react(user, found[1].message, found[1].kind, 1)

    @rule(user=USERS, message=SAID)
    def point_at(self, user: str, message: Message) -> None:
        self.deliver(self.saved(user, message, None, None))

    def saved(
        self, user: str, message: Message, kind: NoteKind | None, receipt: str | None
    ) -> CaptureRequest:
        return CaptureRequest(
            workspace=self.env.ws,
            channel="C1",
            author=user,
            kind=kind,
            line=self.said[message],
            is_message=True,
            message=message,
            speaker=MESSAGES[message],
            receipt=receipt,
        )

    @rule(user=USERS, text=TEXTS, kind=KINDS, times=st.sampled_from([1, 1, 3]))
    def submit(self, user: str, text: str, kind: NoteKind, times: int) -> None:
        view = f"view:{len(self.deliveries)}"
        filled = note_steps.form(text)
        capture = CaptureRequest(self.env.ws, "C1", user, kind, text, form=filled, receipt=view)
        self.deliveries.append(capture)
        self.deliver(capture, times)

    @rule(number=PICK)
    def deliver_again(self, number: int) -> None:
        if self.deliveries:
            self.deliver(self.deliveries[number % len(self.deliveries)])

    @rule(number=PICK, times=st.sampled_from([1, 2]))
    def undo(self, number: int, times: int) -> None:
        found = self.pick(number)
        if found:
            by = note_steps.by(self.env, found[1].author)
            at_once(times, lambda: note_steps.changing(self.env).delete(by, found[0]))
            found[1].deleted = True

    @rule(number=PICK)
    def put_back(self, number: int) -> None:
        # One that is not deleted now and then; others are the sooner put back beside new ones.
        found = self.pick(number, deleted=number % 5 > 0)
        if not found:
            return
        note_id, note = found
        duplicates = (
            self.undeleted(note.message, note.kind) if note.message and note.deleted else []
        )
        by = note_steps.by(self.env, note.author)
        if self.refused(lambda: note_steps.changing(self.env).restore(by, note_id)):
            assert duplicates
        else:
            assert not duplicates
            note.deleted = False

    @rule(number=PICK, text=TEXTS, kind=KINDS, stage=st.sampled_from([None, "loyalty"]))
    def edit(self, number: int, text: str, kind: NoteKind, stage: str | None) -> None:
        found = self.pick(number)
        if not found or found[1].deleted:
            return
        note_id, note = found
        duplicates = set(self.undeleted(note.message, kind) if note.message else []) - {note_id}
        by, filled = note_steps.by(self.env, note.author), note_steps.form(text, stage=stage)
        if self.refused(lambda: note_steps.changing(self.env).edit(by, note_id, kind, filled)):
            assert duplicates
        else:
            assert not duplicates
            self.notes[note_id] = replace(note, text=text, kind=kind, stage=stage)

    @rule(number=PICK, stage=st.sampled_from([None, "onboarding"]))
    def move(self, number: int, stage: str | None) -> None:
        found = self.pick(number)
        if found and not found[1].deleted:
            by = note_steps.by(self.env, found[1].author)
            note_steps.changing(self.env).move(by, found[0], stage)
            found[1].stage = stage

    @rule(number=PICK, seconds=st.sampled_from([0, 61]))
    def take_back_ones_own(self, number: int, seconds: int) -> None:
        found = self.pick(number, of_message=True)
        if found and found[1].message:
            self.wait(seconds)
            self.take_back(found[1].author, found[1].message, found[1].kind)

    @rule(user=USERS, message=SAID, kind=KINDS)
    def take_back(self, user: str, message: Message, kind: NoteKind) -> None:
        note_steps.following(self.env).withdraw(self.env.ws, user, message, kind)
        counts = {number: self.count(number) for number in self.undeleted(message, kind)}
        for number, count in counts.items():
            note = self.notes[number]
            slip = self.env.clock.now() - note.created <= timedelta(minutes=1)
            note.deleted = note.author == user and not count and slip
            note.seen.discard(user)

    @rule(number=PICK, user=USERS)
    def support(self, number: int, user: str) -> None:
        found = self.pick(number)
        if not found or found[1].deleted:
            return
        if self.refused(lambda: note_steps.support(self.env, found[0], user)):
            assert self.notes[self.standing_for(found[0])].deleted
        else:
            found[1].seen |= {user} - {found[1].author}

    @rule(number=PICK, into=PICK, times=st.sampled_from([1, 1, 2]))
    def merge(self, number: int, into: int, times: int) -> None:
        found, other = self.pick(number), self.pick(into)
        if not found or not other or found[1].deleted:
            return
        (note_id, note), target = found, self.standing_for(other[0])
        stands = self.standing_for(note_id)
        possible = (
            not other[1].deleted
            and not self.notes[target].deleted
            and target != note_id
            and self.notes[target].kind is note.kind
            and stands in (note_id, target)
        )

        def merge() -> bool:
            return self.refused(lambda: note_steps.merge(self.env, note_id, other[0], note.author))

        assert set(at_once(times, merge)) == {not possible}
        if possible and stands == note_id:
            note.merged = target

    @rule(number=PICK)
    def merge_alike(self, number: int) -> None:
        """Two of a kind: most pairs are not."""
        every = list(self.notes)
        found = self.pick(number)
        if found:
            kind = found[1].kind
            alike = [n for n in every if self.notes[n].kind is kind and n != found[0]]
            if alike:
                self.merge(every.index(found[0]), every.index(alike[number % len(alike)]), 1)

    @rule(number=PICK)
    def separate(self, number: int) -> None:
        merged = [key for key, note in self.notes.items() if note.merged is not None]
        note_id = merged[number % len(merged)] if merged else next(iter(self.notes), None)
        if note_id is None:
            return
        note = self.notes[note_id]
        if self.refused(lambda: note_steps.separate(self.env, note_id, note.author)):
            assert note.deleted or note.merged is None
        else:
            assert note.merged is not None
            assert not note.deleted
            note.merged = None

    @rule(message=SAID, text=TEXTS)
    def reword(self, message: Message, text: str) -> None:
        before, self.said[message] = self.said[message], text
        note_steps.following(self.env).follow_edit(self.env.ws, message, text, before)
        if before == text:
            # A link that unfurls, say.
            return
        for number in self.undeleted(message):
            if self.notes[number].author == MESSAGES[message]:
                self.notes[number].text = text

    @rule(message=SAID)
    def remove(self, message: Message) -> None:
        note_steps.following(self.env).follow_deletion(self.env.ws, message)
        counts = {number: self.count(number) for number in self.undeleted(message)}
        for number, count in counts.items():
            note = self.notes[number]
            note.deleted = note.author == MESSAGES[message] and not count

    @rule(seconds=st.sampled_from([1, 30, 61]))
    def wait(self, seconds: int) -> None:
        self.env.clock.advance(timedelta(seconds=seconds))


@pytest.mark.slow
def test_notes_stay_what_a_simple_model_says_they_are(sqlite_url: URL) -> None:
    storage = Database(open_engine(sqlite_url))
    Notes.env = make_env(storage)
    # An example takes a third of a second; what two people do to one note comes up in any ten.
    run_state_machine_as_test(
        Notes, settings=settings(max_examples=examples(15), stateful_step_count=25)
    )
    storage.close()
