"""What stands around the transcript: where the cursor is, what is coded there, the digits, the tree, the details.

The rule: pure functions from what is known to lines of parts; the screen says when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.i18n import _, ngettext
from qualcode.reduce.codebook import Code
from qualcode.reduce.codings import Coding
from qualcode.tui.document import Book, Document
from qualcode.tui.drawing import Parts, cells, cut, rule, wrapped, written
from qualcode.tui.notes import Notes
from qualcode.tui.palette import Palette, Signs
from qualcode.tui.screens.code_palette import definition
from qualcode.tui.words import grade_word

TREE = 26  # cells of the tree beside the text
MEMO = 5  # lines of a memo below the text
INSPECTOR = 26  # cells of what is known of the active coding, on the other side of a text in a very wide window


@dataclass(frozen=True)
class Here:
    """The place of the cursor: the unit's number in its turn, the turn's number (from 0, -1 for none), the codings over the
    unit with the active one among them."""

    unit_kind: str
    unit: tuple[int, int]
    turn: int
    codings: tuple[Coding, ...]
    active: Coding | None


def kinds(kind: str, number: int, of: int) -> str:
    """``sentence 2 of 3``."""
    if kind == "clause":
        return _("clause %d of %d") % (number, of)
    return (_("turn") if kind == "turn" else _("sentence %d of %d") % (number, of)) if of else ""


def object_line(document: Document, here: Here, width: int, palette: Palette) -> Parts:
    """Where one is: the unit, the turn, who speaks; how far this source is."""
    told = [kinds(here.unit_kind, *here.unit)]
    if here.turn >= 0:
        told.append(_("turn %d/%d") % (here.turn + 1, len(document.turns)))
    place, state = " · ".join(filter(None, told)), state_of(document)
    while len(state) > 1 and cells(place) + cells(" · ".join(state)) + 7 > width:
        state = state[1:]  # where one is comes first; how many codings there are stands in the list of sources too
    head = " · ".join(filter(None, (place, document.voices[here.turn] if here.turn >= 0 else "")))
    return rule(head, " · ".join(state), width, palette.style(quiet=True), palette.style(strong=True))


def state_of(document: Document) -> list[str]:
    """``● finished`` or what is left; what may be left out first."""
    told = [ngettext("%d coding", "%d codings", document.own) % document.own]
    if not document.left and document.finished_some:  # without a code nothing can be finished
        told.append("● " + _("finished"))
    else:
        told.append("◑ " + _("partly finished") if document.finished_some else "○ " + _("not finished"))
    if document.counts_for:
        told.append(_("counted: coder %s") % document.counts_for)
    return told


def here_line(document: Document, book: Book, here: Here, palette: Palette, signs: Signs) -> Parts:
    """The codings at the cursor, the active one in brackets."""
    quiet = palette.style(quiet=True)
    parts: Parts = [(" " + _("here") + "  ", quiet)]
    if not here.codings:
        others = document.counts_for and not document.all_coders and not document.open_round
        none = _("nothing coded yet by you · @ shows what others coded") if others else _("nothing coded yet")
        return [*parts, (none, quiet)]
    for one in here.codings:
        active = here.active is not None and one.id == here.active.id
        text = " ".join(filter(None, (book.name(one.code), signs.valence(one.valence))))
        code = book.living(one.code)
        style = palette.mark(code.hue if code else None, quiet=not document.mine(one), strong=active)
        parts += [(f"[{text}]" if active else f" {text} ", style), (" ", quiet)]
    return parts


def digit_lines(book: Book, notes: Notes, width: int, palette: Palette, keys: Sequence[tuple[str, str]]) -> list[Parts]:
    """The nine digits in two lines, then some keys with their words."""
    strong, quiet = palette.style(strong=True), palette.style(quiet=True)
    items: list[Parts] = []
    for number, name in enumerate(notes.digits, 1):
        code = book.known.get(bytes.fromhex(name)) if name else None
        if code is not None:
            items.append([(f"{number} ", strong), (code.shown, palette.mark(code.hue)), ("  ", quiet)])
    if not items:
        items.append([(_("Codes you give take the digits 1 to 9.") + "  ", quiet)])
    items += [[(f"{key} ", strong), (words + "  ", quiet)] for key, words in keys]
    room = width - 1
    longest = 13
    while longest > 7 and not _fits(items, longest, room):
        longest -= 1
    lines: list[Parts] = [[(" ", quiet)]]
    left = room
    for item in items:
        short = [(text if len(item) < 3 or n != 1 else cut(text, longest).rstrip() if cells(text) > longest else text, style)
                 for n, (text, style) in enumerate(item)]  # fmt: skip
        length = sum(cells(text) for text, _style in short) - 2
        if length > left:
            if len(lines) == 2:
                break
            lines.append([(" ", quiet)])
            left = room
        lines[-1] += short
        left -= length + 2
    return [*lines, []][:2] if len(lines) < 2 else lines


def _fits(items: list[Parts], longest: int, room: int) -> bool:
    left, line = room, 1
    for item in items:
        length = (
            sum(
                min(cells(text), longest) if len(item) == 3 and n == 1 else cells(text)
                for n, (text, _s) in enumerate(item)
            )
            - 2
        )
        if length > left:
            line, left = line + 1, room
        left -= length + 2
    return line <= 2


def tree_lines(
    book: Book, notes: Notes, active: bytes | None, height: int, palette: Palette
) -> list[tuple[Parts, Code | None]]:
    """The codebook beside the text, with the code of each line: every branch with its count; below it its codes, all of them
    where they fit, else those on a digit and those used most: it must not jump with the cursor."""
    strong, quiet = palette.style(strong=True), palette.style(quiet=True)
    width = TREE - 2
    living = book.living(active) if active else None
    below: dict[bytes, list[Code]] = {}
    for code in book.codes:
        below.setdefault(book.branch(code).id, []).append(code)
    title = ngettext("Codebook, %d code", "Codebook, %d codes", len(book.codes)) % len(book.codes)
    lines: list[tuple[Parts, Code | None]] = [([(" " + cut(title, width), strong)], None)]
    room = height - 1 - len(below)
    shown = _chosen(book, notes, room)
    for members in below.values():
        top = members[0]
        total = sum(book.counts[code.id] for code in members)
        inside = [code for code in members if code is not top and code.id in shown]
        sign = "▾" if inside else "▸"
        lines.append((_tree_line(f" {sign} {top.shown}", total, width, palette.mark(top.hue, strong=True), quiet), top))
        for code in inside:
            digit = notes.digits.index(code.id.hex()) + 1 if code.id.hex() in notes.digits else " "
            here = living is not None and code.id == living.id
            style = palette.mark(code.hue, strong=here) if not here else palette.style(strong=True)
            name = f" {digit} {'▸' if here else ' '}{code.shown}"
            lines.append((_tree_line(name, book.counts[code.id], width, style, quiet), code))
    return lines[:height]


def _tree_line(name: str, count: int, width: int, style: object, quiet: object) -> Parts:
    number = f" {count}" if count else ""
    return [(cut(name, width - len(number)), style), (number, quiet)]  # type: ignore[list-item]


def _chosen(book: Book, notes: Notes, room: int) -> set[bytes]:
    """Which codes are shown where there is room for so many."""
    inner = [code for code in book.codes if code.depth]

    def worth(code: Code) -> tuple[bool, int]:
        return code.id.hex() in notes.digits, book.counts[code.id]

    return {code.id for code in sorted(inner, key=worth, reverse=True)[: max(0, room)]}


def _facts(document: Document, book: Book, one: Coding, code: Code, signs: Signs) -> list[tuple[str, str]]:
    """What is known of a coding, each with its head: its code and judgement and who gave it, the code's definition and limits,
    gloss and memo; "" for what is not said."""
    judged = {-1: _("problem"), 0: _("mixed"), 1: _("strength"), None: _("not judged")}[one.valence]
    told = [
        f"{signs.valence(one.valence)} {judged}".strip(),
        grade_word(one.grade),
        document.coders.get(one.coder, "?"),
    ]
    if one.state != "unchanged":
        told.append(_("the words have changed since") if one.state == "changed" else _("moved with the text"))
    if one.about is not None:
        told.append(_("about %s") % document.places.get(one.about, "?"))
    return [
        (_("coding"), " · ".join(filter(None, (code.shown, *told)))),
        (_("means"), definition(code) or _("It has no definition yet.")),
        (_("gloss"), one.gloss or ""),
        (_("not"), code.use_not or ""),
        (_("memo"), one.memo or ""),
    ]


def _active_code(book: Book, here: Here) -> Code | None:
    return book.living(here.active.code) if here.active else None


def detail_lines(document: Document, book: Book, here: Here, width: int, palette: Palette, signs: Signs) -> list[Parts]:
    """Five lines about the active coding: its code's definition and limits, who gave it, its memo; that takes what it needs."""
    quiet, plainly = palette.style(quiet=True), palette.style()
    code = _active_code(book, here)
    if here.active is None or code is None:
        return [[(" " + _nothing_here(), quiet)], [], [], [], []]
    room = width - 12

    def line(head: str, text: str) -> Parts:
        return [(" " + cut(head, 10) + " ", quiet), (cut(text, room), plainly)]

    coding, (means, words), gloss, limits, memo = _facts(document, book, here.active, code, signs)
    meaning = wrapped(words, room, 1 if gloss[1] else 2)
    return [
        line(*coding),
        line(means, meaning[0]),
        line(*gloss) if gloss[1] else line("", meaning[1] if len(meaning) > 1 else ""),
        line(limits[0], limits[1] or "–"),
        *(line("" if n else memo[0], words) for n, words in enumerate(written(memo[1] or "–", room, MEMO))),
    ]


def inspector_lines(document: Document, book: Book, here: Here, palette: Palette, signs: Signs) -> list[Parts]:
    """The same beside the text: each head above its words, and all of the words."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    code, room = _active_code(book, here), INSPECTOR - 2
    if here.active is None or code is None:
        return [[(" " + text, quiet)] for text in wrapped(_nothing_here(), room, 9)]
    lines: list[Parts] = []
    for head, text in _facts(document, book, here.active, code, signs):
        if text:
            first = not lines
            lines += [] if first else [[], [(" " + cut(head, room), quiet)]]
            lines += [[(" " + words, strong if first else plainly)] for words in written(text, room, 99)]
    return lines


def _nothing_here() -> str:
    return _("Nothing is coded here. A digit gives a code, c finds one.")
