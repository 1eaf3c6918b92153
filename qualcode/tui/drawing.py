"""Lines of a screen from parts of text.

The rule: nothing reaches a strip but through ``strip``. There a part loses whatever a terminal would obey, whoever
wrote it (names, labels, quotes of files made by others), every part carries its ground, and the line is exactly as
wide as it was asked to be.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qualcode.tui.pane.cells import FILLER, fit, safe

Part = tuple[str, Style]
Parts = list[Part]

_TO_SPACE = str.maketrans({"\n": " ", "\t": " ", FILLER: None})


def line(text: str) -> str:
    """``text`` safe for one line; blanks stay as they are."""
    return safe(text).translate(_TO_SPACE)


def cells(text: str) -> int:
    """How many cells ``text`` takes as ``line`` shows it."""
    return cell_len(line(text))


def cut(text: str, width: int, more: str = "…") -> str:
    """``text`` in exactly ``width`` cells, ending in ``more`` where something was left out."""
    return fit(line(text), width, more)


def strip(parts: Iterable[Part], width: int, plainly: Style) -> Strip:
    """The parts as one line of ``width`` cells: what is too long is cut, what is left is ``plainly``."""
    segments: list[Segment] = []
    left = width
    for text, style in parts:
        text = line(text)
        length = cell_len(text)
        if length > left:
            text, length = fit(text, left), left
        if text:
            segments.append(Segment(text, style))
        left -= length
        if left <= 0:
            break
    if left > 0:
        segments.append(Segment(" " * left, plainly))
    return Strip(segments, width)


def ends(left: Parts, right: Parts, width: int, plainly: Style) -> Parts:
    """``left`` from the left edge and ``right`` to the right one; the left gives way."""
    room = max(0, width - sum(cells(text) for text, _style in right))
    shown: Parts = []
    for text, style in left:
        length = cells(text)
        if length > room:
            shown.append((cut(text, room), style))
            room = 0
            break
        shown.append((text, style))
        room -= length
    return [*shown, (" " * room, plainly), *right]


def rule(title: str, right: str, width: int, style: Style, strong: Style, sign: str = "─") -> Parts:
    """A line before a section, with its title in it and a few words at its end."""
    head = f" {line(title)} " if title else ""
    tail = f" {line(right)} " if right else ""
    room = max(0, width - 3 - cell_len(tail))
    if cell_len(head) > room:
        head = fit(head.rstrip(), room)
    fill = max(0, width - 3 - cell_len(head) - cell_len(tail))
    return [(sign * 2, style), (head, strong), (sign * fill, style), (tail, style), (sign, style)]


def wrapped(text: str, width: int, lines: int) -> list[str]:
    """``text`` on at most ``lines`` lines of ``width`` cells, cut at spaces; what is left out ends in an ellipsis."""
    found: list[str] = []
    current = ""
    words = line(text).split()
    for number, word in enumerate(words):
        longer = f"{current} {word}" if current else word
        if cell_len(longer) <= width or not current:
            current = longer
            continue
        if len(found) + 1 == lines:
            found.append(fit(" ".join([current, *words[number:]]), width).rstrip())
            return found
        found.append(current)
        current = word
    return [*found, fit(current, width).rstrip()] if current else found or [""]
