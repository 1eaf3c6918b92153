"""A printed table made long: a cell for every region, measure and year.

The rule: names decide the level - ``Kecamatan X``, a name alone over its kelurahan, ``Jumlah``, ``Kota X`` - then the numbering and the
title. A subtotal keeps its place among the areas it sums. Nothing is read away: a cell that is a dash comes along as a dash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qualcode.collect.figure_blocks import DISTRICT, VILLAGE, Block, answer, counter, find_blocks
from qualcode.collect.figure_cells import Cell, split_unit, split_year
from qualcode.collect.figure_grids import Grid
from qualcode.collect.figure_heads import Column, bare_part, columns, measure, town_of
from qualcode.collect.regions import name_key
from qualcode.language.numerals import split_marks
from qualcode.store.ids import fold

_LEVEL = re.compile(rf"({DISTRICT}|kec|{VILLAGE}|kel|kota|kabupaten|kab|provinsi|prov)\b\.?\s+(?=\S)", re.IGNORECASE)
_TOTAL = re.compile(
    r"(sub ?-?(jumlah|total)|jumlah|total|grand total|jumlah total|jumlah ?/ ?total|total ?/ ?jumlah|rata-rata|kota|kabupaten)\b.*",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[IVX]+\.?|[A-Z]\.")
_LEVELS = dict.fromkeys((*DISTRICT.split("|"), "kec"), "kecamatan") | dict.fromkeys(
    (*VILLAGE.split("|"), "kel"), "kelurahan"
)
_NUMBERED = re.compile(  # a number or letter with its point, or an official code, which no name has (``16 Ilir`` is a name)
    r"^(?:(?:\d{1,3}|[ivxIVX]{1,4}|[a-zA-Z])[.)]\s*|(?:0\d|\d{3})\d*[.)]?\s+|\d{2}(?:\.\d{2,4})+[.)]?\s+)(?=[A-Za-z])"
)

Known = Callable[[str], tuple[str, ...]]  # the levels on which a name is known


@dataclass(frozen=True)
class Row:
    """A row of areas: its level, its label as printed without number and ``Kecamatan``, the kecamatan it lies in."""

    at: int
    level: str
    region: str
    parent: str


def tables_of(grid: Grid, *, file: str = "", known: Known = lambda _name: ()) -> list[Cell]:
    """The cells of all tables of a sheet. ``file`` names what has no number; ``known`` tells the levels of names."""
    found: list[Cell] = []
    blocks = _continued(find_blocks(grid))
    for n, block in enumerate(blocks, 1):
        name = block.number or (
            grid.name
            if len(blocks) == 1 and grid.name
            else f"{grid.name or file} {n}".strip()
            if len(blocks) > 1
            else grid.name or file
        )
        found += _cells(block, name, known)
    return found


def _continued(blocks: Sequence[Block]) -> list[Block]:
    """The tables of a sheet; one that goes on (``Lanjutan Tabel 4.2``) has the title and the number of the one it goes on."""
    found: list[Block] = []
    for block in blocks:
        if found and re.search(
            r"^\W*(lanjutan|sambungan|continued)\b|\b(lanjutan|sambungan|continued)\W*$", fold(block.title)
        ):
            before = next((b for b in reversed(found) if b.number == block.number), found[-1])
            block = replace(block, title=before.title, number=block.number or before.number)
        found.append(block)
    return found


def _halves(block: Block, heads: Sequence[Column]) -> list[Block]:
    """A table printed in halves beside each other, each under the same head, as one block a half; else nothing."""
    shown = [h.path for h in heads if h.role != "empty"]
    width = next((w for w in range(2, len(shown) // 2 + 1) if shown == shown[:w] * (len(shown) // w)), 0)
    areas = [h for h in heads if h.role == "area"]
    if not width or len(shown) % width or len(areas) != len(shown) // width or any(not p for p in shown):
        return []
    columns_of = [h.at for h in heads if h.role != "empty"]
    found = []
    for first in range(0, len(shown), width):
        mine = set(columns_of[first : first + width])
        rows = tuple(
            tuple(t if c in mine or not block.top <= r < block.end else "" for c, t in enumerate(row))
            for r, row in enumerate(block.grid.rows)
        )
        found.append(replace(block, grid=replace(block.grid, rows=rows)))
    return found


def _cells(block: Block, table: str, known: Known) -> list[Cell]:
    heads = columns(block)
    if halves := _halves(block, heads):
        return [cell for half in halves for cell in _cells(half, table, known)]
    values = [h for h in heads if h.role == "value"]
    areas = [h for h in heads if h.role == "area"]
    items = [h for h in heads if h.role == "item"]
    years = [h for h in heads if h.role == "year"]
    source = next(
        (
            re.sub(r"^(sumber|source)\b[^:.]*[:.]\s*", "", line, flags=re.IGNORECASE).strip()
            for line in block.below.splitlines()
            if re.match(r"sumber|source", line, re.IGNORECASE)
        ),
        "",
    )
    if not areas and (named := next((i for i in items if _of_names(block, i, known)), None)):
        areas = [named]
        items.remove(named)
    if areas and values:
        rows = _area_rows(block, heads, areas, values, known)
        extra = [i for i in items if i.at > areas[0].at]
        found = [
            c for row in rows for h in values if (c := _cell(block, table, source, row, h, extra=extra)) is not None
        ]
        return _dated(block, years[0], found) if years and not any(v.year for v in values) else found
    if years and values and not items:
        return _by_years(block, table, source, years[0], values)
    if items or years:
        return _by_items(block, table, source, heads, (items or years)[0], values)
    return []


def _of_names(block: Block, item: Column, known: Known) -> bool:
    """Whether a column whose head does not say so holds names of areas: most of its labels are known ones."""
    labels = [t for r in range(block.body, block.end) if (t := block.grid.rows[r][item.at]) and not _TOTAL.fullmatch(t)]
    return sum(bool(known(_bare_name(t))) for t in labels) * 2 > len(labels)


def _bare_name(label: str) -> str:
    return _LEVEL.sub("", _NUMBERED.sub("", split_marks(label)[0] or label))


def _dated(block: Block, years: Column, cells: Sequence[Cell]) -> list[Cell]:
    """Cells with the year that stands in their row, or above it where it is said once for several."""
    of_row: dict[str, tuple[str, str]] = {}
    said = ("", "")
    for r in range(block.body, block.end):
        said = split_year(block.grid.rows[r][years.at]) if block.grid.rows[r][years.at] else said
        of_row[str(r + 1)] = said
    dated = [(c, *of_row[re.sub(r"^.*?(\d+)$", r"\1", c.place)]) for c in cells]
    return [replace(c, year=year or c.year, mark=mark or c.mark) for c, year, mark in dated]


def _cell(
    block: Block, table: str, source: str, row: Row, head: Column, *, extra: Sequence[Column] = ()
) -> Cell | None:
    printed = block.grid.rows[row.at][head.at]
    if not printed:
        return None
    parts = [head.indicator, *(block.grid.rows[row.at][e.at] for e in extra)]
    unit = head.unit or split_unit(split_marks(printed)[0])[1]
    return Cell(
        table, " - ".join(p for p in parts if p) or table, unit, row.level, row.region, row.parent, head.year, printed, source,
        block.grid.place(row.at, head.at), head.mark, block.grid.typed.get((row.at, head.at)),
    )  # fmt: skip


def _area_rows(
    block: Block, heads: Sequence[Column], areas: Sequence[Column], values: Sequence[Column], known: Known
) -> list[Row]:
    """The rows with values, each with its level and kecamatan."""
    town = town_of(block.title)
    title = fold(block.title)
    upper, lower = (areas[0], areas[-1]) if len(areas) > 1 else (None, areas[0])
    number = next((h for h in heads if h.role == "number"), None)
    named = fold(" ".join(lower.path))
    base = "kelurahan" if re.search(VILLAGE, named) or (not re.search(rf"{DISTRICT}|kabupaten", named) and re.search(rf"menurut ({VILLAGE})|(per|tiap) kelurahan", title)) else \
        "kota" if re.search(r"kabupaten|kota", named) and not re.search(DISTRICT, named) else "kecamatan"  # fmt: skip
    if not re.search(rf"{VILLAGE}|{DISTRICT}|kabupaten|kota", named):
        base = _level_of_names(block, lower, known) or base
    lines = _lines(block, upper, lower, number, values)
    grouped = base == "kelurahan" or any(not has for _r, _u, _l, _n, has in lines)
    marks = {bool(_ROMAN.fullmatch(n)) for _r, _u, _l, n, has in lines if has and n}
    roman = base != "kota" and marks == {True, False}
    grouped = grouped or roman
    numbered = grouped and not roman and upper is None and _numbered_groups(lines)
    spelled = grouped and not roman and not numbered and upper is None and _mixed_case(lines, known)
    if grouped and base == "kecamatan" and upper is None and (any(not has for *_x, has in lines) or roman):
        base = "kelurahan"
    rows: list[Row] = []
    group, open_, closed, headed = "", False, 0, False  # headed: the group's own row has its figures
    for n, (r, above, label, no, has) in enumerate(lines):
        text = _NUMBERED.sub("", split_marks(label)[0] or label)
        word = _LEVEL.match(text)
        bare = text[word.end() :].strip() if word else text
        said = word[1].casefold().rstrip(".") if word else ""
        if above and not _TOTAL.fullmatch(above):
            group, open_ = _LEVEL.sub("", _NUMBERED.sub("", above)), True
        if not has:  # a name alone is a kecamatan
            group, open_, headed = bare, True, False
            continue
        total = bool(_TOTAL.fullmatch(text)) or (not text and bool(above) and bool(_TOTAL.fullmatch(above)))
        total = total and not _called_kota(text, lines, n, known)
        last = not any(x[4] and not _TOTAL.fullmatch(x[2] or x[1]) for x in lines[n + 1 :])
        if total and not text:
            whole = _group_of(above, lines) or (
                group if open_ and not _LEVEL.match(above) and any(x[4] for x in lines[n + 1 :]) else ""
            )
            rows.append(Row(r, "kecamatan", whole, whole) if whole else Row(r, "kota", above, ""))
        elif said in _LEVELS and _LEVELS[said] == "kecamatan":
            rows.append(Row(r, "kecamatan", bare, bare))
            group, open_ = (bare, True) if base == "kelurahan" and not _below_style(lines, n) else ("", False)
        elif (
            total
            and base == "kelurahan"
            and open_
            and not (headed and not _more_areas(lines, n))
            and not said.startswith(("kota", "kab", "prov"))
            and not (last and closed >= 0 and _is_grand(lines, n, closed))
        ):
            rest = re.sub(
                r"^(sub ?-?)?(jumlah|total)( /total)?\s*(kecamatan|kec\.?)?\s*", "", text, flags=re.IGNORECASE
            ).strip(" :")
            rows.append(Row(r, "kecamatan", rest or group, rest or group))
            open_, closed = False, closed + 1
        elif total and base == "kelurahan" and re.search(r"\bkec(amatan)?\b\.?\s+\S", text, re.IGNORECASE):
            rest = re.split(r"\bkec(?:amatan)?\b\.?\s+", text, flags=re.IGNORECASE)[-1]
            rows.append(Row(r, "kecamatan", rest, rest))
        elif total and base == "kelurahan" and not group and upper is None and _of_title(block.title) and not said:
            rows.append(Row(r, "kecamatan", _of_title(block.title), _of_title(block.title)))
        elif total and base != "kota":
            rows.append(Row(r, "kota", text or above, ""))
        elif total and not said:
            rows.append(Row(r, "provinsi" if "provinsi" in title else "kota", text or above, ""))
        elif town and name_key(text) == name_key(town) and base != "kota" and not (rows and _more_areas(lines, n)):
            rows.append(Row(r, "kota", text, ""))
        elif base == "kelurahan" and upper is None and _is_kecamatan(text, no, roman, numbered, spelled, known):
            rows.append(Row(r, "kecamatan", text, text))
            group, open_, headed = text, True, True
        elif base == "kecamatan":
            rows.append(Row(r, "kecamatan", bare, bare))
        elif base == "kota" and _LEVEL.sub("", town) == text and fold(town).startswith("provinsi"):
            rows.append(Row(r, "provinsi", text, ""))
        elif base == "kota":  # one of several towns: what it lies in keeps it apart from the whole
            rows.append(Row(r, "kota", text, town or "-"))
        else:
            rows.append(Row(r, "kelurahan", bare, group or _of_title(block.title)))
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


def _sums_up(block: Block, rows: Sequence[Row], values: Sequence[Column]) -> bool:
    """Whether the last row is the sum of the others in most columns: the town by its bare name."""
    hits = judged = 0
    for v in values:
        digits = [re.sub(r"\D", "", block.grid.rows[row.at][v.at]) for row in rows]
        if all(digits):
            judged += 1
            hits += int(digits[-1]) == sum(map(int, digits[:-1])) > 9
    return hits * 2 > judged


def _lines(
    block: Block, upper: Column | None, lower: Column, number: Column | None, values: Sequence[Column]
) -> list[tuple[int, str, str, str, bool]]:  # fmt: skip
    """Row, upper label (as it stands), label, number, whether it has values; empty rows and repeated heads left out."""
    grid, carried = block.grid, ""
    found: list[tuple[int, str, str, str, bool]] = []
    for r in range(block.body, block.end):
        row = grid.rows[r]
        if not any(row) or counter(row):
            continue
        above = row[upper.at] if upper else ""
        label = row[lower.at]
        has = any(row[v.at] for v in values)
        if not label and not above:
            label = next((c for c in row[: lower.at + 1] if c and not answer(c)), "")
        if upper and not label and above and not _TOTAL.fullmatch(above) and has and found:
            label = f"Kecamatan {_LEVEL.sub('', above)}"  # a total of the upper area
        if not label and not above and not has:
            continue
        if not has and not label:
            label, above = above, ""
        if not label and not above:
            label = carried
        carried = label
        found.append((r, above, re.sub(r"\s+", " ", label), row[number.at] if number else "", has))
    return found


def _called_kota(text: str, lines: Sequence[tuple[int, str, str, str, bool]], n: int, known: Known) -> bool:
    """Whether a row that reads like the whole is a kecamatan of that name: ``Kota`` of Kediri, above its total; ``Kota Barat`` of Gorontalo,
    above other areas."""
    if fold(text) == "kota":
        return any(x[4] for x in lines[n + 1 :])
    return "kecamatan" in known(text) and _more_areas(lines, n)


def _group_of(total: str, lines: Sequence[tuple[int, str, str, str, bool]]) -> str:
    """The upper area that a total of the upper column names: ``Jumlah Karanglor``; else nothing."""
    name = name_key(re.sub(r"^(sub ?-?)?(jumlah|total)\s+", "", total, flags=re.IGNORECASE))
    uppers = {name_key(x[1]): x[1] for x in lines if x[1] and not _TOTAL.fullmatch(x[1])}
    return _LEVEL.sub("", _NUMBERED.sub("", uppers.get(name, "")))


def _is_grand(lines: Sequence[tuple[int, str, str, str, bool]], n: int, closed: int) -> bool:
    """Whether a ``Jumlah`` at the end is that of the town: every group but the last had one before, or none had."""
    groups = sum(not x[4] for x in lines) or len({x[1] for x in lines if x[1] and not _TOTAL.fullmatch(x[1])})
    totals_left = sum(1 for x in lines[n:] if x[4] and _TOTAL.fullmatch(x[2] or x[1]))
    return (closed == 0 and groups > 1) or closed >= groups or (totals_left == 1 and closed == 0 and groups != 1)


def _below_style(lines: Sequence[tuple[int, str, str, str, bool]], n: int) -> bool:
    """Whether ``Kecamatan X`` rows close their kelurahan: the first row of the table is none."""
    first = next((x for x in lines if x[4]), None)
    return first is not None and not re.match(r"kec", fold(_NUMBERED.sub("", first[2]))) and all(x[4] for x in lines)


def _mixed_case(lines: Sequence[tuple[int, str, str, str, bool]], known: Known) -> bool:
    """Whether kecamatan are told from kelurahan by capitals: they head or close their kelurahan, and none is known as a kelurahan
    alone."""
    labels = [x[2] for x in lines if x[4] and not _TOTAL.fullmatch(x[2])]
    capitals = [x for x in labels if x.isupper()]
    if not 0 < len(capitals) < len(labels) / 2 or not (labels[0].isupper() or labels[-1].isupper()):
        return False
    return not any(known(_bare_name(x)) == ("kelurahan",) for x in capitals)


def _level_of_names(block: Block, column: Column, known: Known) -> str:
    """The level on which most labels of a column are known, where that is one; else nothing."""
    labels = [_bare_name(t) for r in range(block.body, block.end) if (t := block.grid.rows[r][column.at])]
    levels = [known(label) for label in labels]
    one = {level: sum(found == (level,) for found in levels) for level in ("kelurahan", "kecamatan")}
    level = max(one, key=lambda k: one[k])
    return level if one[level] * 2 > len(labels) else ""


def _more_areas(lines: Sequence[tuple[int, str, str, str, bool]], n: int) -> bool:
    """Whether areas follow this row: then one of the town's name among them is a kecamatan or kelurahan that shares it. Totals and
    rows of earlier years are none."""
    return any(x[4] and not _TOTAL.fullmatch(x[2] or x[1]) and not split_year(x[2])[0] for x in lines[n + 1 :])


def _numbered_groups(lines: Sequence[tuple[int, str, str, str, bool]]) -> bool:
    """Whether kecamatan are told from kelurahan by their numbers: they run 1, 2, 3 down the table from its first row, and most
    rows have none."""
    numbers = [x[3].strip(" .)") for x in lines if x[4] and not _TOTAL.fullmatch(x[2])]
    given = [n for n in numbers if n]
    return 1 < len(given) < len(numbers) / 2 and bool(numbers[0]) and given == [str(n + 1) for n in range(len(given))]


def _is_kecamatan(text: str, number: str, roman: bool, numbered: bool, spelled: bool, known: Known) -> bool:
    if roman:
        return bool(_ROMAN.fullmatch(number))
    if numbered:
        return bool(number)
    if spelled:
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


def _of_title(title: str) -> str:
    found = re.search(
        rf"\b(?i:{DISTRICT}|kec\.)\s+([A-Z][\w-]*(?:\s+[A-Z][\w-]*)*?)(?=,|\s+(?i:kota|kabupaten|tahun|menurut|dan|di|dalam)\b|\s*[\d(]|$)",
        title,
    )
    return found[1] if found else ""


def _by_years(block: Block, table: str, source: str, head: Column, values: Sequence[Column]) -> list[Cell]:
    """Years down; measures across for one town, or one measure for areas across."""
    town, (title, title_unit) = town_of(block.title), measure(block.title)
    across = _across(block.title, values, general=False)
    found = []
    for r in range(block.body, block.end):
        year, mark = split_year(block.grid.rows[r][head.at])
        for v in values if year else ():
            where = _area_across(block, r, v, across) if across else Row(r, "kota", town, "")
            if (cell := _cell(block, table, source, where, v)) is not None:
                if across:
                    cell = replace(cell, indicator=title or cell.indicator, unit=title_unit)
                found.append(replace(cell, year=year, mark=mark))
    return found


def _area_across(block: Block, r: int, head: Column, level: str) -> Row:
    """The area that a column is for; the whole where it is a total, or the town by its name."""
    name, within = head.path[-1], _of_title(block.title) if level == "kelurahan" else ""
    bare = _bare_name(name)
    if _TOTAL.fullmatch(name):
        return Row(r, "kecamatan", within, within) if within else Row(r, "kota", name, "")
    return Row(r, level, bare, within if level == "kelurahan" else bare)


def _across(title: str, values: Sequence[Column], *, general: bool) -> str:
    """The level of areas that stand across, by their heads or by the title; nothing where the columns are something else."""
    heads = [v.path[-1] for v in values if v.path]
    if len(values) < 3 or len(heads) < len(values) or any(split_year(h)[0] for h in heads):
        return ""
    if general and any(_LEVEL.match(h) for h in heads):
        return "kecamatan"
    listed = re.search(
        rf"\b(?i:menurut|per|tiap|dan)\s+((?i:{DISTRICT}|{VILLAGE}))\b(?!\s+(?!Di\b|Dalam\b|Kota\b|Kabupaten\b|Tahun\b)[A-Z])",
        title,
    )
    names = [h for h in heads if not _TOTAL.fullmatch(h)]
    if listed and names and not any(bare_part([h]) or re.search(r"[\d%()]", h) or h.islower() for h in names):
        return _LEVELS[listed[1].casefold()]
    return ""


def _by_items(
    block: Block, table: str, source: str, heads: Sequence[Column], item: Column, values: Sequence[Column]
) -> list[Cell]:
    """Measures down, years or parts across, one town."""
    town, (title, title_unit) = town_of(block.title), measure(block.title)
    unit_at = next((h.at for h in heads if h.role == "unit"), None)
    general = re.fullmatch(
        r"uraian|variabel|indikator|rincian|indicator|variable|description|item", fold(" ".join(item.path)).strip()
    )
    across = _across(block.title, values, general=bool(general))
    found: list[Cell] = []
    over = ""
    for r in range(block.body, block.end):
        row = block.grid.rows[r]
        label = re.sub(r"\s+", " ", split_marks(row[item.at])[0] or row[item.at])
        if not any(row[v.at] for v in values):
            over = label or over
            continue
        unit = row[unit_at] if unit_at is not None else ""
        bracket = re.search(r"\(([^()]{1,20})\)\s*$", label)
        if bracket and not unit and general:
            unit, label = bracket[1], label[: bracket.start()].strip()
        for v in values:
            if not label or not row[v.at]:
                continue
            if across:
                if (cell := _cell(block, table, source, _area_across(block, r, v, across), v)) is not None:
                    name = label if general or not title else f"{title} - {label}"
                    found.append(replace(cell, indicator=name, unit=unit or title_unit))
                continue
            part = v.indicator if v.indicator != title else ""
            if part.startswith(f"{title} - ") and title:
                part = part[len(title) + 3 :]
            stem = label if general else f"{title} - {label}" if title else label
            if re.fullmatch(r"laki-laki|perempuan|jumlah|total", fold(label)) and general and found:
                over = over or found[-1].indicator.rsplit(" - ", 1)[0]
                stem = f"{over} - {label}"
            elif general:
                over = label if label == row[item.at] or not over else over
            cell = _cell(block, table, source, Row(r, "kota", town, ""), v)
            if cell is not None:
                name = " - ".join(p for p in (stem, part) if p)
                found.append(replace(cell, indicator=name, unit=unit or v.unit or title_unit))
    return found
