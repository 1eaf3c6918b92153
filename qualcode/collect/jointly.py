"""Jointly: labels of several who speak at once, which mostly come but once.

The rule: a label with a colon that is a word for all (``Keduanya:``, ``Todos:``, ``Both of them:``), or whose parts are all
labels themselves (``Ani lan Budi:``, ``P & I:``), begins a turn where the labels of others with a colon do.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from qualcode.collect.labels import COLON, Labels, find_label, how_often
from qualcode.collect.lines import Line, goes_on, led
from qualcode.collect.roles import folded

_ALL = folded("""
semua semuanya keduanya kedua-duanya bertiga berdua serentak bersama-sama kabeh kabehe sedaya sedayanipun loro-lorone sadayana
all both everyone everybody together todos todas ambos ambas juntos juntas tous toutes ensemble alle beide beiden allen allemaal
samen zusammen tutti entrambi wote
""")
_AND = re.compile(
    r"\s*[,&+/]\s*(?:dan\s|and\s)?|\s+(?:dan|lan|karo|kaliyan|kalih|jeung|sareng|sama|and|y|e|et|und|en|na)\s+"
)
LONGEST = 3  # words of a label that begins with a word for all: ``Semua peserta:``
MIN_LABELS = 3


def with_joint(labels: Labels, lines: list[Line]) -> Labels:
    """The labels, and those of several at once between or below them."""
    colons = [at for at, label in labels.items() if label.dress == COLON]
    if len(colons) < MIN_LABELS or 2 * len(colons) < len(labels):
        return labels
    first = min(colons)
    often = how_often(labels)
    apart = all(lines[at].gap for at in colons if at > first)
    leads = {led(lines[at]) for at in colons}
    above = sum(labels[at].speech >= lines[at].stop for at in colons) > 0.5 * len(colons)
    found: Labels = {}
    for at in range(first + 1, len(lines)):
        line = lines[at]
        if at in labels or not (":" in line.text[:60] or "：" in line.text[:60]):
            continue
        label = find_label(line)
        if (
            label
            and label.dress == COLON
            and of_several(label.key, often)
            and (label.speech >= line.stop) <= above
            and (line.gap or not apart)
            and not goes_on(lines, at)
            and led(line) in leads
        ):
            found[at] = label
    return labels | found if found else labels


def of_several(key: str, known: Collection[str]) -> bool:
    """Whether a folded label is a word for all, or joins two of the known ones or more."""
    words = key.split()
    if words and words[0] in _ALL and len(words) <= LONGEST:
        return True
    parts = [part for part in _AND.split(key) if part]
    return len(parts) > 1 and all(_is_known(part, known) for part in parts)


def _is_known(part: str, known: Collection[str]) -> bool:
    return part in known or (len(part) > 2 and any(part in key.split() for key in known))
