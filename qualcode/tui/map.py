"""The map that is drawn where a key has begun: which keys may follow, and what waits where they lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.tui.drawing import Parts, cells, cut, rule
from qualcode.tui.keys import shown
from qualcode.tui.places import ALWAYS, AREAS

if TYPE_CHECKING:
    from qualcode.tui.app import Qualcode

WIDE = 100


def following_lines(main: Qualcode, contexts: Iterable[str], strokes: Sequence[str], width: int) -> list[Parts]:
    """The keys that may follow ``strokes``, in columns."""
    quiet, strong, plainly = main.palette.style(quiet=True), main.palette.style(strong=True), main.palette.style()
    following = main.keys.following(contexts, strokes)
    columns = 2 if width < WIDE else 3
    room = (width - 2) // columns
    lines: list[Parts] = [rule(f"{shown(' '.join(strokes))} …", "", width, quiet, strong)]
    for number in range(-(-len(following) // columns)):
        parts: Parts = [("  ", plainly)]
        for keys, words in following[number :: -(-len(following) // columns)]:
            parts += [(cut(keys, 4), strong), (cut(words, room - 5) + " ", plainly)]
        lines.append(parts)
    return lines


def map_lines(main: Qualcode, contexts: Iterable[str], strokes: Sequence[str], width: int) -> list[Parts]:
    """The whole map: areas with their keys, and beside each how much waits there."""
    contexts = tuple(contexts)
    if "go" not in contexts:
        return following_lines(main, contexts, strokes, width)
    quiet, strong, plainly = main.palette.style(quiet=True), main.palette.style(strong=True), main.palette.style()
    blocks: list[list[Parts]] = []
    room = min(28, width // (4 if width < WIDE else 5))
    named = {command for area in AREAS for command, _words in area.ways} | {command for command, _words in ALWAYS}
    for title, key, ways in (
        *((area.title, main.key_of(area.command), area.ways) for area in AREAS),
        (_("Always"), "", ALWAYS),
    ):
        head = cut(_(title).upper(), room - 4 - cells(key)) + key
        blocks.append([[(cut(" " + head, room), strong)], *_ways(main, ways, room)])
    others = [
        (key, words)
        for key, words in main.keys.following(contexts, strokes)
        if not any(key == _after(main, command) for command in named)
    ]
    if others:
        lines: list[Parts] = [[(cut(" " + _("Here").upper(), room), strong)]]
        lines += [[(cut(f"  {key}", 5), strong), (cut(words, room - 6) + " ", plainly)] for key, words in others]
        blocks.append(lines)
    empty: Parts = [(" " * room, plainly)]
    drawn: list[Parts] = [rule(_("g, then …"), _("a number: so much waits for you"), width, quiet, strong)]
    columns = max(1, width // room)
    for first in range(0, len(blocks), columns):
        row = blocks[first : first + columns]
        if first:
            drawn.append([])
        for y in range(max(len(block) for block in row)):
            drawn.append([part for block in row for part in (block[y] if y < len(block) else empty)])
    return drawn


def _after(main: Qualcode, command: str) -> str:
    """The key of a command without the stroke that has begun the map; else its first one."""
    keys = main.keys.command(command).keys
    return next((shown(key[2:]) for key in keys if key.startswith("g ")), shown(keys[0]) if keys else "")


def _ways(main: Qualcode, ways: Iterable[tuple[str, str]], room: int) -> list[Parts]:
    strong, plainly = main.palette.style(strong=True), main.palette.style()
    found: list[Parts] = []
    for command, words in ways:
        count = main.waiting.get(command, 0)
        number = str(count) if count else ""
        key = _after(main, command)
        head = max(4, cells(key) + 3)
        left = cut(_(words), room - head - cells(number) - 2)
        found.append([(cut(f"  {key}", head), strong), (left, plainly), (f" {number} " if number else "  ", strong)])
    return found
