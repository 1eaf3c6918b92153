"""The theme board as it is drawn: what is on it, its columns of cards, and what is known of the theme at the cursor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rich.style import Style

from qualcode.conclude.heard import heard
from qualcode.conclude.theme_review import NEEDS, WARNINGS, Review, reviews
from qualcode.i18n import N_, _, ngettext
from qualcode.reduce.codebook import Code, by_id
from qualcode.reduce.themes import loose_codes
from qualcode.store import Project
from qualcode.tui.drawing import Part, Parts, cells, cut, rule, wrapped
from qualcode.tui.narrowing import Narrowing
from qualcode.tui.palette import Palette

STAGES = ("candidate", "reviewed", "defined")
HEADS = {
    "loose": N_("CODES IN NO THEME"),
    "candidate": N_("CANDIDATE"),
    "reviewed": N_("REVIEWED"),
    "defined": N_("DEFINED"),
}
COLUMNS = tuple(HEADS)


@dataclass(frozen=True)
class Board:
    """``loose``: codes in no theme with how many passages they have; ``stages``: the themes of each stage."""

    loose: tuple[tuple[Code, int], ...]
    stages: dict[str, tuple[Review, ...]]
    codes: dict[bytes, Code]

    def count(self, name: str) -> int:
        """How many cards a column has."""
        return len(self.loose) if name == "loose" else len(self.stages[name])


def read_board(project: Project) -> Board:
    """The themes and loose codes as they are now."""
    ground = heard(project)
    known, counts = by_id(project), Counter(one.code for one in ground.segments)
    found = reviews(project, ground)
    return Board(
        tuple((known[code], counts[code]) for code in loose_codes(project)),
        {stage: tuple(one for one in found if one.theme.status == stage) for stage in STAGES}, known,
    )  # fmt: skip


def narrowed(board: Board, filtered: Narrowing) -> Board:
    """Of a board the themes and loose codes that are to be shown; words are looked for in names, claims and the names of codes."""

    def theme_words(one: Review) -> str:
        names = (board.codes[code].shown for code in one.theme.codes if code in board.codes)
        return " ".join((one.theme.shown, one.theme.name, one.theme.concept, *names))

    return replace(
        board,
        loose=tuple(one for one in board.loose if filtered.holds(one[0].id, f"{one[0].shown} {one[0].name}")),
        stages={
            stage: tuple(one for one in some if filtered.holds(one.theme.id, theme_words(one)))
            for stage, some in board.stages.items()
        },
    )


def said(board: Board, add_key: str) -> str:
    """The board in one sentence; ``add_key`` makes a theme."""
    count = sum(map(len, board.stages.values()))
    if not count:
        return _("No themes yet: {key} makes one; Space carries a code into it.").format(key=add_key)
    told = [ngettext("%d theme", "%d themes", count) % count]
    if board.loose:
        told.append(ngettext("%d code in no theme", "%d codes in no theme", len(board.loose)) % len(board.loose))
    if waiting := len(board.stages["candidate"]):
        told.append(ngettext("%d candidate waits for review", "%d candidates wait for review", waiting) % waiting)
    early = sum(bool(one.lacks("defined")) for one in board.stages["defined"])
    if early:
        told.append(
            ngettext("%d defined before its list was whole", "%d defined before their lists were whole", early) % early
        )
    return " · ".join(told)


def column_lines(board: Board, name: str, at: int, here: bool, width: int, height: int, palette: Palette) -> list[Part]:
    """A column's head, and as many of its cards as there is room for around its cursor (``here``: it is in this column)."""
    strong, quiet, plainly = palette.style(strong=True), palette.style(quiet=True), palette.style()
    count = board.count(name)
    head = cut(_(HEADS[name]), max(4, width - len(str(count)) - 2)) + f" {count}"
    lines: list[Part] = [(" " + head, strong if here else quiet)]
    room = height - 1
    tall = 1 if name == "loose" else 3 if 3 * max(map(len, board.stages.values())) <= room else 2  # lines of a card
    fits = max(1, room // tall)
    at = min(at, max(0, count - 1))
    top = min(max(0, at - fits + 1), at)
    for number in range(top, min(top + fits, count)):
        marked = here and number == at
        if name == "loose":
            code, passages = board.loose[number]
            shown = cut(code.shown, max(4, width - len(str(passages)) - 3))
            lines.append((f"{'▸' if marked else ' '}{shown} {passages}", strong if marked else plainly))
            continue
        one = board.stages[name][number]
        title = wrapped(one.theme.shown, max(4, width - 4), tall - 1)
        title = [f"▸[{title[0]}", *(f"  {text}" for text in title[1:])] if marked else [f"  {text}" for text in title]
        title[-1] += "]" if marked else ""
        lines += [(text, strong if marked else plainly) for text in title]
        care = " !" if one.warnings or (name == "defined" and one.lacks("defined")) else ""
        codes = ngettext("%d code", "%d codes", len(one.theme.codes)) % len(one.theme.codes)
        lines.append((f"   {codes} {one.raised}/{one.of}{care}", quiet))
        lines += [("", quiet)] * (tall - 1 - len(title))
    below = count - top - fits
    if below > 0:
        lines.append((f"   … +{below}", quiet))
    return lines


def theme_lines(board: Board, one: Review, palette: Palette, width: int, tall: bool) -> list[Parts]:
    """What is known of the theme at the cursor."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    room = min(width - 4, 100)
    named = [board.codes[rec].shown for rec in one.theme.codes if rec in board.codes]
    against, silent = len(one.against), len(one.silent)
    told = [ngettext("%d passage", "%d passages", against) % against]
    told.append(ngettext("%d asked and silent", "%d asked and silent", silent) % silent)
    told += ["! " + _(WARNINGS[warning]) for warning in one.warnings]
    found = [rule(one.theme.shown, f"{_(one.theme.status)}, {_(one.theme.nature)}", width, quiet, strong)]
    for title, text, lines in (
        (_("Idea"), one.theme.concept, 4 if tall else 2), (_("Codes"), ", ".join(named), 3 if tall else 1),
        (_("Against"), " · ".join(told), 1),
    ):  # fmt: skip
        found += described(title, text, room, lines, quiet, plainly)
    found += need_lines(one, room, quiet, plainly)
    if tall:
        found += described(_("Boundaries"), one.theme.boundaries, room, 3, quiet, plainly)
    return found


def need_lines(one: Review, room: int, quiet: Style, plainly: Style) -> list[Parts]:
    """What a theme has (✓) and what it still lacks (○) to be defined."""
    told = packed((f"{'○' if need in one.missing else '✓'} {_(words)}" for need, words in NEEDS.items()), room - 12)
    return [
        [(" " + cut(_("To define") if not number else "", 11), quiet), (" " + words, plainly)]
        for number, words in enumerate(told)
    ]


def packed(items: Iterable[str], room: int) -> list[str]:
    """Short texts on as few lines as they need, none of them broken."""
    found: list[str] = []
    for item in items:
        if found and cells(found[-1]) + cells(item) + 2 <= room:
            found[-1] += "  " + item
        else:
            found.append(item)
    return found


def described(title: str, text: str, room: int, lines: int, quiet: Style, plainly: Style) -> list[Parts]:
    """A text behind its title, on so many lines at most."""
    found: list[Parts] = []
    for number, words in enumerate(wrapped(text or "–", room - 12, lines)):
        found.append([(" " + cut(title if not number else "", 11), quiet), (" " + words, plainly)])
    return found
