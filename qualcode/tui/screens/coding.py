"""What is being said here, and what do I call it?

The rule: a key changes the model and the pane at once and hands the same change to the session; where that fails, the
source is read again and the reason is said. What a key is about is the pane's target (selection, else unit) or the
active coding, the one in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from qualcode.i18n import _, ngettext
from qualcode.language.sentences import sentences
from qualcode.reduce.codebook import Code, add_code
from qualcode.reduce.codings import Coding
from qualcode.store import Project
from qualcode.tui import deeds
from qualcode.tui.document import Book, Document, drawn_coding, fill_digits, read_book, read_document
from qualcode.tui.finishing import toggle_finished
from qualcode.tui.pane.spans import Span
from qualcode.tui.pane.transcript import Transcript
from qualcode.tui.screens import code_palette, coding_panel
from qualcode.tui.screens.base import Place
from qualcode.tui.screens.coding_panel import TREE, Here
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.widgets.lines import Lines

WIDE, WIDER = 100, 120


class CodingScreen(Place):
    kind = "coding"
    CSS = f"""
    #work {{ height: 1fr; }}
    #tree {{ width: {TREE}; height: 1fr; display: none; }}
    #text {{ width: 1fr; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self.document: Document | None = None
        self.book: Book | None = None
        self._wanted: tuple[bytes, Span | None] | None = None
        self._all_coders = False
        self._unfolded: bool | None = None  # None: as the width asks for
        self._details = False
        self._given: tuple[Span, list[bytes]] = ((0, 0), [])  # the codes given last, and to what
        self._sought = ""
        self._tree: list[Code | None] = []
        self._number = 0  # of the last request to read

    def body(self) -> Iterable[Widget]:
        yield Horizontal(Lines(id="tree"), Vertical(self._pane(), Lines(id="panel"), id="text"), id="work")

    def _pane(self) -> Transcript:
        return Transcript(sentences=sentences, palette=self.main.palette, signs=self.main.signs, id="pane")

    @property
    def pane(self) -> Transcript:
        return self.query_one(Transcript)

    def where(self) -> tuple[str, ...]:
        return (_("Reduce"), _("Coding"), self.document.name if self.document else "…")

    def whose(self) -> str:
        return _("layer %s") % (_("all coders") if self._all_coders else self.session.coder_name)

    # Opening

    def want(self, source: bytes, span: Span | None = None) -> None:
        """Show this source when the screen is next seen, with ``span`` selected, else where one stopped."""
        if self.document is not None and self.document.source != source:
            self.leave()
        self._wanted = source, span
        if self.is_mounted and self.is_current:
            self.on_screen_resume()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.pane.focus()
        if self._wanted is not None:
            source, span = self._wanted
            self._wanted = None
            self.job(self._open(source, span))

    def on_screen_suspend(self) -> None:
        self.leave()

    def leave(self) -> None:
        if self.document is not None and self.is_mounted:
            self.session.notes.at[self.document.source.hex()] = self.pane.cursor
            self.session.keep_notes()

    async def _open(self, source: bytes, span: Span | None) -> None:
        document = await self._read(source)
        if document is None:
            return
        self.pane.load(document.text, document.turns, document.wraps, document.furniture, self._drawn())
        if span is not None:
            self.pane.select(span)
        else:
            self.pane.go_to(self.session.notes.at.get(source.hex(), 0))
        self.session.notes.last = source.hex()
        self.session.keep_notes()
        self.main.source_opened(source)
        self._settle()
        self.rows_changed()

    async def _read(self, source: bytes) -> Document | None:
        """The source and the codebook as they are; None where another request came after this one."""
        self._number += 1
        number, coder = self._number, self.session.coder
        assert coder is not None

        def read(project: Project) -> tuple[Document, Book]:
            return read_document(project, source, coder, all_coders=self._all_coders), read_book(project, coder)

        document, book = await self.session.read(read)
        if number != self._number:
            return None
        self.document, self.book = document, book
        fill_digits(self.session.notes, book)
        return document

    async def reload(self) -> None:
        if self.document is None:
            return
        before, active = self.document, self.pane.active
        document = await self._read(before.source)
        if document is None:
            return
        if (document.version, document.turns) != (before.version, before.turns):
            self.pane.load(document.text, document.turns, document.wraps, document.furniture, self._drawn())
        else:
            self.pane.set_codings(self._drawn())
            self.pane.choose(active.id if active and active.id in document.codings else None)
        self._settle()

    def _drawn(self) -> list[Any]:
        assert self.document is not None and self.book is not None
        return [drawn_coding(self.document, self.book, one) for one in self.document.codings.values()]

    def redraw(self) -> None:
        self.pane.set_look(self.main.palette, self.main.signs)
        if self.document is not None:
            active = self.pane.active
            self.pane.set_codings(self._drawn())
            self.pane.choose(active.id if active else None)
        self._settle()
        super().redraw()

    # The place of the cursor

    def on_transcript_cursor_moved(self) -> None:
        self._settle()

    def on_transcript_selection_changed(self) -> None:
        self._settle()

    def on_transcript_label_clicked(self) -> None:
        self._draw_panel()

    def _here(self) -> list[Coding]:
        """The codings over the target: those over the cursor first, the shortest before the longer, this coder's first."""
        document, pane = self.document, self.pane
        if document is None:
            return []
        at = {one.id for one in pane.codings_at(pane.cursor)}
        over = [
            document.codings[one.id] for one in pane.codings_in(pane.target or pane.unit) if one.id in document.codings
        ]
        return sorted(over, key=lambda c: (not document.mine(c), c.id not in at, c.stop - c.start, c.start, c.id))

    def _active(self) -> Coding | None:
        """The coding that the next key is about."""
        chosen = self.pane.active
        return self.document.codings.get(chosen.id) if self.document and chosen else None

    def _settle(self) -> None:
        """The cursor is elsewhere, or codings changed: the active coding is one of those here."""
        here = self._here()
        active = self.pane.active
        if active is None or active.id not in {one.id for one in here}:
            first = here[0].id if here and self.document and self.document.mine(here[0]) else None
            self.pane.choose(first)
        self._draw_panel()

    def _draw_panel(self) -> None:
        document, book, width = self.document, self.book, self.size.width
        if document is None or book is None or not width:
            return
        palette, signs = self.main.palette, self.main.signs
        beside = self._unfolded if self._unfolded is not None else width >= WIDE
        beside = beside and width >= WIDE
        tree = self.query_one("#tree", Lines)
        tree.display = beside
        panel = self.query_one("#panel", Lines)
        panel.display = not self.chooser.is_open
        room = width - TREE if beside else width
        active = self._active()
        here = Here(
            self.pane.unit_kind, self.pane.unit_number(self.pane.cursor), self.pane.turn_at(self.pane.cursor),
            tuple(self._here()), active,
        )  # fmt: skip
        lines = [coding_panel.object_line(document, here, room, palette)]
        lines.append(coding_panel.here_line(document, book, here, palette, signs))
        if self._details != (width >= WIDER):  # Enter shows them below 120 columns and folds them above
            lines += coding_panel.detail_lines(document, book, here, room, palette, signs)
        if not beside:
            keys = self.main.keys
            more = [
                (keys.command(id).keys[0], words)
                for id, words in (("coding.choose", _("other code")),)
                if keys.command(id).keys
            ]
            digits = coding_panel.digit_lines(book, self.session.notes, width, palette, more)
            lines.append(digits[0])
            self._second = digits[1]
        else:
            self._second = []
        panel.show(lines)
        if beside:
            height = max(1, self.size.height - 3)
            shown = coding_panel.tree_lines(book, self.session.notes, active.code if active else None, height, palette)
            self._tree = [code for _parts, code in shown]
            tree.show([parts for parts, _code in shown])
        self.rows_changed()

    _second: list[Any] = []

    def sentence(self) -> str:
        if self.chooser.is_open:
            return ""
        if self._second:
            return "".join(text for text, _style in self._second).strip()
        target = self.pane.target if self.document else None
        if target is None:
            return ""
        words = self.pane.words(target)
        count = len(words.split())
        return _("to be coded: %s (%s)") % (
            self._quoted(target), ngettext("%d word", "%d words", count) % count,
        )  # fmt: skip

    def _quoted(self, span: Span) -> str:
        """The words, or how they begin and end."""
        words, longest = self.pane.words(span), 26 if self.size.width < WIDE else 48
        if len(words) > longest:
            words = f"{words[: longest - 12].rstrip()} … {words[-9:].lstrip()}"
        return f"“{words}”"

    def on_resize(self) -> None:
        super().on_resize()
        self._draw_panel()

    def drawer_changed(self) -> None:
        self._draw_panel()
        self.call_after_refresh(self.pane.reveal)
        super().drawer_changed()

    def refocus(self) -> None:
        self.pane.focus()

    # Keys

    def run_command(self, id: str) -> bool:
        if id.startswith("text."):
            if self.document is None:
                return True
            if self.pane.run(id):
                return True
            return self._move_edge(id) if "-word-" in id or "-sentence-" in id else False
        if id.startswith("coding.") and (self.document is None or self.book is None):
            return True
        if id.startswith("coding.code-"):
            return self._digit(int(id[-1]))
        return super().run_command(id)

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
        for code in new:
            coding, write = deeds.give(document, book, self.session.notes, code, span)
            self.pane.add_coding(drawn_coding(document, book, coding))
            self.pane.choose(coding.id)
            self._write(write)
        if self._given[0] != span:
            self._given = span, []
        self._given = span, [*self._given[1], *(code for code in new if code not in self._given[1])]
        self._hold_selection()
        names = ", ".join(book.name(code) for code in new or codes)
        if new:
            count = book.counts[new[-1]]
            passages = ngettext("%d passage", "%d passages", count) % count
            self.say(_("{names} on {words} · {passages} · {key} takes it off").format(
                names=names, words=self._quoted(span), passages=passages, key=self.main.keys.command("work.undo").keys[0]
            ))  # fmt: skip
        else:
            self.say(_("%s is on these words already") % names)
        self._settle()

    def _write(self, write: Callable[[Project], Any]) -> None:
        """Hand a change over that is shown already; where it fails, show what the project says."""
        self.job(self.session.write(write), failed=lambda: self.job(self.reload()))

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

        def take(choice: Choice, stay: bool) -> None:
            if choice.key != code_palette.NEW:
                chosen([bytes.fromhex(choice.key)])
            else:
                self.job(self._make_code(choice, branch, chosen))
            if stay:
                here.update(self._given[1])
                self.chooser.type("")

        find = partial(code_palette.find_codes, book, self.session.notes, here, branch)
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

    # Changing codings

    def _own(self) -> Coding | None:
        """The active coding, where it is this coder's; else it is said why not."""
        one = self._active()
        if one is None or self.document is None:
            self.say(_("No coding of yours is here"))
            return None
        if not self.document.mine(one):
            self.say(_("This coding is %s's; only they change it") % self.document.coders.get(one.coder, "?"))
            return None
        return one

    def _change(self, one: Coding, **fields: Any) -> None:
        """Change fields of a coding, here and in the project."""
        document, book = self.document, self.book
        assert document is not None and book is not None
        changed, write = deeds.change(document, book, self.session.notes, one, **fields)
        self.pane.add_coding(drawn_coding(document, book, changed))
        self.pane.choose(one.id)
        self._write(write)
        if "code" in fields:
            self.say(_("%s is %s now") % (book.name(one.code), book.name(changed.code)))
        self._settle()

    def _move_edge(self, command: str) -> bool:
        one = self._own()
        if one is not None:
            span = self.pane.moved_edge((one.start, one.stop), command)
            if span != (one.start, one.stop):
                self._change(one, span=span)
                self.say(_("%s is on %s now") % (self.book.name(one.code) if self.book else "", self._quoted(span)))
        return True

    def do_coding_take_off(self) -> None:
        one = self._own()
        document, book = self.document, self.book
        if one is None or document is None or book is None:
            return
        self._write(deeds.take_off(document, book, one))
        self.pane.remove_coding(one.id)
        count = book.counts[one.code]
        self.say(_("{name} taken off · {passages} · {key} brings it back").format(
            name=book.name(one.code), passages=ngettext("%d passage left", "%d passages left", count) % count,
            key=self.main.keys.command("work.undo").keys[0],
        ))  # fmt: skip
        self._settle()

    def _judge(self, valence: int) -> None:
        one = self._own()
        if one is not None and self.book is not None:
            value = None if one.valence == valence else valence
            self._change(one, valence=value)
            word = {-1: _("a problem"), 0: _("mixed"), 1: _("a strength"), None: _("not judged")}[value]
            self.say(_("{name} is {word} here").format(name=self.book.name(one.code), word=word))

    def do_coding_problem(self) -> None:
        self._judge(-1)

    def do_coding_mixed(self) -> None:
        self._judge(0)

    def do_coding_strength(self) -> None:
        self._judge(1)

    def do_coding_memo(self) -> None:
        one = self._own()
        if one is None or self.book is None:
            return

        def done(text: str) -> None:
            if text != one.memo:
                self._change(one, memo=text)
                self.say(_("Memo written") if text else _("Memo taken away"))

        self.write_line(_("Memo on %s:") % self.book.name(one.code), one.memo, done)

    # Going

    def do_coding_next_here(self) -> None:
        here = self._here()
        if not here:
            self.say(_("Nothing is coded here"))
            return
        active = self._active()
        at = next((n for n, one in enumerate(here) if active and one.id == active.id), -1)
        self.pane.choose(here[(at + 1) % len(here)].id)
        self._draw_panel()

    def _beside(self, step: int) -> None:
        document, book, one = self.document, self.book, self._active()
        assert document is not None and book is not None
        codes = [one.code] if one else self._given[1]
        if not codes:
            self.say(_("Which code? Go to a coding first"))
            return
        found = document.beside(codes, one.start if one else self.pane.cursor, step)
        if found is None:
            said = _("No further passage with %s here") if step > 0 else _("No earlier passage with %s here")
            self.say(said % book.name(codes[0]))
            return
        self.pane.go_to(found.start)
        self.pane.choose(found.id)
        self._draw_panel()

    def do_coding_next_same(self) -> None:
        self._beside(1)

    def do_coding_previous_same(self) -> None:
        self._beside(-1)

    def do_coding_inspect(self) -> None:
        self._details = not self._details
        self._draw_panel()

    def do_coding_fold(self) -> None:
        if self.size.width < WIDE:
            self.say(_("There is nothing to fold below %d columns") % WIDE)
            return
        self._unfolded = not (self._unfolded if self._unfolded is not None else True)
        self._draw_panel()

    def do_coding_layer(self) -> None:
        self._all_coders = not self._all_coders
        self.job(self._show_layer())

    async def _show_layer(self) -> None:
        await self.reload()
        self.say(_("The codings of all coders") if self._all_coders else _("Only your own codings"))
        self.rows_changed()

    def do_coding_search(self) -> None:
        self.write_line(_("Search in this text:"), self._sought, self._search)

    def _search(self, words: str) -> None:
        pattern = r"\s+".join(re.escape(word) for word in words.split())
        if not pattern:
            return
        self._sought = words
        places = [match.span() for match in re.finditer(pattern, self.pane.text, re.IGNORECASE)]
        if not places:
            self.say(_("“%s” does not occur in this text") % words)
            return
        number = next((n for n, (start, _stop) in enumerate(places) if start > self.pane.cursor), 0)
        self.pane.go_to(places[number][0])
        self.say(_("“{words}”: {number} of {count} · {key} Enter goes on").format(
            words=words, number=number + 1, count=len(places), key=self.main.keys.command("coding.search").keys[0]
        ))  # fmt: skip

    # Finishing

    def do_coding_finish(self) -> None:
        document = self.document
        assert document is not None
        self.job(self._finish(document))

    async def _finish(self, document: Document) -> None:
        said = await self.session.write(
            lambda project: toggle_finished(project, document.source, document.coder, document.name)
        )
        await self.reload()
        self.say(said)
