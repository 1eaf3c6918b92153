"""The areas of the rows of a table: the level and the kecamatan of each.

The rule: names decide the level - ``Kecamatan X``, a name alone over its kelurahan, ``Jumlah``, ``Kota X`` - then the numbering and
the title. A subtotal keeps its place among the areas it sums, so that what does not add up is found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qualcode.collect.figure_blocks import DISTRICT, VILLAGE, Block
from qualcode.collect.figure_heads import Column, town_of
from qualcode.collect.figure_labels import LEVEL, LEVELS, NUMBERED, TOTAL, Known, bare_name, kecamatan_of
from qualcode.collect.figure_lines import (
    Line,
    below_style,
    called_kota,
    group_of,
    is_grand,
    is_total,
    lines_of,
    mixed_case,
    more_areas,
    numbered_groups,
)
from qualcode.collect.figure_rows import Row
from qualcode.collect.regions import name_key
from qualcode.language.numerals import split_marks
from qualcode.store.ids import fold

_ROMAN = re.compile(r"[IVX]+\.?|[A-Z]\.")


def area_rows(
    block: Block, heads: Sequence[Column], areas: Sequence[Column], values: Sequence[Column], known: Known
) -> list[Row]:
    """The rows with values, each with its level and kecamatan."""
    town = town_of(block.title)
    title = fold(block.title)
    upper, lower = (areas[0], areas[-1]) if len(areas) > 1 else (None, areas[0])
    number = next((h for h in heads if h.role == "number"), None)
    lines = lines_of(block, upper, lower, number, values)
    base = _base(block, lower, known)
    told = _told_by(lines, base, upper, known)
    if base == "kecamatan" and upper is None and (told == "roman" or not all(x.has for x in lines)):
        base = "kelurahan"
    rows: list[Row] = []
    group, open_, closed, headed = "", False, 0, False  # headed: the group's own row has its figures
    for n, line in enumerate(lines):
        r, above = line.at, line.above
        text = NUMBERED.sub("", split_marks(line.label)[0] or line.label)
        word = LEVEL.match(text)
        bare = text[word.end() :].strip() if word else text
        said = word[1].casefold().rstrip(".") if word else ""
        if above and not TOTAL.fullmatch(above):
            group, open_ = LEVEL.sub("", NUMBERED.sub("", above)), True
        if not line.has:  # a name alone is a kecamatan
            group, open_, headed = bare, True, False
            continue
        total = bool(TOTAL.fullmatch(text)) or (not text and bool(above) and bool(TOTAL.fullmatch(above)))
        total = total and not called_kota(text, lines, n, known)
        if total and not text:
            whole = group_of(above, lines) or (
                group if open_ and not LEVEL.match(above) and any(x.has for x in lines[n + 1 :]) else ""
            )
            rows.append(Row(r, "kecamatan", whole, whole) if whole else Row(r, "kota", above, ""))
        elif said in LEVELS and LEVELS[said] == "kecamatan":
            rows.append(Row(r, "kecamatan", bare, bare))
            group, open_ = (bare, True) if base == "kelurahan" and not below_style(lines) else ("", False)
        elif (
            total
            and base == "kelurahan"
            and open_
            and not (headed and not more_areas(lines, n))
            and not said.startswith(("kota", "kab", "prov"))
            and not (is_grand(lines, n, closed) and all(is_total(x) for x in lines[n + 1 :] if x.has))
        ):
            rest = re.sub(
                r"^(sub ?-?)?(jumlah|total)( /total)?\s*(kecamatan|kec\.?)?\s*", "", text, flags=re.IGNORECASE
            ).strip(" :")
            rows.append(Row(r, "kecamatan", rest or group, rest or group))
            open_, closed = False, closed + 1
        elif total and base == "kelurahan" and re.search(r"\bkec(amatan)?\b\.?\s+\S", text, re.IGNORECASE):
            rest = re.split(r"\bkec(?:amatan)?\b\.?\s+", text, flags=re.IGNORECASE)[-1]
            rows.append(Row(r, "kecamatan", rest, rest))
        elif total and base == "kelurahan" and not group and upper is None and kecamatan_of(block.title) and not said:
            rows.append(Row(r, "kecamatan", kecamatan_of(block.title), kecamatan_of(block.title)))
        elif total and base != "kota":
            rows.append(Row(r, "kota", text or above, ""))
        elif total and not said:
            rows.append(Row(r, "provinsi" if "provinsi" in title else "kota", text or above, ""))
        elif town and name_key(text) == name_key(town) and base != "kota" and not (rows and more_areas(lines, n)):
            rows.append(Row(r, "kota", text, ""))
        elif base == "kelurahan" and upper is None and _is_kecamatan(text, line.number, told, known):
            rows.append(Row(r, "kecamatan", text, text))
            group, open_, headed = text, True, True
        elif base == "kecamatan":
            rows.append(Row(r, "kecamatan", bare, bare))
        elif base == "kota" and LEVEL.sub("", town) == text and fold(town).startswith("provinsi"):
            rows.append(Row(r, "provinsi", text, ""))
        elif base == "kota":  # one of several towns: what it lies in keeps it apart from the whole
            rows.append(Row(r, "kota", text, town or "-"))
        else:
            rows.append(Row(r, "kelurahan", bare, group or kecamatan_of(block.title)))
    if (
        base == "kecamatan"
        and len(rows) > 2
        and {row.level for row in rows} == {"kecamatan"}
        and _sums_up(block, rows, values)
    ):
        rows[-1] = Row(rows[-1].at, "kota", rows[-1].region, "")
    if base == "kelurahan" and rows and not any(row.parent for row in rows if row.level == "kelurahan"):
        rows = _parents_below(rows)
    return rows


def _base(block: Block, column: Column, known: Known) -> str:
    """The level of most rows: by the head of their column, the title, or the names themselves."""
    named = fold(" ".join(column.path))
    if not re.search(rf"{VILLAGE}|{DISTRICT}|kabupaten|kota", named) and (
        level := _level_of_names(block, column, known)
    ):
        return level
    by_title = re.search(rf"menurut ({VILLAGE})|(per|tiap) kelurahan", fold(block.title))
    if re.search(VILLAGE, named) or (by_title and not re.search(rf"{DISTRICT}|kabupaten", named)):
        return "kelurahan"
    return "kota" if re.search(r"kabupaten|kota", named) and not re.search(DISTRICT, named) else "kecamatan"


def _told_by(lines: Sequence[Line], base: str, upper: Column | None, known: Known) -> str:
    """What tells a kecamatan from its kelurahan: ``roman`` numbers, ``numbers`` at all, ``capitals``, or their ``names`` alone."""
    if base != "kota" and {bool(_ROMAN.fullmatch(x.number)) for x in lines if x.has and x.number} == {True, False}:
        return "roman"
    if upper is None and (base == "kelurahan" or not all(x.has for x in lines)):
        return "numbers" if numbered_groups(lines) else "capitals" if mixed_case(lines, known) else "names"
    return "names"


def _sums_up(block: Block, rows: Sequence[Row], values: Sequence[Column]) -> bool:
    """Whether the last row is the sum of the others in most columns: the town by its bare name."""
    hits = judged = 0
    for v in values:
        digits = [re.sub(r"\D", "", block.grid.rows[row.at][v.at]) for row in rows]
        if all(digits):
            judged += 1
            hits += int(digits[-1]) == sum(map(int, digits[:-1])) > 9
    return hits * 2 > judged


def _level_of_names(block: Block, column: Column, known: Known) -> str:
    """The level on which most labels of a column are known, where that is one; else nothing."""
    labels = [bare_name(t) for r in range(block.body, block.end) if (t := block.grid.rows[r][column.at])]
    levels = [known(label) for label in labels]
    one = {level: sum(found == (level,) for found in levels) for level in ("kelurahan", "kecamatan")}
    level = max(one, key=lambda k: one[k])
    return level if one[level] * 2 > len(labels) else ""


def _is_kecamatan(text: str, number: str, told: str, known: Known) -> bool:
    if told == "roman":
        return bool(_ROMAN.fullmatch(number))
    if told == "numbers":
        return bool(number)
    if told == "capitals":
        return text.isupper()
    return known(text) == ("kecamatan",)


def _parents_below(rows: Sequence[Row]) -> list[Row]:
    """Kelurahan whose kecamatan follows them as a subtotal."""
    found: list[Row] = []
    waiting: list[Row] = []
    for row in rows:
        if row.level == "kelurahan":
            waiting.append(row)
            continue
        parent = row.region if row.level == "kecamatan" else ""
        found += [Row(w.at, w.level, w.region, parent) for w in waiting] + [row]
        waiting = []
    return found + waiting
