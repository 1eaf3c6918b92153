"""The cursor and the selection, and what the ``text.`` commands do to them.

The rule: a plain move drops the selection, unless a range follows it (after Space, v or V); an extending move makes
one. What a code would be given to is the *target*: the selection, or else the unit under the cursor.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import get_args

from qualcode.tui.pane import motions
from qualcode.tui.pane.motions import UNIT_KINDS, EdgeMove, Selecting, UnitKind, Units
from qualcode.tui.pane.spans import Span
from qualcode.tui.pane.wrap import Page

_EDGE_MOVES: dict[str, EdgeMove] = {f"text.{move}": move for move in get_args(EdgeMove)}


class Cursor:
    """Where one stands in a page and what is selected. ``at`` is always a place where the cursor can stand."""

    def __init__(self, page: Page, units: Units, at: int = 0, kind: UnitKind = "sentence") -> None:
        self.page = page
        self.units = units
        self.kind: UnitKind = kind
        self.at = page.snap(at)
        self.selecting: Selecting | None = None
        self._unit: tuple[tuple[int, UnitKind, Units], Span] | None = None  # found last, and where
        self._column: int | None = None  # the column that up and down keep to
        self._commands: dict[str, Callable[[], bool | None]] = {
            "text.next-unit": lambda: self._to_unit(1),
            "text.previous-unit": lambda: self._to_unit(-1),
            "text.down": lambda: self.by_lines(1),
            "text.up": lambda: self.by_lines(-1),
            "text.left": lambda: self._step(motions.by_character(self.page, self.at, -1)),
            "text.right": lambda: self._step(motions.by_character(self.page, self.at, 1)),
            "text.next-word": lambda: self._step(motions.by_word(self.page, self.at, 1)),
            "text.previous-word": lambda: self._step(motions.by_word(self.page, self.at, -1)),
            "text.line-start": lambda: self._step(motions.line_edges(self.page, self.at)[0]),
            "text.line-end": lambda: self._step(motions.line_edges(self.page, self.at)[1]),
            "text.next-turn": lambda: self._step(motions.by_turn(self.page, self.at, 1)),
            "text.previous-turn": lambda: self._step(motions.by_turn(self.page, self.at, -1)),
            "text.top": lambda: self._step(motions.ends(self.page)[0]),
            "text.bottom": lambda: self._step(motions.ends(self.page)[1]),
            "text.unit-kind": self._next_kind,
            "text.range": lambda: self._range(Selecting(self.at, "unit", self.kind, follows=True)),
            "text.free": lambda: self._range(Selecting(self.at, "character", self.kind, follows=True)),
            "text.turn": lambda: self._range(Selecting(self.at, "unit", "turn", follows=True)),
            "text.other-end": self._other_end,
            "text.extend-next": lambda: self._extend_by_unit(1),
            "text.extend-previous": lambda: self._extend_by_unit(-1),
            "text.extend-down": lambda: self.by_lines(1, extend=True),
            "text.extend-up": lambda: self.by_lines(-1, extend=True),
            "text.extend-left": lambda: self.extend(motions.by_character(self.page, self.at, -1)),
            "text.extend-right": lambda: self.extend(motions.by_character(self.page, self.at, 1)),
            "text.clear": self._clear,
            **{command: partial(self._move_edge, move) for command, move in _EDGE_MOVES.items()},
        }

    @property
    def selection(self) -> Span | None:
        """What is selected, without blanks at its ends; None for nothing."""
        if self.selecting is None:
            return None
        span = motions.trimmed(self.page.reading, self.selecting.span(self.units, self.at))
        return span if span[0] < span[1] else None

    @property
    def unit(self) -> Span:
        """The unit under the cursor; empty where nobody speaks."""
        place = self.at, self.kind, self.units
        if self._unit is None or self._unit[0] != place:
            self._unit = place, self.units.at(self.at, self.kind)
        return self._unit[1]

    @property
    def target(self) -> Span | None:
        """What a code would be given to; None where there are no words."""
        unit = self.unit
        return self.selection or (unit if unit[0] < unit[1] else None)

    def run(self, command: str) -> bool:
        """Do a ``text.`` command; False where it has nothing to do or is not the cursor's."""
        action = self._commands.get(command)
        return action is not None and action() is not False

    def place(self, at: int, selecting: Selecting | None = None) -> None:
        """Stand at ``at``, with ``selecting`` or nothing selected."""
        self.at = self.page.snap(at)
        self.selecting = selecting
        self._column = None

    def extend(self, at: int) -> None:
        """Select by characters from where the selection, or the cursor, is to ``at``."""
        selecting = self.selecting
        if selecting is None or selecting.by != "character":
            selecting = Selecting(self.at, "character", self.kind)
        self.place(at, selecting)

    def by_lines(self, step: int, extend: bool = False) -> None:
        """``step`` lines down, keeping the column one came from."""
        column = self.page.place(self.at)[0] if self._column is None else self._column
        at = motions.by_line(self.page, self.at, step, column)
        if extend:
            self.extend(at)
        else:
            self._step(at)
        self._column = column

    def _step(self, at: int) -> None:
        follows = self.selecting is not None and self.selecting.follows
        self.place(at, self.selecting if follows else None)

    def _to_unit(self, step: int) -> None:
        selecting = self.selecting
        kind = selecting.kind if selecting and selecting.follows else self.kind
        unit = self.units.beside(self.at, kind, step)
        while unit is not None and step > 0 and self.page.snap(unit[0]) <= self.at:
            unit = self.units.beside(unit[0], kind, step)  # it begins inside a grapheme
        if unit is None and step < 0:
            unit = self.units.at(self.at, kind)
        self._step(unit[0] if unit is not None else self.at)

    def _extend_by_unit(self, step: int) -> None:
        selecting = self.selecting or Selecting(self.at, "unit", self.kind)
        unit = self.units.beside(self.at, selecting.kind, step)
        if unit is None:
            self.place(self.at, selecting)
        elif selecting.by == "character" and step > 0:
            here = self.units.at(self.at, selecting.kind)
            self.place(here[1] if self.at < here[1] else unit[1], selecting)
        else:
            self.place(unit[0], selecting)

    def _range(self, new: Selecting) -> None:
        """Begin a range; the same key again ends it and leaves it selected; another key changes its steps."""
        old = self.selecting
        if old is None or not old.follows:
            self.place(self.at, new)
        elif (old.by, old.kind) == (new.by, new.kind):
            self.place(self.at, Selecting(old.anchor, old.by, old.kind))
        else:
            self.place(self.at, Selecting(old.anchor, new.by, new.kind, follows=True))

    def _next_kind(self) -> None:
        self.kind = UNIT_KINDS[(UNIT_KINDS.index(self.kind) + 1) % len(UNIT_KINDS)]
        self.place(self.at)

    def _other_end(self) -> bool:
        old = self.selecting
        if old is None:
            return False
        self.place(old.anchor, Selecting(self.at, old.by, old.kind, old.follows))
        return True

    def _clear(self) -> bool:
        if self.selecting is None:
            return False
        self.place(self.at)
        return True

    def _move_edge(self, move: EdgeMove) -> bool:
        span = self.target
        if span is None:
            return False
        start, end = motions.moved_edge(self.units, span, move)
        self.place(end, Selecting(self.page.snap(start), "character", self.kind))
        return True


def moved_edge(units: Units, span: Span, command: str) -> Span:
    """``span`` as the edge command (``text.end-word-later`` and its like) would leave it."""
    return motions.moved_edge(units, span, _EDGE_MOVES[command])


def is_edge_move(command: str) -> bool:
    """Whether ``command`` moves an edge of what is selected, or of the coding at the cursor."""
    return command in _EDGE_MOVES
