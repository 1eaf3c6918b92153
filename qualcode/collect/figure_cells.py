"""A cell of a printed table in the long shape: what is measured, where, when, and the string that stands there.

The rule: a cell keeps what was printed, and a number is read into it only under the convention of its column. Which
convention that is - a point for thousands or for decimals - is decided by the column's own cells, then by the table's, and
is shown with its evidence. What fits neither is no number.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from qualcode.collect.figure_blocks import UNITS
from qualcode.collect.regions import name_key
from qualcode.i18n import N_
from qualcode.language.numerals import read_column, split_marks
from qualcode.store.ids import fold

LOST_THOUSANDS = "lost_thousands"  # flag: the spreadsheet took the thousands point for a decimal one
PROSE = ("teks", "text", "prosa", "narasi")  # the ``table`` of figures that stand in running text

# How a column writes its numbers.
STYLES = {
    "id": N_("1.234,56"),
    "en": N_("1,234.56"),
    "space": N_("1 234"),
    "plain": N_("no marks"),
    "typed": N_("numbers of the spreadsheet"),
    LOST_THOUSANDS: N_("numbers whose thousands point became a decimal point"),
}

_COUNTED = re.compile(
    r"\b(jiwa|orang|org|anak|penerima|keluarga|kk|kpm|rumah tangga|ruta|rt|rw|siswa|murid|guru|kasus|unit|buah|rumah|kelurahan|desa|sekolah|"
    r"penduduk|peserta|people|persons?|households?|pupils|bayi|balita|lansia|pekerja|tenaga kerja|kecamatan|dokter|pasien)\b"
)
_RATE = re.compile(
    r"%|persen|\bper(?!empuan)\b|/|rasio|ratio|indeks|index|laju|rata-?rata|kepadatan|density|proporsi|angka (?!sangat)|\brls\b|\bhls\b|\baps\b|\bapm\b|\bapk\b|"
    r"\bipm\b|prevalensi|cakupan|distribusi|tahun\b|\bumur|poin|gini|harapan"
)
_FALLS = re.compile(
    r"laju|pertumbuhan|growth|perubahan|kenaikan|penurunan|selisih|\bneto?\b|inflasi|surplus|defisit|saldo|neraca"
)
_TRANSLATED = re.compile(
    r"\s*/\s*(people|persons?|households?|pupils?|students?|teachers?|schools?|villages?|thousands?|percent|population|total|units?|cases?|"
    r"number|male|female|families|family)\b( [a-z ]+)?$"
)
_GROUPED = re.compile(r"-?\d{1,3}(?:([.,])\d{3})+")


@dataclass(frozen=True)
class Cell:
    """One cell. ``region`` is the label as printed without row number; ``parent`` the kecamatan of a kelurahan; ``year`` its four digits or
    nothing, ``mark`` the footnote mark of the year; ``place`` where it stands in the file; ``typed`` what a spreadsheet holds as a number;
    ``value`` None where it is no number (``flags`` say why)."""

    table: str
    indicator: str
    unit: str
    level: str
    region: str
    parent: str
    year: str
    printed: str
    source: str = ""
    place: str = ""
    mark: str = ""
    typed: float | None = None
    value: float | None = None
    flags: tuple[str, ...] = ()

    @cached_property
    def area(self) -> tuple[str, str, str]:
        """The area for comparison: level, kecamatan, name, whatever their spelling; the whole town is one area."""
        if self.level == "kota":
            return (
                "kota",
                "",
                "" if not self.parent and (not self.region or town(self.region)) else name_key(self.region),
            )
        inside = name_key(self.parent) if self.level == "kelurahan" else ""
        return (self.level, inside, name_key(self.region if self.level == "kelurahan" else self.parent or self.region))

    @cached_property
    def key(self) -> tuple[str, str, str, str, str, str]:
        return (self.table, fold(self.indicator), self.level, name_key(self.parent), name_key(self.region), self.year)

    @property
    def prose(self) -> bool:
        return fold(self.table) in PROSE


def town(name: str) -> bool:
    """Whether a row label means the whole: ``Jumlah``, ``TOTAL``, ``Kota Surakarta``."""
    return bool(
        re.match(r"(jumlah|total|grand total|kota|kabupaten|kab\.?|provinsi|surakarta$|jumlah/total)\b", fold(name))
    )


@dataclass(frozen=True)
class Convention:
    """How a column writes numbers: a key of STYLES; how many cells show it, how many contradict it, one that shows it."""

    table: str
    indicator: str
    year: str
    style: str
    shown_by: int
    against: int
    example: str


def _own(text: str) -> str:
    """A unit or name, folded, without its English half: ``jiwa/people`` is no quotient, ``jiwa/km2`` is."""
    return _TRANSLATED.sub("", fold(text))


def counted(unit: str, indicator: str) -> bool:
    """Whether the column counts people or things."""
    unit = _own(unit)
    if unit:
        return bool(_COUNTED.search(unit)) and not _RATE.search(unit) and not re.search(r"ribu|juta|000", unit)
    words = _own(indicator)
    return not _RATE.search(words) and bool(_COUNTED.search(words) or re.match(r"(jumlah|banyaknya)\b", words))


def rate(unit: str, indicator: str) -> bool:
    """Whether the column holds rates, means or shares, which do not add up over areas."""
    return bool(_RATE.search(_own(unit)) or (_RATE.search(_own(indicator)) and not counted(unit, indicator)))


def split_year(text: str) -> tuple[str, str]:
    """``2025**`` or ``2025r`` as year and mark; ('', '') where there is none."""
    found = re.search(r"\b((?:19|20)\d\d)(\s*[*†‡]+\)?|\s*[a-z]{1,2}\)|[a-z]{1,2}\b|(?!\w))", text)
    return (found[1], found[2].strip()) if found else ("", "")


def read_numbers(cells: Sequence[Cell], counts: Collection[str] = ()) -> tuple[list[Cell], list[Convention]]:
    """The cells with their values, and the convention of every column. ``counts``: indicators known to count, whatever their name."""
    columns: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    tables: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for n, cell in enumerate(cells):
        columns[cell.table, cell.indicator, cell.year].append(n)
        tables[cell.table, counted(cell.unit, cell.indicator)].append(_bare(cell.printed))
    series: dict[tuple[str, str], list[str]] = defaultdict(list)
    for cell in cells:
        series[cell.table, cell.indicator].append(_bare(cell.printed))
    units: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for cell in cells:
        unit = cell.unit or split_unit(cell.printed)[1]
        units[cell.table, cell.indicator][_same_unit(unit)] += bool(unit)
    votes = {key: _votes(texts, whole=key[1]) for key, texts in tables.items()}
    sheet: dict[tuple[str, str, bool], list[str]] = defaultdict(
        list
    )  # by the column of the page, where measures stand below each other
    for cell in cells:
        sheet[cell.table, _letter(cell.place), counted(cell.unit, cell.indicator)].append(_bare(cell.printed))
    out, conventions = list(cells), []
    for (table, indicator, year), at in columns.items():
        first = cells[at[0]]
        whole = indicator in counts or counted(first.unit, indicator)
        texts = [_bare(cells[i].printed) for i in at]
        own = _votes(texts, whole=whole)
        lost = whole and _lost_thousands([cells[i].typed for i in at])
        if whole and own[2] and not lost:
            whole = own[2] < len(at) / 3  # decimals that cannot be groups: no count after all
        wider: tuple[tuple[int, int, int], ...] = (
            own,
            _votes(series[table, indicator], whole=whole),
            votes.get((table, whole), (0, 0, 0)),
            votes.get((table, not whole), (0, 0, 0)),
        )
        if len(at) == 1 and not whole:  # one figure is no column: those above and below it say how it is written
            around = _votes(sheet[table, _letter(first.place), whole], whole=whole)
            if max(around[:2]) >= 3 * max(1, min(around[:2])):
                wider = (around, *wider)
        enough = 3 if whole else 1  # a count reads the same under either; only who is the odd one hangs on it
        chosen = next((v for v in wider if abs(v[0] - v[1]) and v[0] + v[1] >= enough), own if not whole else (0, 0, 0))
        decimal = "." if chosen[1] > chosen[0] else ","
        told = (
            decimal if whole or chosen[0] != chosen[1] or not _open_comma(tables.get((table, whole), texts)) else None
        )
        unit = units[table, indicator].most_common(1)[0][0]
        reads = read_column([_plain(cells[i], unit) for i in at], decimal=told, whole=whole)
        for i, read in zip(at, reads, strict=True):
            typed = cells[i].typed
            value, flags = read.value, read.flags
            if typed is not None:
                value, flags = typed, ()
                if lost and not typed.is_integer():
                    value, flags = round(typed * 1000), (LOST_THOUSANDS,)
                elif lost and typed < 100:
                    value, flags = None, ("ambiguous",)
            marks = (*(f"mark:{m}" for m in read.marks), *((f"mark:{cells[i].mark}",) if cells[i].mark else ()))
            out[i] = replace(cells[i], value=value, flags=(*flags, *marks))
        conventions.append(_convention(table, indicator, year, [out[i] for i in at], own, decimal, lost=lost))
    return out, conventions


def _open_comma(texts: Sequence[str]) -> bool:
    """Whether every figure with a mark has a comma before its last three digits, and none says which mark that is."""
    marked = [t for t in texts if re.search(r"\d[.,]\d", t)]
    return len(marked) > 1 and all(re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", t) for t in marked)


def split_unit(printed: str) -> tuple[str, str]:
    """A figure and the unit printed behind it: ``3,69 km2``. A multiplier such as ``juta`` stays: it changes the number."""
    found = re.fullmatch(rf"([-−–]?\d[\d.,]*(?: \d{{3}})*)\s*({UNITS})", printed, re.IGNORECASE)
    return (found[1], found[2]) if found else (printed, "")


def _same_unit(unit: str) -> str:
    """A unit as it is compared: ``km²`` is ``km2``, and who counts orang counts jiwa."""
    return _own(unit).replace("²", "2").replace("orang", "jiwa")


def _plain(cell: Cell, unit: str) -> str:
    """What is printed without its unit, and with a minus for the brackets of a book-keeper where a figure may fall below nought.
    A unit other than that of the figures around it stays: ``319 ha`` is no 319 among km2."""
    inside = re.fullmatch(r"\((\d[\d.,]*\s*%?)\)", cell.printed)
    if inside and _FALLS.search(fold(cell.indicator)):
        return f"-{inside[1]}"
    number, printed = split_unit(cell.printed)
    return number if _same_unit(printed) == unit else cell.printed


def _letter(place: str) -> str:
    """The column of a place such as ``C12`` or ``Tabel!C12``; nothing for a line of a long table."""
    found = re.search(r"([A-Z]+)\d+$", place)
    return found[1] if found else ""


def _bare(printed: str) -> str:
    return re.sub(r"^(-?)rp\.?\s*|\s*%$", r"\1", split_unit(split_marks(printed)[0].strip())[0], flags=re.IGNORECASE)


def _votes(texts: Iterable[str], *, whole: bool) -> tuple[int, int, int]:
    """How many cells speak for 1.234,56, how many for 1,234.56, and how many of a column of counts have true decimals."""
    id_, en, decimals = 0, 0, 0
    for text in texts:
        both = re.fullmatch(r"-?\d{1,3}(?:([.,])\d{3})+([.,])\d+", text)
        if both and both[1] != both[2]:
            id_, en, decimals = id_ + (both[1] == "."), en + (both[1] == ","), decimals + 1
        elif re.fullmatch(r"-?\d{1,3}([.,])\d{3}(?:\1\d{3})+", text) or (whole and _GROUPED.fullmatch(text)):
            id_, en = id_ + ("." in text), en + ("," in text)
        elif re.fullmatch(r"-?\d+[.,]\d+", text) and not _GROUPED.fullmatch(text):
            id_, en, decimals = id_ + ("," in text), en + ("." in text), decimals + 1
    return id_, en, decimals


def _lost_thousands(typed: Sequence[float | None]) -> bool:
    """Whether a column of counts holds numbers such as 25.813 and 10.18: thousands whose point was taken for a decimal one."""
    numbers = [n for n in typed if n is not None]
    broken = [n for n in numbers if not n.is_integer()]
    return len(broken) * 2 > len(numbers) and all(abs(n * 1000 - round(n * 1000)) < 1e-6 for n in broken)


def _convention(
    table: str, indicator: str, year: str, cells: Sequence[Cell], votes: tuple[int, int, int], decimal: str, *, lost: bool
) -> Convention:  # fmt: skip
    if lost:
        shown = [c for c in cells if LOST_THOUSANDS in c.flags]
        return Convention(table, indicator, year, LOST_THOUSANDS, len(shown), 0, shown[0].printed)
    typed = [c for c in cells if c.typed is not None]
    if len(typed) * 2 > len(cells):
        return Convention(table, indicator, year, "typed", len(typed), 0, typed[0].printed)
    spaced = [c for c in cells if re.search(r"\d[ \u00a0\u2009\u202f]\d{3}", c.printed)]
    if spaced:
        return Convention(table, indicator, year, "space", len(spaced), 0, spaced[0].printed)
    mine, other = (votes[0], votes[1]) if decimal == "," else (votes[1], votes[0])
    marked = [c.printed for c in cells if re.search(r"[.,]", c.printed) and c.value is not None]
    if not marked:
        return Convention(table, indicator, year, "plain", len([c for c in cells if c.value is not None]), 0, "")
    return Convention(table, indicator, year, "id" if decimal == "," else "en", mine, other, max(marked, key=len))


@lru_cache(maxsize=65536)
def decimals(printed: str, value: float) -> int:
    """How many decimals were printed, so that rounding can be told from error."""
    found = re.search(r"[.,](\d+)$", _bare(printed))
    if not found or (float(value).is_integer() and len(found[1]) == 3):
        return 0
    return len(found[1]) if abs(value * 10 ** len(found[1]) - round(value * 10 ** len(found[1]))) < 1e-3 else 0
