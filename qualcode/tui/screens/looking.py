"""Reading before coding: a view without codes, what is important and what is not, and notes on passages.

The rule: nothing here gives a code. In the view without codes a mark goes on to the next passage by itself, so that a text is
gone through with two keys; in the other one it stays, as a code does. The codes come back with the first key that needs them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qualcode.i18n import _, ngettext
from qualcode.reduce import looking
from qualcode.reduce.looking import IMPORTANT, NOTE, UNIMPORTANT, Looked
from qualcode.store import Project
from qualcode.store.ids import new_id
from qualcode.tui import deeds
from qualcode.tui.document import Document
from qualcode.tui.drawing import Parts, cut
from qualcode.tui.pane.draw import ASIDE, KEPT, NOTED
from qualcode.tui.pane.spans import PaneCoding, Span
from qualcode.tui.screens.mending import MendingScreen
from qualcode.tui.screens.reading import WIDE
from qualcode.tui.widgets.ask import MEMO

_BARE = {"fold", "memo", "important", "unimportant", "next-here", "search", "mend", "speakers", "finish"}


class LookingScreen(MendingScreen):
    """A text with the marks of reading."""

    def codes_for(self, id: str) -> None:
        """Show the codes again where this command needs them."""
        if self.bare and id.startswith("coding.") and id.removeprefix("coding.") not in _BARE:
            self._show_codes(True)

    def footer(self) -> str:
        return "reading" if self.bare else super().footer()

    def opened_first(self) -> None:
        """A text nobody here has opened or coded is read before it is coded; the tour shows codes."""
        if self.main.tour.at is None:
            self.bare = True
            self.say(_("Opened for the first time: read it first; {key} shows the codes and their digits").format(
                key=self.main.key_of("coding.fold")
            ))  # fmt: skip

    def _show_codes(self, shown: bool) -> None:
        self.bare = not shown
        for side in self.sides:
            if side.document is not None:
                side.pane.set_codings(self._drawn(side.document))
        self._settle()

    def _drawn(self, document: Document) -> list[Any]:
        return [] if self.bare else super()._drawn(document)

    def _draw_panel(self) -> None:
        for side in self.sides:
            document = side.document
            if document is not None and side.marks is not document.marks:
                side.marks = document.marks
                side.pane.set_marks(
                    PaneCoding(one.id, one.start, one.stop, _sign(one.kind), 0) for one in document.marks
                )
        super()._draw_panel()

    # Folding

    def do_coding_fold(self) -> None:
        """All panes, the text with its codes, the text alone, and again."""
        if self.bare:
            self._unfolded = None
            self._show_codes(True)
        elif self.size.width < WIDE or self._unfolded is False:
            self._show_codes(False)
            self.say(_("Without codes, to read: p important, P not, m a note; \\ shows the codes"))
        else:
            self._unfolded = False
            self._draw_panel()

    # Relevance

    def do_coding_important(self) -> None:
        self._mark(IMPORTANT)

    def do_coding_unimportant(self) -> None:
        self._mark(UNIMPORTANT)

    def _mark(self, kind: str) -> None:
        """Say that the passage is important or not; said again, it is taken back."""
        document, span = self.document, self.pane.target
        assert document is not None
        if span is None:
            self.say(_("There are no words here"))
            return
        pieces, before = self.pane.pieces(span), document.marks
        again = all(looking.says(before, document.coder, *one) == kind for one in pieces)
        edits = []
        for piece in pieces:
            if again:
                edits.append(looking.lifted(document.marks, document.coder, *piece))
            else:
                edits.append(looking.laid(document.marks, document.coder, *piece, kind))
            document.mark(edits[-1])
        write = deeds.mark(document, looking.together(edits))
        self.job(self.session.write(write), failed=lambda: self.job(self.reload()))
        words = {IMPORTANT: _("important"), UNIMPORTANT: _("not important")}[kind]
        told = _("%s: nothing is said of it any more") if again else f"%s: {words}"
        self.say(told % self._quoted(span))
        if self.bare and not again:
            self.pane.run("text.clear")
            self.pane.run("text.next-unit")
        self._settle()

    def do_coding_next_here(self) -> None:
        document = self.document
        if not self.bare or document is None:
            super().do_coding_next_here()
            return
        at = self.pane.unit[1]
        spans = self._unlooked()
        found = next((one for one in spans if one[1] > at), spans[0] if spans else None)
        if found is None:
            self.say(_("All that was said here was looked at"))
            return
        self.pane.go_to(max(found[0], at) if found[1] > at else found[0])
        self._settle()

    def _unlooked(self) -> list[Span]:
        document = self.document
        assert document is not None
        speech = [turn.speech for turn in document.turns if not turn.interviewer] or [t.speech for t in document.turns]
        return looking.left(document.text, speech, document.marks, document.coder)

    # Notes

    def _note(self) -> Looked | None:
        """This coder's note on the passage at the cursor."""
        document, target = self.document, self.pane.target
        if document is None or target is None:
            return None
        over = [
            one for one in document.marks
            if one.kind == NOTE and one.coder == document.coder and one.start < target[1] and one.stop > target[0]
        ]  # fmt: skip
        return min(over, key=lambda one: one.stop - one.start, default=None)

    def write_note(self) -> None:
        """Write a note on the passage, or write the one that is there anew; an empty one goes."""
        document, span = self.document, self.pane.target
        assert document is not None
        if span is None:
            self.say(_("There are no words here"))
            return
        note = self._note() or Looked(new_id(), document.coder, *span, NOTE)

        def done(text: str) -> None:
            if text != note.text:
                self.job(self._keep_note(document, replace(note, text=text)))

        self.write_line(_("Note on %s:") % self._quoted((note.start, note.stop)), note.text, done, lines=MEMO)

    async def _keep_note(self, document: Document, note: Looked) -> None:
        def write(project: Project) -> None:
            deeds.same_version(project, document)
            looking.write_note(project, document.source, document.version, note)

        await self.session.write(write)
        await self.reload()
        self.say(_("Note written") if note.text.strip() else _("Note taken away"))

    # What the panel says of it

    def _here_parts(self) -> Parts | None:
        """In the view without codes: the note here, else how far one has looked."""
        note = self._note()
        quiet, plainly = self.palette.style(quiet=True), self.palette.style()
        if note is not None:
            return [(" " + _("note") + "  ", quiet), (cut(note.text, self._room - 10).rstrip(), plainly)]
        document = self.document
        if not self.bare or document is None:
            return None
        mine = [one.kind for one in document.marks if one.coder == document.coder]
        aside = sum(kind not in (IMPORTANT, NOTE) for kind in mine)
        count = len(self._unlooked())
        told = " · ".join(
            (
                ngettext("%d important", "%d important", mine.count(IMPORTANT)) % mine.count(IMPORTANT),
                ngettext("%d not", "%d not", aside) % aside,
                ngettext("%d passage not looked at", "%d passages not looked at", count) % count,
            )
        )
        return [(" " + told, quiet)]


def _sign(kind: str) -> str:
    return {NOTE: NOTED, IMPORTANT: KEPT}.get(kind, ASIDE)
