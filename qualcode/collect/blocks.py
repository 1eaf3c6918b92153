"""How paragraphs, tables and cues of a document are written as text: the same way whatever file they came in.

Turns are read from the text alone, so its form is a promise: paragraphs stand apart by a blank line; a table is a
block, a row begins a line and has a tab between cells; a cue is a line with its times, then its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SHORT = 500  # characters: a cell before the last that is no longer is written on one line, since its row begins there

Cell = Sequence[str]  # its paragraphs


def joined(blocks: Iterable[str]) -> str:
    """Paragraphs and tables, a blank line between them; empty ones are left out."""
    return "\n\n".join(block for block in blocks if block.strip())


def table(rows: Iterable[Sequence[Cell]]) -> str:
    """A table's text. Further paragraphs of a row's last cell are further lines, and of an earlier one where it is long."""
    return "\n".join(line for row in rows if (line := _row(row)).strip())


def _row(cells: Sequence[Cell]) -> str:
    written = [[paragraph for paragraph in cell if paragraph.strip()] for cell in cells]
    *earlier, last = written or [[]]
    parts = [" ".join(cell).replace("\n", " ") if sum(map(len, cell)) <= SHORT else "\n".join(cell) for cell in earlier]
    return "\t".join([*parts, "\n".join(last)])


def cue(start: float, stop: float, words: str, speaker: str = "") -> str:
    """A cue of a recording: its times (seconds) as a line, then its words, with who speaks before them."""
    return f"[{_clock(start)} --> {_clock(stop)}]\n{said(words, speaker)}"


def said(words: str, speaker: str = "") -> str:
    """The words of a cue without blank lines, with who speaks before them."""
    lines = "\n".join(line for raw in words.split("\n") if (line := raw.strip()))
    return f"{speaker}: {lines}" if speaker else lines


def _clock(seconds: float) -> str:
    whole = max(0, round(seconds * 1000))
    return f"{whole // 3_600_000:02d}:{whole // 60_000 % 60:02d}:{whole // 1000 % 60:02d}.{whole % 1000:03d}"
