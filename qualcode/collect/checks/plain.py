"""What a cell shows by itself and by its column: how it is written, shares over 100 %, negative counts, rows printed twice.

The rule: only what cannot be so is an alarm. A dash or three dots are answers, and no alarm.
"""

from __future__ import annotations

import re

from qualcode.collect.checks.board import Alarm, Board, grouped
from qualcode.collect.figure_cells import counted
from qualcode.i18n import _
from qualcode.language.numerals import flag_label
from qualcode.store.ids import fold

_SHARE = re.compile(r"%|persen")
_MAY_EXCEED = re.compile(r"laju|pertumbuhan|growth|inflasi|\bapk\b|partisipasi kasar|kenaikan|perubahan|rasio|realisasi|capaian|penurunan|imunisasi|%.*(apbd|target)")


def writing(b: Board) -> None:
    """Malformed numbers, words in a column of numbers, marks unlike those of the column."""
    for i, c in enumerate(b.cells):
        if "malformed" in c.flags or (c.value is None and "other_mark" in c.flags):
            b.accuse(Alarm(i, "malformed", "error", None, 0.97, _("“%s” is no number under any convention; kept as printed") % c.printed))
        elif "text" in c.flags and not c.prose and re.search(r"\d", c.printed):
            b.accuse(Alarm(i, "not_a_number", "note", None, 0.9, _("“%s” is words, not one number; kept as printed") % c.printed))
        elif "other_mark" in c.flags and not c.prose:
            b.accuse(Alarm(i, "number_style", "note", None, 0.6, _("“%s”: %s; read as %s") % (c.printed, flag_label("other_mark"), f"{c.value:.0f}")))


def impossible(b: Board) -> None:
    for i, c in enumerate(b.cells):
        if c.value is None:
            continue
        name = fold(c.indicator)
        share = _SHARE.search(fold(c.unit)) or _SHARE.search(name)
        if share and c.value > 100 + b.step(i) and not _MAY_EXCEED.search(name) and "/" not in c.unit:
            b.accuse(Alarm(i, "over_100", "error", None, 0.9, _("a share of more than 100 %")))
        if c.value < 0 and counted(c.unit, c.indicator) and not re.search(r"perubahan|kenaikan|penurunan|selisih|neto|net\b|migrasi", name):
            b.accuse(Alarm(i, "negative", "error", -c.value, 0.85, _("a count below nought")))


def twice(b: Board) -> None:
    """The same cell twice in a table; a row with all the figures of another."""
    plain = [i for i, c in enumerate(b.cells) if not c.prose]
    rows: dict[tuple[object, ...], list[int]] = {}
    for (table, *_area), at in grouped(b.cells, plain, "table", "area").items():
        by: dict[tuple[str, str], list[int]] = {}
        for i in at:
            by.setdefault((fold(b.cells[i].indicator), b.cells[i].year), []).append(i)
        exact = [some for some in by.values() if len({fold(b.cells[i].region) for i in some}) == 1]
        for some in exact:
            for i in some[1:]:
                first = b.cells[some[0]]
                text = _("%s stands twice in the table, first with %s") % (first.region, first.printed)
                b.accuse(Alarm(i, "duplicate_row", "error", None, 0.9, text))
        values = tuple((k, b.cells[v[0]].value) for k, v in sorted(by.items()))
        numbers = [v for _k, v in values if v is not None and v >= 10]
        if len(set(numbers)) > 1 and len(numbers) == len(values) and (len(numbers) > 2 or min(numbers) > 999):
            level = b.cells[at[0]].level
            rows.setdefault((table, level, values), []).append(at[0])
    for (table, *_rest), firsts in rows.items():
        for i in firsts[1:]:
            twin, area = b.cells[firsts[0]], b.cells[i].area
            for j in plain:
                if b.cells[j].table == table and b.cells[j].area == area and j not in b.alarms:
                    text = _("all figures of the row are those of %s") % twin.region
                    b.accuse(Alarm(j, "duplicate_row", "warning", None, 0.6, text))
