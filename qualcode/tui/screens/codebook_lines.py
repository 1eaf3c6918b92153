"""How the codebook is drawn: a code in the tree, its fields, what rests on it, and what a change would do.

The rule: the field one is in is shown longer than the others, and a code no longer in use says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.i18n import _, ngettext
from qualcode.reduce.codebook import Code
from qualcode.tui.codebook_view import FIELDS, Shelf, area_words, field_text
from qualcode.tui.drawing import Parts, cells, cut, ends, rule, wrapped
from qualcode.tui.palette import Palette


def count_line(shelf: Shelf, palette: Palette) -> Parts:
    """How many codes there are, and how many are no longer in use."""
    live = sum(code.live for code in shelf.codes)
    said = ngettext("%d code", "%d codes", live) % live
    gone = len(shelf.codes) - live
    if gone:
        said += " · " + _("%d not in use") % gone
    return [(" " + said, palette.style(strong=True))]


def code_line(shelf: Shelf, code: Code, here: bool, sign: str, palette: Palette, width: int) -> Parts:
    """A code in the tree; ``sign``: its valence."""
    quiet = palette.style(quiet=True)
    count = shelf.counts.get(code.id, (0, 0))[0]
    careful = "!" if code.name in shelf.warnings else " "
    style = palette.style(strong=here, quiet=not code.live)
    branch = "▾" if code.depth == 0 else " "
    left: Parts = [
        ("▸" if here else " ", palette.style(strong=True)), ("  " * code.depth + branch, palette.mark(code.hue)),
        (code.shown + (f" {sign}" if sign else ""), style),
    ]  # fmt: skip
    return ends(left, [(f" {count or '·'}{careful}", quiet)], width, quiet)


def head_lines(shelf: Shelf, code: Code, digit: int | None, places: int, palette: Palette, room: int) -> list[Parts]:
    """The code's name with what was coded with it, the areas on ``places`` lines at most, and what is not well yet."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    count, sources = shelf.counts.get(code.id, (0, 0))
    used = ngettext("%d coding", "%d codings", count) % count
    where = ngettext("in %d source", "in %d sources", sources) % sources
    right = " · ".join(filter(None, (used, where, _("key %d") % digit if digit else "")))
    state = "" if code.live else " " + (_("(not in use)") if code.merged_into is None else _("(combined)"))
    found: list[Parts] = [rule(code.shown + state, right, room, quiet, strong)]
    if areas := area_words(shelf, code.id):
        found += [[(" " + part, quiet)] for part in wrapped(_("Used in") + " " + " · ".join(areas), room - 2, places)]
    for warning in shelf.warnings.get(code.name, ()):
        found.append([("! ", strong), (cut(warning.what, room - 3), plainly)])
    return found


def field_lines(code: Code, here: int | None, short: bool, palette: Palette, room: int) -> list[list[Parts]]:
    """The lines of each field; ``here``: the field one is in, ``short``: the others take three lines and not six."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    names = max(cells(_(words)) for _name, words in FIELDS) + 1 if room > 60 else 15
    found = []
    for number, (field, words) in enumerate(FIELDS):
        at = number == here
        first, *others = wrapped(
            field_text(code, field) or "–", max(10, room - names - 4), 3 if short and not at else 6
        )
        style = strong if at else plainly
        head: Parts = [("▸" if at else " ", strong), (cut(_(words), names), strong if at else quiet), (" ", plainly)]
        found.append([[*head, (first, style)], *([(" " * (names + 2), plainly), (line, style)] for line in others)])
    return found


def use_lines(shelf: Shelf, code: Code, palette: Palette, room: int) -> list[Parts]:
    """The themes the code stands in, and what was noted on it."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    rest: list[Parts] = []
    if themes := shelf.themes.get(code.id):
        rest += [[("  " + line, plainly)] for line in wrapped(_("themes: %s") % ", ".join(themes), room - 4, 2)]
    for memo in shelf.memos.get(code.id, ()):
        rest += [[("  " + line, plainly)] for line in wrapped(f"{memo.who}: {memo.text}", room - 4, 2)]
    return [rule(_("Themes and memos"), "", room, quiet, strong), *rest] if rest else []


def plan_lines(title: str, effect: Sequence[str], palette: Palette, room: int) -> list[Parts]:
    """What would be done, and what would come of it."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    found = [[("  " + text, plainly)] for line in effect for text in wrapped(line, room - 4, 3)]
    return [rule(title, "", room, quiet, strong), *found]
