"""Invented printed tables of invented towns, in the shapes that statistics offices print, and errors put into them.

Every name and figure here is made by a random generator from a seed; no town, no source.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field

HEADS = [
    "Karang",
    "Sumber",
    "Wono",
    "Tegal",
    "Kali",
    "Banyu",
    "Gunung",
    "Rejo",
    "Suka",
    "Muara",
    "Pulo",
    "Batu",
    "Tanjung",
    "Lembah",
    "Padang",
    "Medan",
    "Kebon",
    "Kampung",
    "Sido",
    "Mulyo",
]
TAILS = [
    "rejo",
    "sari",
    "asri",
    "mulyo",
    "anyar",
    "jati",
    "wetan",
    "kulon",
    "lor",
    "kidul",
    "agung",
    "indah",
    "baru",
    "lama",
    "jaya",
    "makmur",
    "tirta",
    "dadi",
    "arum",
    "luhur",
]


@dataclass
class Sheet:
    """A grid; ``values``: places of figures, with (row name, column name); ``parts`` says which rows belong to which group."""

    kind: str
    rows: list[list[str]]
    places: list[list[tuple[int, int]]] = field(
        default_factory=list
    )  # body rows of figures: their cells, left to right
    totals: list[int] = field(default_factory=list)  # indices into places that are totals
    years: list[int] = field(default_factory=list)  # columns of one measure by year
    whole: list[int] = field(default_factory=list)  # columns of counts


def name(r: random.Random, taken: set[str]) -> str:
    while True:
        made = r.choice(HEADS) + r.choice(TAILS)
        if made not in taken:
            taken.add(made)
            return made


def number(r_style: str, value: float, places: int = 0) -> str:
    text = f"{value:,.{places}f}"
    if r_style == "id":
        return text.translate(str.maketrans(",.", ".,"))
    if r_style == "space":
        return text.replace(",", " ").replace(".", ",")
    if r_style == "plain":
        return text.replace(",", "").replace(".", ",")
    return text


def town(r: random.Random) -> tuple[str, list[tuple[str, list[str]]]]:
    taken: set[str] = set()
    return f"Kota {name(r, taken)}", [
        (name(r, taken), [name(r, taken) for _ in range(r.randint(4, 13))]) for _ in range(r.randint(3, 6))
    ]


def grow(r: random.Random, value: float, mean: float, sd: float) -> float:
    extra = r.gauss(0, 0.05) if r.random() < 0.04 else 0.0  # now and then a new housing estate
    return max(1.0, value * (1 + mean + r.gauss(0, sd) + extra))


def population(r: random.Random) -> Sheet:
    """Kelurahan under their kecamatan, two to four years, with or without subtotals."""
    where, districts = town(r)
    years = list(range(2025 - r.randint(2, 4), 2025))
    style = r.choice(["id", "id", "en", "space", "plain"])
    people = r.random() < 0.6
    what, low, high, sd = ("Jumlah Penduduk", 2000, 40000, 0.01) if people else ("Jumlah Penerima PKH", 40, 1800, 0.03)
    subtotals, heads, grand = r.random() < 0.7, r.random() < 0.5, r.random() < 0.7
    mark = "**" if r.random() < 0.3 else ""
    top = [
        ["No.", "Kecamatan/Kelurahan", f"{what} ({'jiwa' if people else 'penerima'})", *[""] * (len(years) - 1)],
        ["", "", *map(str, years[:-1]), f"{years[-1]}{mark}"],
    ]
    s = Sheet(
        "population",
        [
            [f"Tabel {r.randint(1, 9)}.{r.randint(1, 9)}"],
            [f"{what} Menurut Kelurahan di {where}, {years[0]}-{years[-1]}"],
            *top,
        ],
        years=list(range(2, 2 + len(years))),
    )
    s.whole = s.years
    rates = [r.gauss(0.005 if people else -0.02, 0.01 if people else 0.15) for _ in years]
    all_ = [0] * len(years)
    for n, (district, villages) in enumerate(districts, 1):
        sums, lines = [0] * len(years), []
        for k, village in enumerate(villages, 1):
            value = r.uniform(low, high) if r.random() < 0.7 else r.uniform(low, low * 3)
            figures = []
            for rate in rates:
                figures.append(round(value))
                value = grow(r, value, rate, sd + (1 / value) ** 0.5 * (0.5 if not people else 0))
            lines.append([str(k), village, *figures])
            sums = [x + y for x, y in zip(sums, figures, strict=True)]
        all_ = [x + y for x, y in zip(all_, sums, strict=True)]
        if heads or not subtotals:
            s.rows.append([chr(64 + n), f"Kecamatan {district}" if r.random() < 0.5 else district, *[""] * len(years)])
        for line in lines:
            _put(s, [*line[:2], *(number(style, v) for v in line[2:])], 2)
        if subtotals:
            s.totals.append(len(s.places))
            _put(s, ["", "Jumlah" if heads else f"Kecamatan {district}", *(number(style, v) for v in sums)], 2)
    if grand:
        s.totals.append(len(s.places))
        _put(s, ["", where, *(number(style, v) for v in all_)], 2)
    s.rows.append([f"Sumber: BPS {where}, 2025 (angka rekaan)"])
    return s


def _put(s: Sheet, row: list[str], first: int) -> None:
    s.rows.append(row)
    s.places.append([(len(s.rows) - 1, c) for c in range(first, len(row))])


def sexes(r: random.Random) -> Sheet:
    """Men, women, both, and their ratio by kecamatan."""
    where, districts = town(r)
    style = r.choice(["id", "en"])
    s = Sheet("sexes", [[f"Penduduk Menurut Kecamatan dan Jenis Kelamin di {where}, 2024"],
                        ["Kecamatan", "Jumlah Penduduk (jiwa)", "", "", "Rasio Jenis Kelamin"], ["", "Laki-laki", "Perempuan", "Jumlah", ""]], whole=[1, 2, 3])  # fmt: skip
    men_all = women_all = 0
    for district, _v in [*districts, *((d + " Baru", []) for d, _ in districts[:3])]:
        men = round(r.uniform(9000, 60000))
        women = round(men * r.uniform(0.97, 1.08))
        men_all, women_all = men_all + men, women_all + women
        _put(
            s,
            [district, *(number(style, v) for v in (men, women, men + women)), number(style, 100 * men / women, 2)],
            1,
        )
    s.totals.append(len(s.places))
    _put(
        s,
        [
            where,
            *(number(style, v) for v in (men_all, women_all, men_all + women_all)),
            number(style, 100 * men_all / women_all, 2),
        ],
        1,
    )
    s.rows.append(["Sumber: rekaan"])
    return s


def density(r: random.Random) -> Sheet:
    """Area, people and density of the kelurahan of a kecamatan."""
    where, districts = town(r)
    style = r.choice(["id", "id", "en"])
    district, villages = max(districts, key=lambda d: len(d[1]))
    s = Sheet("density", [[f"Luas, Penduduk dan Kepadatan Menurut Kelurahan di Kecamatan {district} {where}, 2023"],
                          ["No", "Kelurahan", "Luas (km2)", "Penduduk (jiwa)", "Kepadatan (jiwa/km2)"], ["(1)", "(2)", "(3)", "(4)", "(5)"]], whole=[3])  # fmt: skip
    sizes, people = 0.0, 0
    for k, village in enumerate(villages, 1):
        size, here = round(r.uniform(0.4, 6), 2), round(r.uniform(2000, 30000))
        sizes, people = sizes + size, people + here
        _put(s, [str(k), village, number(style, size, 2), number(style, here), number(style, here / size, 2)], 2)
    s.totals.append(len(s.places))
    _put(s, ["", "Jumlah", number(style, sizes, 2), number(style, people), number(style, people / sizes, 2)], 2)
    s.rows.append(["Sumber: rekaan"])
    return s


def shares(r: random.Random) -> Sheet:
    """Households, those with clean water, their share; answers missing here and there."""
    where, districts = town(r)
    style = r.choice(["id", "en"])
    s = Sheet("shares", [[f"Rumah Tangga dengan Air Minum Layak Menurut Kelurahan di {where}, 2024"],
                         ["Kelurahan", "Jumlah Rumah Tangga (ruta)", "Rumah Tangga dengan Air Layak (ruta)", "Persentase (%)"]], whole=[1, 2])  # fmt: skip
    for _district, villages in districts:
        for village in villages:
            if r.random() < 0.04:
                _put(s, [village, number(style, r.randint(400, 9000)), "...", "-"], 1)
                s.places.pop()
                continue
            homes = r.randint(400, 9000)
            good = round(homes * r.uniform(0.55, 0.99))
            _put(s, [village, number(style, homes), number(style, good), number(style, 100 * good / homes, 2)], 1)
    s.rows.append(["Keterangan: ... data tidak tersedia"])
    return s


def sectors(r: random.Random) -> Sheet:
    """Gross product by sector and year, with its total."""
    where, _d = town(r)
    years = list(range(2020, 2025))
    s = Sheet(
        "sectors",
        [[f"PDRB Atas Dasar Harga Berlaku {where} (miliar rupiah), 2020-2024"], ["Lapangan Usaha", *map(str, years)]],
        years=list(range(1, 6)),
    )
    letters, sums = "ABCDEFGHIJKL", [0.0] * 5
    for letter in letters:
        value, figures = r.choice([2, 50, 400, 3000]) * r.uniform(0.5, 3), []
        for _y in years:
            figures.append(round(value, 2))
            value = grow(r, value, 0.06, 0.05)
        sums = [x + y for x, y in zip(sums, figures, strict=True)]
        _put(s, [f"{letter}. Usaha {r.choice(HEADS)} {letter}", *(number("id", v, 2) for v in figures)], 1)
    s.totals.append(len(s.places))
    _put(s, ["Produk Domestik Regional Bruto", *(number("id", v + r.choice([-0.01, 0, 0, 0.01]), 2) for v in sums)], 1)
    return s


def means(r: random.Random) -> Sheet:
    """Years of schooling by kecamatan: means that do not add up."""
    where, districts = town(r)
    s = Sheet(
        "means",
        [
            [f"Rata-rata Lama Sekolah Menurut Kecamatan di {where} (tahun), 2022-2024"],
            ["Kecamatan", "2022", "2023", "2024"],
        ],
        years=[1, 2, 3],
    )
    rows = []
    for district, _v in [*districts, *((d + " Baru", []) for d, _ in districts[:3])]:
        value = r.uniform(7, 12)
        rows.append([value + n * r.uniform(0.02, 0.12) for n in range(3)])
        _put(s, [district, *(number("id", v, 2) for v in rows[-1])], 1)
    s.totals.append(len(s.places))
    _put(s, [where, *(number("id", sum(c) / len(c), 2) for c in zip(*rows, strict=True))], 1)
    return s


def growth(r: random.Random) -> Sheet:
    """A town year by year: people, men, women, change, growth that may be negative."""
    where, _d = town(r)
    years = list(range(2016, 2025))
    s = Sheet(
        "growth",
        [
            [f"Perkembangan Penduduk {where}, 2016-2024"],
            ["Tahun", "Laki-laki", "Perempuan", "Jumlah Penduduk", "Laju Pertumbuhan Penduduk (%)"],
        ],
        whole=[1, 2, 3],
    )
    men, women = r.uniform(80000, 300000), r.uniform(80000, 300000)
    before = 0
    for year in years:
        both = round(men) + round(women)
        rate = number("id", 100 * (both / before - 1), 2) if before else "-"
        _put(s, [str(year), number("id", round(men)), number("id", round(women)), number("id", both), rate], 1)
        before, men, women = both, men * (1 + r.gauss(0, 0.01)), women * (1 + r.gauss(0, 0.01))
    return s


MAKERS: tuple[Callable[[random.Random], Sheet], ...] = (
    population,
    sexes,
    density,
    shares,
    sectors,
    means,
    growth,
    population,
)


def make(seed: int) -> Sheet:
    """The clean table of this seed."""
    return MAKERS[seed // 2 % len(MAKERS)](random.Random(seed))


def _digits(text: str) -> list[int]:
    return [n for n, ch in enumerate(text) if ch.isdigit()]


def _figure(
    r: random.Random, s: Sheet, columns: list[int] | None = None, *, least: int = 3, totals: bool = False
) -> tuple[int, int] | None:
    some = [
        p for n, row in enumerate(s.places) for p in row
        if (n in s.totals) <= totals and (columns is None or p[1] in columns) and len(_digits(s.rows[p[0]][p[1]])) >= least
    ]  # fmt: skip
    return r.choice(some) if some else None


def inject(kind: str, s: Sheet, r: random.Random) -> set[tuple[int, int]]:
    """Put one error of a kind into a table; the places that are now wrong, none where the table offers no place for it."""

    def text(p: tuple[int, int]) -> str:
        return s.rows[p[0]][p[1]]

    def put(p: tuple[int, int], value: str) -> set[tuple[int, int]]:
        changed = value != text(p)
        s.rows[p[0]][p[1]] = value
        return {p} if changed else set()

    if kind == "digit swap" and (p := _figure(r, s)):
        at = _digits(text(p))
        pairs = [(a, b) for a, b in itertools.pairwise(at) if text(p)[a] != text(p)[b] and text(p)[b] != "0"]
        if not pairs:
            return set()
        a, b = r.choice(pairs)
        chars = list(text(p))
        chars[a], chars[b] = chars[b], chars[a]
        return put(p, "".join(chars))
    if kind == "lost separator" and (
        p := r.choice(
            [q for row in s.places for q in row if "," in text(q) or ("." in text(q) and q[1] not in s.whole)]
            or [(0, 0)]
        )
    ) != (0, 0):
        cut = max(text(p).rfind(","), text(p).rfind("."))
        return put(p, text(p)[:cut] + text(p)[cut + 1 :]) if p[1] not in s.whole else set()
    if kind == "shifted rows":
        columns = s.years[1:] or list(s.whole or [])
        rows = [n for n in range(len(s.places)) if n not in s.totals]
        run = next(
            (
                rows[k : k + 6]
                for k in r.sample(range(len(rows)), len(rows))
                if len(rows[k : k + 6]) == 6 and rows[k + 5] - rows[k] == 5
            ),
            None,
        )
        if run is None or not columns:
            return set()
        c = r.choice(columns)
        cells = [next(p for p in s.places[n] if p[1] == c) for n in run]
        values = [text(p) for p in cells]
        wrong: set[tuple[int, int]] = set()
        for p, value in zip(cells, values[1:] + values[:1], strict=True):
            wrong |= put(p, value)
        return wrong
    if kind == "year swap" and len(s.years) > 1:
        n = r.choice([n for n in range(len(s.places)) if n not in s.totals])
        a, b = r.sample(s.years, 2)
        one, two = (next(p for p in s.places[n] if p[1] == c) for c in (a, b))
        x, y = text(one), text(two)
        return put(one, y) | put(two, x)
    if kind == "subtotal off" and s.totals and s.kind != "means":
        p = r.choice([q for q in s.places[r.choice(s.totals)] if q[1] in (s.whole or s.years)])
        at = _digits(text(p))[-2:]
        chars = list(text(p))
        chars[at[0]] = str((int(chars[at[0]]) + r.randint(1, 8)) % 10)
        return put(p, "".join(chars))
    if kind == "unit x1000" and s.whole and (p := _figure(r, s, s.whole)):
        mark = "," if "," in text(p) else " " if " " in text(p) else "." if "." in text(p) else ""
        return put(p, text(p) + mark + "000")
    if kind == "duplicate row":
        rows = [
            n
            for n in range(1, len(s.places))
            if n not in s.totals and n - 1 not in s.totals and s.places[n][0][0] == s.places[n - 1][0][0] + 1
        ]
        if not rows or len(s.places[0]) < 2:
            return set()
        n = r.choice(rows)
        return set().union(*(put(p, text(q)) for p, q in zip(s.places[n], s.places[n - 1], strict=True)))
    if kind == "missing minus":
        some = [p for row in s.places for p in row if text(p).startswith("-") and len(text(p)) > 2]
        if not some:
            return set()
        p = r.choice(some)
        return put(p, text(p)[1:]) if text(p).strip("-0,.") else set()
    if kind == "copied neighbour":
        n = r.choice([n for n in range(1, len(s.places)) if n not in s.totals and n - 1 not in s.totals] or [0])
        k = r.randrange(len(s.places[n]))
        return put(s.places[n][k], text(s.places[n - 1][k])) if n else set()
    return set()


ERRORS = (
    "digit swap",
    "lost separator",
    "shifted rows",
    "year swap",
    "subtotal off",
    "unit x1000",
    "duplicate row",
    "missing minus",
    "copied neighbour",
)
