"""Where the tables are on a sheet: title, head, body, and what stands below.

The rule: a body row has a name and a number, or answers like ``-`` and ``...``; what stands above it in several columns is the
head, what stands above in one is the title, and ``Sumber:`` or a note ends the table. A year is a head, not a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qualcode.collect.figure_grids import Grid
from qualcode.store.ids import fold

# What the law of a province calls a kecamatan and a kelurahan or desa (UU 6/2014 art. 1; DIY: kapanewon, kemantren, kalurahan).
DISTRICT = "kecamatan|kemantren|kapanewon|distrik"
VILLAGE = "kelurahan|kalurahan|desa|nagari|gampong"
UNITS = "jiwa|orang|kk|km2|km²|km|ha|m2|m²|(?-i:m)|unit|buah|ton|kg|kasus"  # as printed behind a figure; M is miliar
_NUMBER = re.compile(
    rf"[<>±≥≤]?\s*(rp\.?\s*)?[-−–]?\d[\d.,\s\u00a0\u202f]*\s*(?:%|{UNITS})?\s*(?:[*†‡]+\)?|[a-z]\))?|\(\d+[.,]\d+\)",
    re.IGNORECASE,
)
_NOTHING = ("-", "–", "−", "—", "...", "…", "....", "na", "n.a.", "n/a", "nihil", "0")
_YEAR = re.compile(r"(19|20)\d\d(?:\s*[*†‡]+\)?|\s*[a-z]{1,2}\)|[a-z]{1,2})?", re.IGNORECASE)
_BELOW = re.compile(
    r"(sumber|source|catatan|keterangan|note|ket\.?)\b\s*(/\s*\w+\s*)?[:.]?|^[*†]+\)?\s*\D|^r\)\s", re.IGNORECASE
)
_MARKED = re.compile(r"[a-z0-9]\)\s*\D", re.IGNORECASE)  # a note under its mark: ``a) sampai dengan Oktober``
_TITLE = re.compile(r"(tabel|table)\s+(?:no\.?\s*)?([a-z]?\d+(?:[.\-]\d+)*[a-z]?)\.?", re.IGNORECASE)
_HEADED = re.compile(
    rf"(no\.?|nomor|kode.*|(?:{VILLAGE}|{DISTRICT})\b.*|kabupaten.*|kota|wilayah|daerah|uraian|variabel|indikator|lapangan usaha|tahun|provinsi|satuan|"
    r"jenis.*|kelompok.*|kategori|keterangan|rincian|district|subdistrict|region|year|tahun ?/? ?year)"
)

_AREA = re.compile(rf"(?i:{DISTRICT}|kec\.?|{VILLAGE}|kabupaten|kab\.?)\s+[A-Z][\w-]+(\s+[A-Z][\w-]+)*")


@dataclass(frozen=True)
class Block:
    """A table on a sheet by its rows: title lines, head ``[top, body)``, body ``[body, end)``, the text below it."""

    grid: Grid
    title: str
    number: str
    top: int
    body: int
    end: int
    below: str


def answer(text: str) -> bool:
    """Whether a cell answers: a number, or a word for none."""
    return bool(_NUMBER.fullmatch(text)) or fold(text) in _NOTHING


def number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and not year(text)


def year(text: str) -> bool:
    return bool(_YEAR.fullmatch(text.strip()))


def counter(row: tuple[str, ...]) -> bool:
    """The row ``(1) (2) (3)`` below a head."""
    filled = [re.sub(r"[()\[\]]", "", c) for c in row if c]
    return (
        len(filled) > 1 and filled == [str(n + int(filled[0])) for n in range(len(filled))]
        if filled and re.fullmatch(r"[0-9]{1,2}", filled[0])
        else False
    )


def _names_column(text: str) -> bool:
    """Whether a text heads a column - ``Kecamatan``, ``Tahun`` - rather than names an area, as ``Kecamatan Laweyan`` does."""
    return bool(_HEADED.fullmatch(fold(text))) and not _AREA.fullmatch(text)


def _alone(grid: Grid, r: int) -> str:
    """The one text of a row, where it has but one."""
    filled = {c for c in grid.rows[r] if c}
    return next(iter(filled)) if len(filled) == 1 else ""


def _bodily(grid: Grid, r: int) -> bool:
    """Whether a row is of the body: something that answers beyond its name, and no row of years or counters."""
    row = grid.rows[r]
    filled = [c for c in row if c]
    if len(filled) < 2 or counter(row):
        return False
    rest = list(filled[1:]) if not year(filled[0]) else filled[1:]
    if all(year(c) or _names_column(c) for c in rest) and not year(filled[0]):
        return False
    if year(filled[0]) and all(year(c) for c in rest):
        return False
    return any(answer(c) for c in rest) and not _names_column(filled[0])


def find_blocks(grid: Grid) -> list[Block]:
    """The tables of a sheet from top to bottom."""
    found: list[Block] = []
    r, last = 0, 0
    height = len(grid.rows)
    while r < height:
        if not _bodily(grid, r):
            r += 1
            continue
        top = _head_top(grid, r, last)
        body = r
        while body > top + 1 and _group_head(grid, body - 1):
            body -= 1
        end = _end(grid, r)
        title, table = _title(grid, last, top)
        below, after = _note(grid, end)
        if top < body:
            found.append(Block(grid, title, table, top, body, end, below))
        last = r = max(after, end)
    return found


def _group_head(grid: Grid, r: int) -> bool:
    """A name alone above the body, with a number or a letter before it or not: the first kecamatan, not a title and not a head."""
    filled = [
        c for c, text in enumerate(grid.rows[r]) if text and not re.fullmatch(r"[A-Za-z]\.?|[IVX]+\.?|\d{1,3}\.?", text)
    ]
    if len(filled) != 1 or filled[0] > 2:
        return False
    text = grid.rows[r][filled[0]]
    if year(text) or _TITLE.match(text) or _names_column(text) or len(text) > 50:
        return False
    return not re.search(r"\b(19|20)\d\d\b|[(%]", text)


def _head_top(grid: Grid, body: int, last: int) -> int:
    """The first row of the head: up from the body to the first row that says but one thing, or nothing."""
    r = body
    while (
        r - 1 > last
        and _group_head(grid, r - 1)
        and any(sum(bool(c) for c in grid.rows[q]) > 1 for q in (r - 2, max(last, r - 3)))
    ):
        r -= 1
    while r > last:
        filled = [c for c in grid.rows[r - 1] if c]
        if not filled or (len(set(filled)) == 1 and (_TITLE.match(filled[0]) or not _partial_head(grid, r - 1))):
            break
        r -= 1
    return r


def _partial_head(grid: Grid, r: int) -> bool:
    """A row with one text that is a head over some columns, not a title: it does not stand first, or names a column."""
    column = next(c for c, text in enumerate(grid.rows[r]) if text)
    return (column > 0 and len(grid.rows[r][column]) < 60 and not _TITLE.match(grid.rows[r][column])) or bool(
        _names_column(grid.rows[r][column])
    )


def _end(grid: Grid, r: int) -> int:
    """Where the body ends: at a note, a title, or an empty row that no more body follows."""
    while r < len(grid.rows):
        row = grid.rows[r]
        filled = [c for c in row if c]
        first = filled[0] if filled else ""
        if filled and ((_BELOW.match(first) and len(filled) < 3) or _TITLE.match(first)):
            return r
        if (
            filled
            and r
            and not _bodily(grid, r)
            and len(filled) > 1
            and all(year(c) or _names_column(c) for c in filled)
        ):
            return r
        if not filled:
            following = next((q for q in range(r + 1, min(r + 3, len(grid.rows))) if any(grid.rows[q])), None)
            if following is None or not (
                _bodily(grid, following)
                or (
                    _alone(grid, following)
                    and following + 1 < len(grid.rows)
                    and _bodily(grid, following + 1)
                    and not _long(grid, following)
                )
            ):
                return r
        elif len(filled) == 1 and (len(first) > 70 or (_MARKED.match(first) and not _body_follows(grid, r))):
            return r
        r += 1
    return r


def _body_follows(grid: Grid, r: int) -> bool:
    return any(_bodily(grid, q) for q in range(r + 1, min(r + 3, len(grid.rows))))


def _long(grid: Grid, r: int) -> bool:
    text = _alone(grid, r)
    return len(text) > 40 or bool(_TITLE.match(text)) or bool(_BELOW.match(text))


def _title(grid: Grid, last: int, top: int) -> tuple[str, str]:
    """The lines above the head as one text without its number, and that number."""
    lines: list[str] = []
    for r in range(last, top):
        text = " ".join(dict.fromkeys(c for c in grid.rows[r] if c))
        if text and not _BELOW.match(text):
            if _TITLE.match(text) and any(_TITLE.match(line) for line in lines) and fold(text).startswith("tabel"):
                lines = []
            lines.append(text)
    whole = " ".join(lines)
    found = _TITLE.search(whole)
    return (re.sub(_TITLE, "", whole, count=1).strip(" .:-–"), found[2]) if found else (whole, "")


def _note(grid: Grid, end: int) -> tuple[str, int]:
    """What stands right below the table, and the row after it."""
    lines, r, gap = [], end, 0
    while r < len(grid.rows) and gap < 2:
        filled = [c for c in grid.rows[r] if c]
        if not filled:
            gap += 1
        elif _BELOW.match(filled[0]) and not _TITLE.match(filled[0]):
            lines.append(" ".join(filled))
            gap = 0
        elif lines and gap == 0 and len(filled) == 1 and not _TITLE.match(filled[0]):
            lines.append(filled[0])
        else:
            break
        r += 1
    return "\n".join(lines), r if lines else end
