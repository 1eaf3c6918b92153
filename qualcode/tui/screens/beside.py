"""A second text beside the first, to compare what two people say: any source, or another place of the same one.

The rule: there are two sides and the keys are for one of them, in which everything is as with one text: what is coded there is
coded there. Where there is no room for both, the one in front is seen and the other keeps its place; nothing is ever closed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qualcode.collect.inventory import SourceLine, inventory
from qualcode.i18n import _, ngettext
from qualcode.language.sentences import sentences
from qualcode.tui.drawing import Parts, cut
from qualcode.tui.pane.spans import Span
from qualcode.tui.pane.transcript import Transcript
from qualcode.tui.ranking import Named, ranked
from qualcode.tui.screens.changing import ChangingScreen
from qualcode.tui.screens.coding_panel import TREE
from qualcode.tui.screens.reading import WIDEST
from qualcode.tui.side import Side
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.widgets.drawn import Drawn
from qualcode.tui.widgets.lines import Lines


class Divider(Drawn):
    """The line between two texts."""

    DEFAULT_CSS = "Divider { width: 1; height: 1fr; }"

    def parts(self, y: int, width: int) -> Parts:
        return [("│", self.palette.style(quiet=True))]


def _about(one: SourceLine) -> str:
    return " · ".join(filter(None, (one.region, ngettext("%d turn", "%d turns", one.turns) % one.turns)))


class BesideScreen(ChangingScreen):
    """One text or two."""

    _apart = False  # folded by hand: only the one in front is seen, however wide the window

    @property
    def other(self) -> Side | None:
        """The side that the keys are not for."""
        return next((one for one in self.sides if one is not self.side), None)

    @property
    def both(self) -> bool:
        """Whether two texts are seen."""
        return len(self.sides) > 1 and not self._apart and not self.bare and self.size.width >= WIDEST

    # Opening, and going over

    def want(self, source: bytes, span: Span | None = None, beside: bool = False) -> None:
        """Show this source when the screen is next seen; ``beside`` the text that was in front, where one was."""
        if beside and self.document is not None:
            if len(self.sides) == 1:
                self._open_second()
            self._apart, self.bare = False, False
            self._in_front(self.sides[1 - self.sides.index(self.side)])
            self._arrange_sides()
        super().want(source, span)

    def _open_second(self) -> None:
        side = Side(Transcript(sentences=sentences, palette=self.main.palette, signs=self.main.signs, id="second"))
        side.pane.lead(False)
        self.heads, self.divider = Lines(id="heads"), Divider()
        self.sides.append(side)
        self.panes.mount(self.heads, before=self.texts)
        self.texts.mount(self.divider, side.pane)

    def footer(self) -> str:
        usual = super().footer()
        return "beside" if usual == "coding" and len(self.sides) > 1 else usual

    def opened_first(self) -> None:
        if len(self.sides) == 1:  # of two texts one is compared with the other, codes and all
            super().opened_first()

    def _in_front(self, side: Side) -> None:
        """The keys are for this side from now on."""
        if side is not self.side:
            self._settle_moved()
            self.leave()
            self.pane.lead(False)
            self.side = side
            side.pane.lead(True)
            if side.document is not None:
                self.session.notes.last = side.document.source.hex()
                self.main.source_opened(side.document.source)
                self._settle()
                self.rows_changed()

    def on_transcript_touched(self, event: Transcript.Touched) -> None:
        self._in_front(next(one for one in self.sides if one.pane is event.transcript))

    def do_coding_beside(self) -> None:
        """To the other text; where there is none, choose one."""
        other = self.other
        if other is None or other.document is None:
            self.question(self._choose_second())
            return
        self._apart = False
        self._in_front(other)
        assert self.document is not None
        said = _("In front: {source}") if self.both else _("In front: {source} · {key} goes back to the other text")
        self.say(said.format(source=self.document.name, key=self.main.key_of("coding.beside")))

    async def _choose_second(self) -> None:
        """Ask which source shall stand beside this one: any, this one once more first."""
        document = self.document
        if document is None:
            return
        by_key = {one.id.hex(): one for one in await self.session.read(inventory)}
        here = document.source.hex()

        def find(query: str) -> list[Choice]:
            keys = ranked([Named(key, (one.name,)) for key, one in by_key.items()], query) if query else list(by_key)
            shown = sorted(keys, key=lambda key: key != here) if not query else keys
            again = _("this text once more, at another place")
            return [Choice(key, by_key[key].name, again if key == here else _about(by_key[key])) for key in shown]

        def take(choice: Choice, stay: bool) -> None:
            source = bytes.fromhex(choice.key)
            span = self.pane.selection if choice.key == here else None
            self.want(source, span, beside=True)

        def tell(choice: Choice, width: int) -> list[str]:
            if self.size.width >= WIDEST:
                return [_("Both texts are seen, and codes can be given in either.")]
            told = _("Side by side they need {wanted} columns; here are {columns}: {key} goes from one to the other.")
            return [told.format(wanted=WIDEST, columns=self.size.width, key=self.main.key_of("coding.beside"))]

        self.choose("sources", _("Which text beside this one?"), find, take, tell)

    # What is seen

    def do_coding_fold(self) -> None:
        """Two texts fold to the one in front first; the last step shows all again."""
        if self.both:
            self._apart = True
            self._draw_panel()
            name = self.other.document.name if self.other and self.other.document else ""
            self.say(_("{source} is folded away; {key} shows it").format(
                source=name, key=self.main.key_of("coding.beside")
            ))  # fmt: skip
            return
        self._apart = self._apart and not self.bare
        super().do_coding_fold()

    def _fold(self, width: int) -> tuple[bool, bool, bool]:
        codes, below, inspected = super()._fold(width)
        if not self.both:
            return codes, below, inspected
        return codes and width >= WIDEST + TREE, below or inspected, False

    def _draw_panel(self) -> None:
        if len(self.sides) > 1:
            self._arrange_sides()
        super()._draw_panel()
        if self.both:
            self._draw_heads()

    def _arrange_sides(self) -> None:
        both, width = self.both, self.size.width
        for side in self.sides:
            side.pane.display = both or side is self.side
        self.divider.display = self.heads.display = both
        left = self.sides[0].pane
        if both:
            left.styles.width = (width - TREE * self._fold(width)[0] - 1) // 2
        else:
            left.styles.width = "1fr"

    def _draw_heads(self) -> None:
        """Above each text which it is and where its cursor stands."""
        quiet, strong = self.palette.style(quiet=True), self.palette.style(strong=True)
        room = (self._room - 1) // 2
        parts: Parts = []
        for side, cells in zip(self.sides, (room, self._room - room - 1), strict=True):
            front = side is self.side
            told = f"{self.main.signs.unit if front else ' '} {self._head(side)}"
            parts += [("│", quiet)] if parts else []
            parts.append((cut(told, cells), strong if front else quiet))
        self.heads.show([parts])

    def _head(self, side: Side) -> str:
        document = side.document
        if document is None:
            return "…"
        turn = side.pane.turn_at(side.pane.cursor)
        told = [document.name]
        if turn >= 0:
            told += [_("turn %d/%d") % (turn + 1, len(document.turns)), document.voices[turn]]
        return " · ".join(filter(None, told))

    def _settle(self, moving: bool = False) -> None:
        super()._settle(moving)
        if not moving:
            self._mirror()

    def _mirror(self) -> None:
        """Where both show the same source, what was done in one is shown in the other."""
        side, other = self.side, self.other
        if other is None or other.document is None or side.document is None:
            return
        before, now = other.document, side.document
        if before.source == now.source and (before is not now or other.drawn != now.changes):
            other.document = now
            self._show_again(other, before)

    def parts(self) -> list[tuple[str, Callable[[], object]]]:
        if len(self.sides) < 2:
            return super().parts()
        return [(one.document.name, partial(self._in_front, one)) for one in self.sides if one.document is not None]
