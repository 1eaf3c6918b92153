"""Values parted by commas or semicolons: a table that was saved as text, ``speaker,text`` above ``Rina,"Since when, then?"``.

The rule: only where the first line has the names of columns and nearly every record as many values as it; a value in quotes
may hold the sign, and go on over lines. The quotation marks about a value are no part of it.
"""

from __future__ import annotations

import re

from qualcode.collect.lines import Line
from qualcode.language.marks import Span

SIGNS = ",;"
MOST = 8  # columns
MIN_RECORDS, MIN_SAME = 4, 0.95  # records, and the share of them with as many values as the first line
LOOKED = 40  # records that show whether the others are worth looking at
_NAME = re.compile(r"[\"\ufeff]?[^\W\d_][\w /-]{0,24}\"?")


def values_apart(text: str, first: Line) -> list[tuple[Span, ...]] | None:
    """The spans of the values of each record, the first line's with them; None where the text is no such table."""
    sign = next((sign for sign in SIGNS if sign in first.text), None)
    heads = first.text.split(sign) if sign else []
    if not 2 <= len(heads) <= MOST or len(first.text) > 120 or not all(map(_NAME.fullmatch, map(str.strip, heads))):
        return None
    cell = re.compile(rf'[ \t]*(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^{sign}\n]*))[ \t]*(?P<end>{sign}|\n|$)')
    records: list[tuple[Span, ...]] = []
    values: list[Span] = []
    at = first.start
    while at < len(text):
        found = cell.match(text, at)
        if found is None:
            return None  # words behind a quotation mark: no table
        values.append(found.span("quoted" if found["quoted"] is not None else "plain"))
        at = found.end()
        if found["end"] != sign:
            if len(values) > len(heads):  # the sign within the last one, that has no quotation marks
                values[len(heads) - 1 :] = [(values[len(heads) - 1][0], values[-1][1])]
            if len(values) > 1 or values[0][0] < values[0][1]:
                records.append(tuple(values))
            values = []
            if len(records) == LOOKED and sum(len(one) == len(heads) for one in records) < MIN_SAME * LOOKED:
                return None
    same = sum(len(record) == len(heads) for record in records)
    return records if len(records) >= MIN_RECORDS and same >= MIN_SAME * len(records) else None


def signs_between(text: str, first: Line, records: list[tuple[Span, ...]]) -> list[Span]:
    """What stands between the values and is none: commas and quotation marks."""
    values = [value for record in records for value in record]
    edges = zip([first.start, *(stop for _, stop in values)], [*(start for start, _ in values), len(text)], strict=True)
    return [one.span() for start, stop in edges for one in _SIGNS.finditer(text, start, stop)]


_SIGNS = re.compile(r"\S+")
