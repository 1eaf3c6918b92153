"""What the names of indicators say: which is the total of which, who is counted, what is divided by what.

The rule: a name only proposes that figures belong together. Whether they do is decided by the figures of the table: most
of them must agree before one is called wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from qualcode.store.ids import fold

TOTAL = re.compile(
    r"(jumlah|total|rata-rata( total)?|semua|jumlah/total|total/jumlah|l ?\+ ?p|laki-laki (dan|\+|&) perempuan|laki-laki\+perempuan|keseluruhan|"
    r"(pdrb|produk domest\w* regional bruto).*|grand total|jml)"
)
_SEX = re.compile(
    r"^(?P<stem>.*?)[\s,-]*\b(?P<part>laki-laki|perempuan|total|jumlah|rata-rata total|lk|pr|l ?\+ ?p|laki-laki ?\+ ?perempuan)$"
)
_NUMBER = re.compile(r"^(\d+)([a-z])?\b[.)]?")
POPULATION = re.compile(r"(jumlah |banyaknya )?penduduk( total| jumlah)?( \((jiwa|orang)\))?")
AREA = re.compile(r"luas( wilayah| daerah| kecamatan| kelurahan)?( \(.*\))?")
DENSITY = re.compile(r"kepadatan( penduduk)?( per km.*)?( \(.*\))?")
SEX_RATIO = re.compile(r"(rasio jenis kelamin|sex ratio)( .*)?")
GROWTH = re.compile(r"laju pertumbuhan( penduduk)?( per tahun)?( \(.*\))?")
SHARE = re.compile(r"^(distribusi persentase|persentase|proporsi|distribusi)\s+")


def segments(indicator: str) -> tuple[str, ...]:
    """The name in its parts: at `` - `` and before a closing ``laki-laki``, ``perempuan``, ``total``."""
    parts = [fold(p) for p in re.split(r"\s+[-–—]\s+", indicator)]
    if (found := _SEX.match(parts[-1])) and found["stem"].strip():
        parts[-1:] = [found["stem"].strip(" ,-"), found["part"]]
    return tuple(p for p in parts if p)


def families(indicators: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Each total with its parts, by name: ``Jumlah penduduk`` with ``... laki-laki`` and ``... perempuan``; ``X - JUMLAH`` with every ``X -
    part``; ``5 Y`` with ``5a``, ``5b``. A part that is a part of a part is left out."""
    by_name = {name: segments(name) for name in dict.fromkeys(indicators)}
    known = {segs: name for name, segs in by_name.items()}
    found: dict[tuple[str, tuple[str, ...]], None] = {}
    for position in range(max((len(s) for s in by_name.values()), default=0)):
        groups: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, str]] = {}
        for name, segs in by_name.items():
            if len(segs) > position:
                groups.setdefault((segs[:position], segs[position + 1 :]), {})[segs[position]] = name
        for (before, after), members in groups.items():
            totals = [m for m in members if TOTAL.fullmatch(m)]
            parts = [m for m in members if m not in totals]
            total = members[totals[0]] if len(totals) == 1 else known.get((*before, *after)) if not totals else None
            if total is None and not totals and len(before) == 1 and not after:
                total = next(
                    (known[s] for s in ((f"jumlah {before[0]}",), (f"total {before[0]}",)) if s in known), None
                )
            numbered = {m: _NUMBER.match(m) for m in parts}
            tops = [m for m in parts if not ((n := numbered[m]) and n[2] and _under(n[1], numbered.values()))]
            if total is not None and len(tops) > 1:
                found[total, tuple(members[m] for m in tops)] = None
            for top in tops:
                if (n := numbered[top]) and not n[2]:
                    subs = tuple(members[m] for m, k in numbered.items() if k and k[1] == n[1] and k[2])
                    if len(subs) > 1:
                        found[members[top], subs] = None
    return list(found)


def _under(number: str, others: Iterable[re.Match[str] | None]) -> bool:
    return any(o and o[1] == number and not o[2] for o in others)


def percent(indicator: str, unit: str) -> bool:
    """Whether it is a share of a hundred, by its unit, else by its name."""
    return bool(re.search(r"%|persen|distribusi", fold(unit) or fold(indicator)))


def part_key(name: str) -> str:
    """A part of a family without its numbering and its spelling's accidents."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"^(\w{1,2}(,\w)*)[.)]\s*", "", fold(name)))


def words(name: str) -> frozenset[str]:
    """The words that tell one indicator from another."""
    plain = re.sub(r"[^a-z0-9 ]", " ", fold(name))
    return frozenset(w for w in plain.split() if len(w) > 1 and w not in _EMPTY)


_EMPTY = {
    "jumlah",
    "total",
    "dan",
    "menurut",
    "yang",
    "angka",
    "adhb",
    "banyaknya",
    "di",
    "produk",
    "domestik",
    "domestrik",
    "regional",
    "bruto",
}
