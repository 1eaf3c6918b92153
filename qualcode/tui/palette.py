"""Colours and signs, by what the terminal can do.

The rule: colour groups, it never tells. A code is known by its label, its bracket and its place; its hue is only
its branch of the codebook, one of eight, and never means good or bad. So the same screen works in 256 colours, in
16, and in none; then labels, brackets and underline carry everything.

The washes under words are cells of the 256-colour cube, since every terminal with more colours shows those exactly.
They were chosen by search for the largest smallest distance, normal and with protanopia, deuteranopia or tritanopia
(CIEDE2000, Sharma et al. 2005; Machado et al. 2009), among calm ones that keep a contrast of 4.5 (WCAG 2.1) with
the words on them: 15.7 and 8.7 on dark ground, 16.6 and 8.7 on light. Eight is as many as stay apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rich.style import Style

HUES = 8

Depth = Literal["truecolor", "256", "16", "none"]


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """Colours as Rich reads them. ``washes`` lie under coded words, ``marks`` colour brackets and labels.

    Without washes (16 colours and none) weights and reverse do the work.
    """

    name: str
    dark: bool
    ground: str
    ink: str
    strong: str  # the unit at the cursor, headings; bold too
    quiet: str  # interviewer speech, names, what is done
    washes: tuple[str, ...]
    marks: tuple[str, ...]
    selected: tuple[str, str]  # ink and ground of the selection, () reversed where both are ""

    def style(
        self,
        hue: int | None = None,
        *,
        quiet: bool = False,
        strong: bool = False,
        overlap: bool = False,
        selected: bool = False,
    ) -> Style:
        """Words: over ``hue`` (0 to 7) where coded, underlined where two or more codings ``overlap``."""
        return _words(self, hue, quiet, strong, overlap, selected)

    def mark(self, hue: int | None, *, quiet: bool = False, strong: bool = False) -> Style:
        """A bracket or a label of a code of ``hue``; somebody else's ``quiet``."""
        return _mark(self, hue, quiet, strong)

    def cursor(self) -> Style:
        """The cell the cursor stands on."""
        return _words(self, None, False, False, False, True)


@lru_cache(512)
def _words(p: Palette, hue: int | None, quiet: bool, strong: bool, overlap: bool, selected: bool) -> Style:
    if selected:
        if p.selected == ("", ""):
            return Style(color=p.ink, bgcolor=p.ground, reverse=True, bold=strong, underline=overlap)
        return Style(color=p.selected[0], bgcolor=p.selected[1], bold=strong, underline=overlap)
    ground = p.washes[hue % HUES] if p.washes and hue is not None else p.ground
    ink = p.strong if strong or ground != p.ground else p.quiet if quiet else p.ink
    return Style(color=ink, bgcolor=ground, bold=strong, underline=overlap, dim=quiet and not p.washes and not strong)


@lru_cache(64)
def _mark(p: Palette, hue: int | None, quiet: bool, strong: bool) -> Style:
    color = p.marks[hue % HUES] if p.marks and hue is not None else p.quiet if hue is None else p.ink
    return Style(color=color, bgcolor=p.ground, bold=strong, dim=quiet and not strong)


