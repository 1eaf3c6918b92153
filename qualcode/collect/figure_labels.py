"""What the label of an area says by itself: its level, its bare name, that it is a total.

The rule: a label is read alone here, as printed; what the rows around it make of it is told in ``figure_lines`` and
``figure_areas``. So a word is a mark of the same level wherever the table puts its areas: down, across or in its title.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from qualcode.collect.figure_blocks import DISTRICT, VILLAGE
from qualcode.language.numerals import split_marks

LEVEL = re.compile(rf"({DISTRICT}|kec|{VILLAGE}|kel|kota|kabupaten|kab|provinsi|prov)\b\.?\s+(?=\S)", re.IGNORECASE)
TOTAL = re.compile(
    r"(sub ?-?(jumlah|total)|jumlah|total|grand total|jumlah total|jumlah ?/ ?total|total ?/ ?jumlah|rata-rata|kota|kabupaten)\b.*",
    re.IGNORECASE,
)
LEVELS = dict.fromkeys((*DISTRICT.split("|"), "kec"), "kecamatan") | dict.fromkeys(
    (*VILLAGE.split("|"), "kel"), "kelurahan"
)
NUMBERED = re.compile(  # a number or letter with its point, or an official code, which no name has (``16 Ilir`` is a name)
    r"^(?:(?:\d{1,3}|[ivxIVX]{1,4}|[a-zA-Z])[.)]\s*|(?:0\d|\d{3})\d*[.)]?\s+|\d{2}(?:\.\d{2,4})+[.)]?\s+)(?=[A-Za-z])"
)

Known = Callable[[str], tuple[str, ...]]  # the levels on which a name is known


def bare_name(label: str) -> str:
    """A label without its number, its marks and the word of its level."""
    return LEVEL.sub("", NUMBERED.sub("", split_marks(label)[0] or label))


def kecamatan_of(title: str) -> str:
    """The kecamatan that a title names: ``di Kecamatan Jebres``; else nothing."""
    found = re.search(
        rf"\b(?i:{DISTRICT}|kec\.)\s+([A-Z][\w-]*(?:\s+[A-Z][\w-]*)*?)(?=,|\s+(?i:kota|kabupaten|tahun|menurut|dan|di|dalam)\b|\s*[\d(]|$)",
        title,
    )
    return found[1] if found else ""
