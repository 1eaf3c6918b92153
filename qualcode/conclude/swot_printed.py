"""A SWOT as articles and reports print it, read from a spreadsheet: factors in four columns, strategies in a list.

One rule: what is printed comes in as printed. A dash is an empty place and no factor; what a table does not say (codes,
weights, the unit, a strategy's cell) stays unsaid, for the checks to name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.collect.figure_grids import read_grids
from qualcode.conclude.swot import QUADRANTS
from qualcode.conclude.tows import CELLS
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store.ids import fold

_LISTS = {
    "S": ("s", "strength", "strengths", "kekuatan"),
    "W": ("w", "weakness", "weaknesses", "kelemahan"),
    "O": ("o", "opportunity", "opportunities", "peluang"),
    "T": ("t", "threat", "threats", "ancaman"),
}
_FIELDS = {
    "cell": ("cell", "sel", "kuadran"),
    "text": ("strategy", "strategies", "strategi"),
    "group": ("group", "kelompok"),
    "items": ("factors", "faktor", "items", "kode", "kode faktor"),
    "owner": ("owner", "penanggung jawab", "opd"),
    "frame": ("frame", "waktu", "time", "tahun"),
    "quadrant": ("quadrant", "list", "daftar"),
    "factor": ("factor", "faktor strategis", "statement", "pernyataan"),
}
_NOTHING = frozenset({"", "-", "–", "—", "−", "...", "…", "n/a", "nihil"})
_CODES = re.compile(r"\b[SWOT]\d+[a-z]?\b")
_MARK = re.compile(r"^\s*(?:[•*▪·–-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")


@dataclass(frozen=True)
class PrintedFactor:
    quadrant: str
    text: str
    component: str = ""  # what its row of the table is about


@dataclass(frozen=True)
class PrintedStrategy:
    text: str
    cell: str = ""
    group: str = ""
    items: tuple[str, ...] = ()
    owner: str = ""
    frame: str = ""


@dataclass(frozen=True)
class Printed:
    factors: tuple[PrintedFactor, ...]
    strategies: tuple[PrintedStrategy, ...]
    empty: int  # places with a dash or nothing in the columns of factors


def read_printed(path: Path) -> Printed:
    """The factors and strategies of a CSV, XLSX or ODS file. UserError where it holds neither."""
    factors: list[PrintedFactor] = []
    strategies: list[PrintedStrategy] = []
    empty = 0
    for grid in read_grids(path):
        head: dict[str, int] = {}
        group = side = ""
        for row in grid.rows:
            found = _head(row)
            if found and not _says_so(row, found, head):
                head, group, side = found, "", ""
            elif head and any(cell.strip() for cell in row):
                if "text" in head:
                    group = _at(row, head, "group") or group
                    strategies += _strategies(row, head, group)
                elif side := _side(row, head, side):
                    strategies += _crossing(row, head, side)
                else:
                    made, nothing = _factors(row, head)
                    factors += made
                    empty += nothing
    if not factors and not strategies:
        raise UserError(
            _("the table has neither factors nor strategies"), where=str(path),
            todo=_("Give it columns S, W, O, T (or Kekuatan, Kelemahan, Peluang, Ancaman), or a column Strategi"),
        )  # fmt: skip
    return Printed(tuple(factors), tuple(strategies), empty)


def _head(row: Sequence[str]) -> dict[str, int]:
    """The columns of a row of heads: by list, or by field; empty where it is none."""
    words = [re.sub(r"\s*\([^)]*\)", "", fold(cell)) for cell in row]
    lists = {mark: words.index(name) for mark, names in _LISTS.items() for name in names if name in words}
    if len(lists) >= 2:
        return lists
    fields = {key: words.index(name) for key, names in _FIELDS.items() for name in names if name in words}
    if "text" in fields:
        return {key: at for key, at in fields.items() if key not in ("quadrant", "factor")}
    if "factor" in fields and ("quadrant" in fields or "cell" in fields):
        return {"quadrant": fields.get("quadrant", fields.get("cell", 0)), "factor": fields["factor"]}
    return {}


def _says_so(row: Sequence[str], found: dict[str, int], head: dict[str, int]) -> bool:
    """Whether a row below lists only says a word that could be a head: one phrase in a list's column, behind what its row is
    about."""
    first = min((head[mark] for mark in QUADRANTS if mark in head), default=0)
    about = [fold(cell).rstrip(".") for cell in row[:first] if cell.strip()]
    return set(found) == {"text"} and found["text"] in head.values() and bool(about) and about != ["no"]


def _at(row: Sequence[str], head: dict[str, int], key: str) -> str:
    text = row[head[key]].strip() if key in head and head[key] < len(row) else ""
    return "" if fold(text) in _NOTHING else text


def _factors(row: Sequence[str], head: dict[str, int]) -> tuple[list[PrintedFactor], int]:
    if "factor" in head:
        named = _at(row, head, "quadrant")
        mark = next((q for q, names in _LISTS.items() if fold(named) in names), "")
        return [PrintedFactor(mark, text) for text in _several(_at(row, head, "factor"))] if mark else [], int(not mark)
    first = min(head.values())
    component = next(
        (cell.strip() for cell in reversed(row[:first]) if not cell.strip().rstrip(".").isdigit() and cell.strip()), ""
    )
    found, empty = [], 0
    for mark in QUADRANTS:
        if mark in head:
            texts = _several(_at(row, head, mark))
            empty += not texts
            found += [PrintedFactor(mark, text, component) for text in texts]
    return found, empty


def _side(row: Sequence[str], head: dict[str, int], before: str) -> str:
    """Of a TOWS matrix (S and W over the columns, O and T before the rows, or the reverse) the list a row belongs to; that
    of the row before where nothing stands there; empty where this is none."""
    if set(head) not in ({"S", "W"}, {"O", "T"}):
        return ""
    first = next((cell for cell in row[: min(head.values())] if cell.strip()), "")
    words = re.sub(r"\s*\([^)]*\)", "", fold(first)).split()
    named = next((mark for mark, names in _LISTS.items() if mark not in head and words[:1] and words[0] in names), "")
    return named if words else before


def _crossing(row: Sequence[str], head: dict[str, int], side: str) -> list[PrintedStrategy]:
    """The strategies of a row of a TOWS matrix."""
    return [
        PrintedStrategy(text, f"{mark}{side}" if mark in "SW" else f"{side}{mark}", items=tuple(_CODES.findall(text)))
        for mark in head
        for text in _several(_at(row, head, mark))
    ]


def _several(text: str) -> list[str]:
    """The items of a cell: its lines, or what stands between semicolons."""
    parts = [_MARK.sub("", part).strip(" ;") for part in re.split(r"\n|;(?![^()]*\))", text)]
    return [part for part in parts if fold(part) not in _NOTHING]


def _strategies(row: Sequence[str], head: dict[str, int], group: str) -> list[PrintedStrategy]:
    cell = _at(row, head, "cell").upper()
    items = tuple(_CODES.findall(_at(row, head, "items")))
    return [
        PrintedStrategy(
            text, cell if cell in CELLS else "", group, items, _at(row, head, "owner"), _at(row, head, "frame")
        )
        for text in _several(_at(row, head, "text"))
    ]