DARK = Palette(
    name="dark",
    dark=True,
    ground="#1c1c1c",
    ink="#dadada",
    strong="#ffffff",
    quiet="#9e9e9e",
    washes=("#005faf", "#875f5f", "#005f00", "#87005f", "#5f0000", "#5f5f87", "#444444", "#00005f"),
    marks=("#5fafff", "#d7af87", "#87d787", "#ff87d7", "#ff8787", "#afafff", "#bcbcbc", "#5f87ff"),
    selected=("#1c1c1c", "#d7d7d7"),
)
LIGHT = Palette(
    name="light",
    dark=False,
    ground="#ffffff",
    ink="#262626",
    strong="#000000",
    quiet="#6c6c6c",
    washes=("#5fafff", "#ffaf5f", "#5fd7af", "#ffd7ff", "#ff8787", "#afafd7", "#87afaf", "#d7ffaf"),
    marks=("#005faf", "#af5f00", "#005f5f", "#870087", "#af0000", "#5f5f87", "#5f5f5f", "#5f5f00"),
    selected=("#ffffff", "#303030"),
)
DARK_HIGH = Palette(
    name="dark-high",
    dark=True,
    ground="#000000",
    ink="#ffffff",
    strong="#ffffff",
    quiet="#d0d0d0",
    washes=("#00005f", "#af0000", "#0000ff", "#005f00", "#af005f", "#005f87", "#8700af", "#5f0000"),
    marks=("#87d7ff", "#ffaf5f", "#87ff87", "#ff87ff", "#ff8787", "#afafff", "#ffffff", "#ffff5f"),
    selected=("#000000", "#ffffff"),
)
LIGHT_HIGH = Palette(
    name="light-high",
    dark=False,
    ground="#ffffff",
    ink="#000000",
    strong="#000000",
    quiet="#444444",
    washes=("#00afff", "#ff8700", "#00af00", "#ff5fff", "#ff5f87", "#00ffd7", "#afaf5f", "#ffff00"),
    marks=("#00005f", "#870000", "#005f00", "#5f005f", "#5f0000", "#005f5f", "#303030", "#5f5f00"),
    selected=("#ffffff", "#000000"),
)
SIXTEEN = Palette(
    name="16",
    dark=True,
    ground="default",
    ink="default",
    strong="default",
    quiet="default",
    washes=(),
    marks=("cyan", "yellow", "green", "magenta", "red", "bright_cyan", "bright_magenta", "bright_blue"),
    selected=("", ""),
)
NONE = Palette(
    name="none",
    dark=True,
    ground="default",
    ink="default",
    strong="default",
    quiet="default",
    washes=(),
    marks=(),
    selected=("", ""),
)


def depth(environ: Mapping[str, str]) -> Depth:
    """How many colours the terminal of this environment shows. NO_COLOR counts when it is there and not empty."""
    if environ.get("NO_COLOR"):
        return "none"
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "truecolor"
    term = environ.get("TERM", "").lower()
    if term in ("", "dumb", "unknown"):
        return "none"
    if "256color" in term or "direct" in term or term.startswith(("xterm-kitty", "alacritty", "foot")):
        return "256"
    return "16"


def palette(depth: Depth, dark: bool = True, high: bool = False) -> Palette:
    """The palette for a colour depth and a ground; ``high``: every wash keeps a contrast of 7 (WCAG 2.1, AAA) with its words."""
    if depth == "none":
        return NONE
    if depth == "16":
        return SIXTEEN
    if high:
        return DARK_HIGH if dark else LIGHT_HIGH
    return DARK if dark else LIGHT


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that are not letters. Every one is one cell wide, but for ``mixed`` in ASCII."""

    open: str
    through: str
    close: str
    single: str
    proposed: str
    crowded: str
    unit: str
    folded: str
    more: str
    problem: str
    mixed: str
    strength: str
    bar: str  # done, to do

    def valence(self, valence: int | None) -> str:
        """The sign of -1, 0, +1; nothing for None."""
        return "" if valence is None else (self.mixed, self.strength, self.problem)[valence]


UNICODE = Signs("╭", "│", "╰", "╶", "┆", "+", "▌", "⋯", "…", "−", "±", "+", "▓░")
ASCII = Signs("[", "|", "]", "-", ":", "+", ">", "...", "~", "-", "+-", "+", "#-")


def signs(environ: Mapping[str, str]) -> Signs:
    """Box-drawing signs, or ASCII ones where QUALCODE_ASCII is set or the locale is not UTF-8."""
    if environ.get("QUALCODE_ASCII"):
        return ASCII
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        if locale := environ.get(name):
            return UNICODE if "utf" in locale.lower() or locale.upper() in ("C", "POSIX") else ASCII
    return UNICODE
