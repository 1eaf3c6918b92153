"""What a pane holds, for who asks: the text, the place of the cursor, what is selected and coded there.

The rule: nothing is changed here, and nothing of a terminal is known; offsets are code points of ``text``.
"""

from __future__ import annotations

from qualcode.tui.pane.cursor import Cursor, moved_edge
from qualcode.tui.pane.draw import View
from qualcode.tui.pane.motions import Selecting, UnitKind
from qualcode.tui.pane.spans import PaneCoding, PaneTurn, Span


class Held:
    """A text with its turns, a view of it and a cursor in it."""

    _marks: tuple[str, tuple[PaneTurn, ...], tuple[Span, ...], tuple[Span, ...]]
    _cursor: Cursor
    _view: View

    @property
    def text(self) -> str:
        return self._marks[0]

    @property
    def cursor(self) -> int:
        """The offset before which the cursor stands."""
        return self._cursor.at

    @property
    def unit(self) -> Span:
        """The unit under the cursor; empty where nobody speaks."""
        return self._cursor.unit

    @property
    def unit_kind(self) -> UnitKind:
        """What one unit is: clause, sentence, turn."""
        return self._cursor.kind

    @property
    def selection(self) -> Span | None:
        """What is selected, without blanks at its ends; None for nothing."""
        return self._cursor.selection

    @property
    def selecting(self) -> Selecting | None:
        """How the selection grows, for the object line; None where nothing is being selected."""
        return self._cursor.selecting

    @property
    def target(self) -> Span | None:
        """What a code would be given to: the selection, else the unit; None where there are no words."""
        return self._cursor.target

    @property
    def active(self) -> PaneCoding | None:
        """The coding that the next key is about."""
        return self._view.codings.get(self._view.active) if self._view.active else None

    def unit_at(self, offset: int, kind: UnitKind | None = None) -> Span:
        """The clause, sentence or turn at ``offset``; the kind in force where none is named."""
        return self._cursor.units.at(offset, kind or self.unit_kind)

    def unit_number(self, offset: int) -> tuple[int, int]:
        """Which unit of its turn lies at ``offset``, from 1, and how many the turn has."""
        return self._cursor.units.number(offset, self.unit_kind)

    def turn_at(self, offset: int) -> int:
        """The number of the turn at ``offset``, from 0; -1 for none."""
        return self._view.page.reading.turn_of(offset)

    def words(self, span: Span) -> str:
        """The words of ``span`` in one line, without labels; hard wraps and furniture as spaces."""
        return self._view.page.reading.words(span)

    def pieces(self, span: Span) -> list[Span]:
        """``span`` turn by turn, without the labels between."""
        return self._view.page.reading.pieces(span)

    def codings_at(self, offset: int) -> list[PaneCoding]:
        """The codings over the character at ``offset``, by start, the longer first."""
        return self._view.codings.at(offset)

    def codings_in(self, span: Span) -> list[PaneCoding]:
        """The codings that share a character with ``span``."""
        return self._view.codings.overlapping(*span)

    def moved_edge(self, span: Span, command: str) -> Span:
        """``span`` with the edge moved that ``text.end-word-later`` and its like move."""
        return moved_edge(self._cursor.units, span, command)
