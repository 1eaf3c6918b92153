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

from qualcode.errors import UserError
from qualcode.tui.pane.cells import FILLER, fit, safe

Part = tuple[str, Style]
Parts = list[Part]

_TO_SPACE = str.maketrans({"\n": " ", "\t": " ", FILLER: None})


def line(text: str) -> str:
    """``text`` safe for one line; blanks stay as they are."""
    return safe(text).translate(_TO_SPACE)


def lines_of(text: str) -> str:
    """``text`` safe for a page of several lines: its own breaks stay."""
    return "\n".join(map(line, text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))


def cells(text: str) -> int:
    """How many cells ``text`` takes as ``line`` shows it."""
    return cell_len(line(text))


def cut(text: str, width: int, more: str = "…") -> str:
    """``text`` in exactly ``width`` cells, ending in ``more`` where something was left out."""
    return fit(line(text), width, more)


def ending(text: str, width: int) -> str:
    """``text`` in at most ``width`` cells, its beginning left out where it is too long: of a path the end tells most."""
    text = line(text)
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) >= width:
        text = text[1:]
    return "…" + text


def in_a_line(error: UserError, width: int) -> str:
    """What is wrong and what to do, in ``width`` cells where that is possible: of a path its name is enough, and what is wrong
    is never cut for where it is."""
    where = (error.where or "").rstrip("/").rpartition("/")[2]
    for shorter in (str(error), str(UserError(error.what, where=where or None, todo=error.todo))):
        if cells(shorter) <= width:
            return shorter
    return str(UserError(error.what, where=where or None)) if cells(where) < width // 3 else error.what


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


def written(text: str, width: int, lines: int) -> list[str]:
    """A memo on at most ``lines`` lines of ``width`` cells: what was written in lines of its own stays so."""
    found = [part for one in text.split("\n") for part in wrapped(one, width, lines)]
    return found if len(found) <= lines else [*found[: lines - 1], fit(" ".join(found[lines - 1 :]), width).rstrip()]


def differing(old: str, new: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """The words of both, each with whether the other has it not in its place."""
    from difflib import SequenceMatcher

    before, after = line(old).split(), line(new).split()
    left, right = [(word, True) for word in before], [(word, True) for word in after]
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        for n in range(block.size):
            left[block.a + n] = before[block.a + n], False
            right[block.b + n] = after[block.b + n], False
    return left, right


def column(words: list[tuple[str, bool]], width: int, lines: int, style: Style, marked: Style) -> list[Parts]:
    """Words on at most ``lines`` lines of ``width`` cells, the marked ones between ``[ ]`` and in their own style."""
    found: list[Parts] = [[]]
    used = 0
    for number, (word, other) in enumerate(words):
        opens = other and not (number and words[number - 1][1])
        closes = other and not (number + 1 < len(words) and words[number + 1][1])
        text = ("[" if opens else "") + word + ("]" if closes else "")
        length = cells(text)
        if used and used + 1 + length > width:
            if len(found) == lines:
                found[-1].append((" …", style))
                break
            found.append([])
            used = 0
        if used:
            found[-1].append((" ", style))
            used += 1
        if length > width:
            text, length = fit(text, width), width
        found[-1].append((text, marked if other else style))
        used += length
    for parts in found:
        parts.append((" " * max(0, width - sum(cells(text) for text, _style in parts)), style))
    return found


def beside(left: list[Parts], right: list[Parts], width: int, style: Style) -> list[Parts]:
    """Two columns of ``width`` cells with a rule between them."""
    empty: Parts = [(" " * width, style)]
    return [
        [
            ("  ", style),
            *(left[n] if n < len(left) else empty),
            (" │ ", style),
            *(right[n] if n < len(right) else empty),
        ]
        for n in range(max(len(left), len(right)))
    ]
