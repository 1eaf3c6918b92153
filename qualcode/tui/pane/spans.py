"""What the pane is given, and where codings lie.

The rule: positions are half-open code-point offsets ``[start, end)`` in the canonical text, everywhere; columns and
lines exist only inside the pane. ``SpanIndex`` finds the codings of a stretch of text without looking at the
others: the text is cut into buckets of equal length and each knows the codings that touch it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Span = tuple[int, int]

BUCKET = 2048  # code points; a screen is one or two buckets


@dataclass(frozen=True, slots=True)
class PaneTurn:
    """One utterance. ``name`` is what the name column shows; a paragraph of prose has no label and no name."""

    label: Span | None
    speech: Span
    name: str = ""
    interviewer: bool = False


@dataclass(frozen=True, slots=True)
class PaneCoding:
    """A coding to draw: ``hue`` 0 to 7, ``valence`` -1, 0, +1 or None, ``mine`` for the layer's own coder.

    ``proposed`` draws it as a suggestion that waits for a decision; ``noted``: it bears a memo.
    """

    id: bytes
    start: int
    end: int
    name: str
    hue: int
    valence: int | None = None
    mine: bool = True
    proposed: bool = False
    noted: bool = False


class SpanIndex:
    """Codings by place and by id."""

    def __init__(self, codings: Iterable[PaneCoding] = ()) -> None:
        self._by_id: dict[bytes, PaneCoding] = {}
        self._buckets: dict[int, list[PaneCoding]] = {}
        for coding in codings:
            self.add(coding)

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[PaneCoding]:
        return iter(self._by_id.values())

    def get(self, id: bytes) -> PaneCoding | None:
        return self._by_id.get(id)

    def add(self, coding: PaneCoding) -> None:
        """Put ``coding`` in; one with the same id is replaced. Raises ValueError for an empty span."""
        if coding.start >= coding.end:
            raise ValueError(f"a coding needs at least one character: {coding.start}..{coding.end}")
        self.remove(coding.id)
        self._by_id[coding.id] = coding
        for number in range(coding.start // BUCKET, (coding.end - 1) // BUCKET + 1):
            self._buckets.setdefault(number, []).append(coding)

    def remove(self, id: bytes) -> PaneCoding | None:
        """Take the coding with this id out and return it; None where there was none."""
        coding = self._by_id.pop(id, None)
        if coding is not None:
            for number in range(coding.start // BUCKET, (coding.end - 1) // BUCKET + 1):
                self._buckets[number].remove(coding)
        return coding

    def overlapping(self, start: int, end: int) -> list[PaneCoding]:
        """The codings that share a character with ``[start, end)``, by start, the longer first."""
        found: dict[bytes, PaneCoding] = {}
        for number in range(start // BUCKET, max(start, end - 1) // BUCKET + 1):
            for coding in self._buckets.get(number, ()):
                if coding.start < end and coding.end > start:
                    found[coding.id] = coding
        return sorted(found.values(), key=lambda c: (c.start, -c.end, c.id))

    def at(self, offset: int) -> list[PaneCoding]:
        """The codings over the character at ``offset``."""
        return self.overlapping(offset, offset + 1)
