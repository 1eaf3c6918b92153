"""What a cell shows by itself and by its column: how it is written, shares over 100 %, negative counts, rows printed twice.

The rule: only what cannot be so is an alarm. A dash or three dots are answers, and no alarm.
"""

from __future__ import annotations

import re

from qualcode.collect.checks.board import Alarm, Board, grouped
from qualcode.collect.figure_cells import counted
from qualcode.i18n import _
from qualcode.language.numerals import flag_label, split_marks
from qualcode.store.ids import fold

_SHARE = re.compile(  # by what is printed, or by how BPS defines it: a part of those that could be
    r"%|persen|partisipasi (murni|sekolah|angkatan kerja)|\bap[ms]\b|melek huruf|pengangguran terbuka"
)
_MAY_EXCEED = re.compile(
    r"laju|pertumbuhan|growth|inflasi|\bapk\b|partisipasi kasar|kenaikan|perubahan|rasio|realisasi|capaian|penurunan|imunisasi|%.*(apbd|target)"
)

DIGITS = 6  # of a row's different figures: fewer may be equal by chance


def writing(b: Board) -> None:
    """Malformed numbers, words in a column of numbers, marks unlike those of the column."""
    for i, c in enumerate(b.cells):
        if "malformed" in c.flags or (c.value is None and "other_mark" in c.flags):
            b.accuse(
                Alarm(
                    i,
                    "malformed",
                    "error",
                    None,
                    0.97,
                    _("“%s” is no number under any convention; kept as printed") % c.printed,
                )
            )
        elif "text" in c.flags and not c.prose and re.search(r"\d", c.printed):
            b.accuse(
                Alarm(
                    i,
                    "not_a_number",
                    "note",
                    None,
                    0.9,
                    _("“%s” is words, not one number; kept as printed") % c.printed,
                )
            )
        elif "other_mark" in c.flags and not c.prose:
            b.accuse(
                Alarm(
                    i,
                    "number_style",
                    "note",
                    None,
                    0.6,
                    _("“%s”: %s; read as %s") % (c.printed, flag_label("other_mark"), f"{c.value:.0f}"),
                )
            )


def impossible(b: Board) -> None:
    for i, c in enumerate(b.cells):
        if c.value is None:
            continue
        name = fold(c.indicator)
        share = _SHARE.search(fold(c.unit) or name)  # a title may name shares beside what its unit says
        if share and c.value > 100 + b.step(i) and not _MAY_EXCEED.search(name) and "/" not in c.unit:
            b.accuse(Alarm(i, "over_100", "error", None, 0.9, _("a share of more than 100 %")))
        if (
            c.value < 0
            and counted(c.unit, c.indicator)
            and not re.search(r"perubahan|kenaikan|penurunan|selisih|neto|net\b|migrasi", name)
        ):
            b.accuse(Alarm(i, "negative", "error", -c.value, 0.85, _("a count below nought")))


def twice(b: Board) -> None:
    """The same cell twice in a table; a row with all the figures of another, whatever its rows are: areas, measures or years."""
    plain = [i for i, c in enumerate(b.cells) if not c.prose]
    seen: dict[tuple[object, ...], int] = {}
    for i in plain:
        c = b.cells[i]
        first = seen.setdefault((c.table, c.area, fold(c.region), fold(c.indicator), c.year), i)
        if first != i:
            text = _("%s stands twice in the table, first with %s") % (c.region or c.indicator, b.cells[first].printed)
            b.accuse(Alarm(i, "duplicate_row", "error", None, 0.9, text))
    for row in (("area", "level"), ("indicator",), ("year",)):
        column = [name for name in ("area", "indicator", "year") if name not in row]
        _copied(b, [i for i in plain if i not in b.alarms], row, column)


def _digits(b: Board, at: int) -> str:
    """The digits of a figure that say something: neither the noughts before nor those behind."""
    return re.sub(r"\D", "", split_marks(b.cells[at].printed)[0]).strip("0")


def _copied(b: Board, plain: list[int], row: tuple[str, ...], column: list[str]) -> None:
    rows: dict[tuple[object, ...], list[int]] = {}
    if row == (
        "indicator",
    ):  # measures are rows only where a table is about one area; elsewhere equal columns may well be
        one = {
            table
            for (table,), at in grouped(b.cells, plain, "table").items()
            if len({b.cells[i].area for i in at}) == 1
        }
        plain = [i for i in plain if b.cells[i].table in one]
    for (table, *_key), at in grouped(b.cells, plain, "table", *row).items():
        cells = sorted(
            ((tuple(str(getattr(b.cells[i], n)) for n in column), b.cells[i].value) for i in at),
            key=lambda one: (one[0], one[1] is not None, one[1] or 0.0),  # a figure and a dash may be of one area
        )
        known = [v for _k, v in cells if v is not None]
        digits = sum(len(text) for text in {_digits(b, i) for i in at})
        if len(known) == len(cells) > 1 and len(set(known)) > 1 and digits >= DIGITS:
            rows.setdefault((table, b.cells[at[0]].level, *cells), []).append(at[0])
    for (table, *_rest), firsts in rows.items():
        for i in firsts[1:]:
            twin, key = b.cells[firsts[0]], [getattr(b.cells[i], n) for n in row]
            for j in plain:
                if b.cells[j].table == table and [getattr(b.cells[j], n) for n in row] == key:
                    text = _("all figures of the row are those of %s") % (
                        twin.region if row[0] == "area" else getattr(twin, row[0])
                    )
                    b.accuse(Alarm(j, "duplicate_row", "error", None, 0.8, text))
                    b.believed[j] = None  # not known: no sum may be held against the others for it
