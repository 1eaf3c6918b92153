"""What is being said here, and what do I call it?

The rule: a key changes the model and the pane at once and hands the same change to the session; where that fails, the
source is read again and the reason is said. What a key is about is the pane's target (selection, else unit) or the
active coding, the one in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from qualcode.i18n import _, ngettext
from qualcode.reduce.codebook import Code, add_code
from qualcode.tui import deeds
from qualcode.tui.document import Book, Document, drawn_coding
from qualcode.tui.drawing import cells
from qualcode.tui.finishing import finish_or_ask, finished_but_for_one
from qualcode.tui.pane.transcript import Transcript
from qualcode.tui.screens import code_palette
from qualcode.tui.screens.beside import BesideScreen
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.widgets.lines import Lines


class CodingScreen(BesideScreen):
    """Giving codes, and saying that a source is finished."""

    # Keys

    def run_command(self, id: str) -> bool:
        if id != "coding.finish":
            self._asked = None
        if id.startswith("text."):
            if self.document is None:
                return True
            arrived = self.side.arrived
            if id == "text.clear" and arrived is not None and self.pane.selection == arrived:
                return False  # shown so by the list one came from: one step back is that list
            with self.pane.prevent(
                Transcript.CursorMoved, Transcript.SelectionChanged
            ):  # told here, not over the screen's tree
                done = self.pane.run(id)
            if done:
                self._moved()
                return True
            self._settle_moved()
            return self._move_edge(id) if "-word-" in id or "-sentence-" in id else False
        self._settle_moved()
        if id.startswith("coding.") and (self.document is None or self.book is None):
            return True
        self.codes_for(id)
        if id.startswith("coding.code-"):
            return self._digit(int(id[-1]))
        return super().run_command(id)

    def on_transcript_asked(self) -> None:
        self.run_command("coding.choose")
        self.rows_changed()

    def on_lines_clicked(self, event: Lines.Clicked) -> None:
        code = self._tree[event.number] if event.lines.id == "tree" and event.number < len(self._tree) else None
        if code is not None:
            self.calm()
            self._give([code.id])

    # Giving codes

    def _digit(self, number: int) -> bool:
        name = self.session.notes.digits[number - 1]
        if not name:
            self.say(_("No code is on %d yet: choose one with c; it takes the next free digit") % number)
        else:
            self._give([bytes.fromhex(name)])
        return True

    def _give(self, codes: list[bytes]) -> None:
        """Put codes on the target; what is there already is not given twice."""
        document, book, span = self.document, self.book, self.pane.target
        assert document is not None and book is not None
        if span is None:
            self.say(_("There are no words here to code"))
            return
        new = [code for code in codes if document.same(code, span) is None]
        if new:
            given, write = deeds.give(document, book, self.session.notes, new, span)
            for coding in given:
                self.pane.add_coding(drawn_coding(document, book, coding))
            self.pane.choose(given[-1].id)
            self._by_default = given[-1].id
            self._write(write)
        if self._given[0] != span:
            self._given = span, []
        self._given = span, [*self._given[1], *(code for code in new if code not in self._given[1])]
        self._hold_selection()
        names = ", ".join(self._given_name(book, code, code in new) for code in new or codes)
        if new:
            count = book.counts[new[-1]]
            passages = ngettext("%d passage", "%d passages", count) % count
            words, key = self._quoted(span), self.main.key_of("work.undo")
            said = _("{names} on {words} · {passages} · {key} takes it off").format(
                names=names, words=words, passages=passages, key=key
            )
            turn = self.pane.turn_at(span[0])
            if turn >= 0 and document.turns[turn].interviewer:
                said = _("{names} on what an interviewer says: it is counted nowhere · {key} takes it off").format(
                    names=names, key=key
                )
            elif cells(said) > self.size.width - 2:  # one line: the text stays where it is
                said = _("{names} on {words} · {key} takes it off").format(names=names, words=words, key=key)
            self.say(said)
        else:
            self.say(_("%s is on these words already") % names)
        self._settle()

    def _given_name(self, book: Book, code: bytes, new: bool) -> str:
        """The name of a code, with the tone it gave by itself."""
        sign = self.main.signs.valence(book.known[code].valence) if new else ""
        return f"{book.name(code)} {sign}".strip()

    def _hold_selection(self) -> None:
        """A range that followed the cursor stays selected, and the next plain move drops it."""
        growing = self.pane.selecting
        if growing is not None and growing.follows:
            same = growing.kind == self.pane.unit_kind
            self.pane.run("text.free" if growing.by == "character" else "text.range" if same else "text.turn")

    def do_coding_repeat(self) -> None:
        if not self._given[1]:
            self.say(_("No code was given yet"))
            return
        self._give(list(self._given[1]))

    def do_coding_repeat_on(self) -> None:
        self.do_coding_repeat()
        self.pane.run("text.clear")
        self.pane.run("text.next-unit")

    def do_coding_choose(self) -> None:
        self._open_palette(_("Code for %s"), lambda codes: self._give(codes))

    def do_coding_in_vivo(self) -> None:
        span = self.pane.target
        if span is not None:
            words = self.pane.words(span)[: code_palette.LONGEST]
            self._open_palette(_("Code for %s"), lambda codes: self._give(codes), query=words, new=True)

    def do_coding_recode(self) -> None:
        one = self._own()
        if one is not None:
            self._open_palette(_("Another code for %s"), lambda codes: self._change(one, code=codes[0]))

    def _open_palette(
        self, title: str, chosen: Callable[[list[bytes]], object], query: str = "", new: bool = False
    ) -> None:
        book, span = self.book, self.pane.target
        assert book is not None
        if span is None:
            self.say(_("There are no words here to code"))
            return
        here = {one.code for one in self._here()}
        last = book.living(self._given[1][-1]) if self._given[1] else None
        branch = book.branch(last) if last else None
        if branch is not None and all(code.parent != branch.id for code in book.codes):
            branch = None  # nothing stands beneath it: a code of its own, as the next one shall be

        def take(choice: Choice, stay: bool) -> None:
            if choice.key != code_palette.NEW:
                chosen([bytes.fromhex(choice.key)])
            else:
                self.job(self._make_code(choice, branch, chosen))
            if stay:
                here.update(self._given[1])
                self.chooser.type("")

        find = partial(code_palette.find_codes, book, self.session.notes, here, branch, passage=self.pane.words(span))
        self.choose(
            "codes", title % self._quoted(span), lambda q: find(q), take, partial(code_palette.tell_code, book), query
        )
        if new:
            self.chooser.move(len(self.chooser.found))

    async def _make_code(self, choice: Choice, branch: Code | None, chosen: Callable[[list[bytes]], object]) -> None:
        name = " ".join(self._typed_name(choice).split())
        made = await self.session.write(lambda project: add_code(project, name, parent=branch.id if branch else None))
        await self.reload()
        chosen([made])
        finished = await self.session.read(finished_but_for_one)
        if finished:
            said = ngettext(
                "{name} is new: {count} finished source was not looked through for it · S in it says that it was",
                "{name} is new: {count} finished sources were not looked through for it · S in each says that it was",
                finished,
            )
            self.say(said.format(name=name, count=finished))

    def _typed_name(self, choice: Choice) -> str:
        """The name in ``+ make “name”``, whatever the language."""
        match = re.search("“(.*)”", choice.name)
        return match.group(1) if match else self.chooser.typed

    def do_pin(self, choice: Choice) -> None:
        if choice.key != code_palette.NEW:
            self._pinning = bytes.fromhex(choice.key)
            self.say(_("Which digit, 1 to 9?"))

    _pinning: bytes | None = None

    async def on_key(self, event: Any) -> None:
        if self._pinning is not None:
            code, self._pinning = self._pinning, None
            if event.character and event.character in "123456789":
                event.stop()
                event.prevent_default()
                self.session.notes.pin(code, int(event.character))
                self.session.keep_notes()
                self.chooser.type(self.chooser.typed)
                assert self.book is not None
                self.say(_("%s is on %s now") % (self.book.name(code), event.character))
                return
        await super().on_key(event)

    # Finishing

    def do_coding_finish(self) -> None:
        document = self.document
        assert document is not None
        self.job(self._finish(document))

    _asked: bytes | None = None  # the source whose finishing was asked about

    async def _finish(self, document: Document) -> None:
        said, self._asked = await finish_or_ask(self.session, document.source, document.name, self._asked)
        await self.reload()
        self.say(said)
