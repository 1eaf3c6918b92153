"""The head of a printed table: for each column what it measures, in what unit, in which year.

The rule: a head of several rows reads from above down; a text holds for the columns to its right that have a text of their own
below it and none beside it. The title says what the columns leave out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qualcode.collect.figure_blocks import DISTRICT, VILLAGE, Block, answer, counter, year
from qualcode.collect.figure_cells import rate, split_year
from qualcode.language.numerals import split_marks
from qualcode.store.ids import fold

_PLACES = rf"{DISTRICT}|{VILLAGE}|kabupaten|kota|district|subdistrict|village|municipality|regency|region"
ROLES = (
    ("number", re.compile(r"(no|nomor|no urut|#)\.?")),
    ("code", re.compile(r"kode.*|code")),
    ("unit", re.compile(r"satuan|unit")),
    ("note", re.compile(r"keterangan|catatan.*|note|sumber( data)?")),
    ("year", re.compile(r"tahun|year|tahun ?/? ?year")),
    ("area", re.compile(
        rf"(nama )?({_PLACES}|wilayah|daerah|provinsi)( ?[/\\&]? ?(dan |atau )?({_PLACES}))*")),
    ("item", re.compile(r"uraian.*|variabel|indikator|rincian|lapangan usaha.*|jenis.*|kategori.*|kelompok.*|komponen.*|sektor.*|item|description|indicator|variable")),
)  # fmt: skip
_ENGLISH = (  # as BPS heads its columns
    r"Male|Female|Total|Sex Ratio|Year|Number( of [\w ]+)?|Population( Density| Growth Rate[\w ]*)?|Total Area|Density|"
    r"Percentage( of [\w ]+| to [\w ]+)?|Households?|Poverty Line"
)
_UNIT = re.compile(r"\(([^()]*)\)\s*$")
_MEASURE_END = re.compile(
    r"(?:^|\s+)(?i:menurut|berdasarkan|by|per (?:kecamatan|kelurahan|kabupaten)|di (?:kota|kabupaten|kecamatan|provinsi|kab\.)|(?<!\d\s)tahun)\b.*$|\s+(?:Kota|Kabupaten) [A-Z].*$|,?\s*\(?\b(?:19|20)\d\d\b.*$"
)
_TOWN = re.compile(
    r"\b((?:Kota|Kabupaten|Kab\.|Provinsi)\s+(?:[A-Z][\w-]*|[A-Z]+)(?:\s+(?!Tahun|Menurut|Dalam|Berdasarkan|Atas\b|Per\b|Pada\b|Triwulan|Semester|Bulan)[A-Z][\w-]*)*)"
)


@dataclass(frozen=True)
class Column:
    """A column: its role (area, item, year, number, unit, code, note, value), and for values what is measured. ``path``: the head from above."""

    at: int
    role: str
    path: tuple[str, ...]
    indicator: str = ""
    unit: str = ""
    year: str = ""
    mark: str = ""


def paths(block: Block) -> list[tuple[str, ...]]:
    """The texts of the head over each column, from above down."""
    rows = [r for r in range(block.top, block.body) if not counter(block.grid.rows[r])]
    width = len(block.grid.rows[0])
    texts = {(r, c): re.sub(r"\s+", " ", block.grid.rows[r][c]).strip() for r in rows for c in range(width)}
    covered: dict[tuple[int, int], str] = {}
    for (r, c), (last_r, last_c) in block.grid.spans.items():
        if (r, c) in texts:
            for column in range(c, min(last_c, width - 1) + 1):
                covered[r, column] = texts[r, c]
                for below in range(r + 1, last_r + 1):
                    covered[below, column] = ""
    for n, r in enumerate(rows[:-1]):
        left = ""
        for c in range(width):
            if (r, c) in covered:
                left = covered[r, c] if any(texts[q, c] for q in rows[n + 1 :]) else ""
                continue
            below = any(texts[q, c] for q in rows[n + 1 :])
            if texts[r, c]:
                left = texts[r, c] if below or _spans(texts, rows[n + 1 :], r, c, width) else ""
            elif left and below and not any(texts[q, c] for q in rows[:n] if (q, c) not in covered):
                covered[r, c] = left
            elif not below:
                left = ""
    found = []
    for c in range(width):
        path = [covered.get((r, c), texts[r, c]) or texts[r, c] for r in rows]
        found.append(tuple(p for n, p in enumerate(path) if p and p not in path[:n]))
    return found


def _spans(texts: dict[tuple[int, int], str], below: list[int], r: int, c: int, width: int) -> bool:
    """Whether a text without one below it still heads the next column, which has one."""
    return (
        c + 1 < width
        and not texts[r, c + 1]
        and any(texts[q, c + 1] for q in below)
        and any(texts[q, c] for q in below)
    )


def columns(block: Block) -> list[Column]:
    """Every column of a table with its role and, for values, what they are."""
    body = list(range(block.body, block.end))
    found = []
    for c, path in enumerate(paths(block)):
        cells = [block.grid.rows[r][c] for r in body if block.grid.rows[r][c]]
        found.append(_measured(block, c, path, _role(path, cells, first=c)))
    if not any(col.role in ("area", "item", "year") for col in found):
        for n, col in enumerate(found):
            texts = [block.grid.rows[r][n] for r in body if block.grid.rows[r][n]]
            if texts and col.role != "number" and not all(answer(t) for t in texts):
                found[n] = Column(
                    n,
                    "area"
                    if not col.path or "menurut kec" in fold(block.title) or "menurut kel" in fold(block.title)
                    else "item",
                    col.path,
                )
                break
    return found


def _role(path: tuple[str, ...], cells: list[str], *, first: int) -> str:
    """What a column is for, by its head, else by what stands in it."""
    name = fold(path[-1]).strip(" .:") if path else ""
    whole = fold(" ".join(path))
    words = [c for c in cells if not answer(c)]
    for role, pattern in ROLES:
        if path and (
            pattern.fullmatch(name) or (len(path) > 1 and pattern.fullmatch(fold(path[0])) and len(set(path)) == 1)
        ):
            if role in ("area", "item") and len(words) * 2 < len(cells):
                break
            return role
    if path and re.match(rf"({DISTRICT}|{VILLAGE}|kabupaten|wilayah)\b", whole) and len(words) * 2 > len(cells):
        return "area"
    if cells and len(words) * 2 > len(cells):
        return "item" if first < 3 else "note"
    if not path and cells and [c.rstrip(".") for c in cells[:2]] == ["1", "2"]:
        return "number"
    if len(set(cells)) > 1 and all(year(c) for c in cells) and not any(split_year(p)[0] for p in path):
        return "year"
    return "value" if cells else "empty"


def _measured(block: Block, c: int, path: tuple[str, ...], role: str) -> Column:
    if role != "value":
        return Column(c, role, path)
    year = mark = unit = ""
    names = []
    for text in path:
        found, sign = split_year(text)
        if found and (found == text[:4] or len(re.findall(r"(?:19|20)\d\d", text)) == 1):
            year, mark = found, sign
            text = re.sub(
                r"\(\s*(?:tahun\s+)?"
                + found
                + re.escape(sign)
                + r"\s*\)|\b(?:tahun\s+)?"
                + found
                + r"\s*"
                + re.escape(sign),
                "",
                text,
                flags=re.IGNORECASE,
            )
            text = re.sub(r"\(\s*\)", "", text).strip(" -–,")
            text = text.strip("()") if text.count("(") != text.count(")") else text
            text = "" if fold(text) in ("tahun", "year") else text
        bare, said = _split_unit(text)
        text, then = _split_unit(_one_language(bare if said else text))
        unit = said or then or unit
        if text and fold(text) not in ("tahun", "year", "tahun/year"):
            names.append(split_marks(text)[0] or text)
    title, title_unit = measure(block.title)
    classes = [n for n in names[:-1] if _class_of(block.title, n)]
    names = [n for n in names if n not in classes]
    part = bool(names) and (bool(classes) or bare_part(names))
    if rate("", " ".join(names)) and not part:
        title_unit = ""  # what the title counts is not what this column holds
    if not year:
        years = re.findall(r"\b(?:19|20)\d\d\b", block.title)
        if len(set(years)) == 1:
            year, mark = split_year(block.title)
    name = " - ".join(names) or title
    if part and title:
        name = f"{title} - {name}"
    return Column(c, role, path, name, unit or title_unit, year, mark)


def _class_of(title: str, head: str) -> bool:
    """Whether a head over others only says by what the title lists: ``Jenis Kelamin/Sex`` of ``... menurut Jenis Kelamin``."""
    listed = re.search(r"\b(?:menurut|berdasarkan)\b(.*)", fold(title))
    name = fold(head.split("/")[0]).strip()
    return bool(listed and name and re.search(rf"\b{re.escape(name)}\b", listed[1]))


def _one_language(text: str) -> str:
    """A head without its English half, and without by what it is listed: ``Laki-laki/Male``, ``Penduduk Menurut Kecamatan``."""
    text = re.sub(rf"^(.*?)\s*/?\s*\b({_ENGLISH})$", r"\1", text) if " " in text or "/" in text else text
    return re.sub(r"\s+(?i:menurut|berdasarkan)\b.*?(?=\(|$)", " ", text).strip()


def bare_part(names: list[str]) -> bool:
    """Whether a head names only a part - ``Laki-laki``, ``Jumlah``, ``SD`` - of what the title measures."""
    return bool(re.fullmatch(
        r"(laki-laki|perempuan|jumlah|total|rata-rata|l|p|l ?\+ ?p|male|female|jumlah/total|laki-laki/male|perempuan/female|(sd|smp|sma|smk|paud|tk|pt)(/\w+)*|perguruan tinggi|diploma.*|universitas|"
        r"[<>≤≥]?\s*\d+\s*([-–]\s*\d+)?\s*\+?\s*(tahun|th)?|negeri|swasta|desa|kota|perkotaan|perdesaan|triwulan.*|semester.*|januari.*|dasar.*|menengah.*|atas.*)",
        fold(names[0])))  # fmt: skip


def _split_unit(text: str) -> tuple[str, str]:
    """A text without the unit in brackets that closes it, and that unit."""
    found = _UNIT.search(text)
    if not found or not found[1].strip() or split_year(found[1])[0] or len(found[1]) > 30:
        return text, ""
    if _initials(text[: found.start()], found[1]):
        return text[: found.start()].strip(), ""
    return text[: found.start()].strip(), found[1].strip()


def _initials(before: str, bracket: str) -> bool:
    """Whether a bracket abbreviates the words before it and so is no unit: ``Angka Partisipasi Murni (APM)``."""
    word = bracket.strip()
    last = re.findall(r"[A-Za-z]+", before)[-len(word) :]
    return len(word) > 2 and word.isupper() and "".join(w[0] for w in last).upper() == word


def measure(title: str) -> tuple[str, str]:
    """What a title says is measured, without where, by what and when; and the unit it names."""
    text = re.sub(r"\s+", " ", title).strip()
    brackets = re.finditer(r"\(([^()]*)\)", text)
    units = (
        f[1] for f in brackets if not split_year(f[1])[0] and len(f[1]) < 30 and not _initials(text[: f.start()], f[1])
    )
    unit = next(units, "")
    text = re.sub(r"\([^()]*\)", "", text)
    text = re.sub(r"\s+", " ", _MEASURE_END.sub("", text)).strip(" ,.-–")
    text = re.sub(r"\s+(Kota|Kabupaten)$|^(Kecamatan|Kelurahan|Kota|Kabupaten) .*$", "", text)
    return text, unit.strip()


def town_of(title: str) -> str:
    """The town or regency that a title names, or nothing."""
    found = _TOWN.search(title)
    return found[1] if found else ""
