"""What else in a text points at one person: numbers, addresses, dates, names nobody has entered yet.

The rule: detectors only propose. They know the shape of a thing and not what it is; a person decides. What is found is
listed to be added (``qualcode names add``) or let be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.collect.writings import looks_real
from qualcode.i18n import N_

_MONTHS = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
_CAPITAL = r"(?!No\b)[A-Z][\w'’-]+"
_HON = "Bu|Ibu|Pak|Bapak|Bpk|Mbak|Mas|Mbah|Simbah|Eyang|Pakde|Pakdhe|Bude|Budhe|Om|Tante|Kak|Dik|Yu|Kang|Bulik|Paklik|Gus|Ning|Haji"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (N_("identity number"), re.compile(r"(?<!\d)\d{6}[ .-]?\d{6}[ .-]?\d{4}(?!\d)")),
    (N_("telephone"), re.compile(r"(?<![\d+])(?:\+?62[ -]?|0)8\d{1,2}[-. ]?\d{3,4}[-. ]?\d{2,5}(?!\d)")),
    (N_("telephone"), re.compile(r"(?<!\d)\(?0271\)?[-. ]?\d{5,7}(?!\d)")),
    (N_("e-mail"), re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (N_("number plate"), re.compile(r"(?<!\w)(?!RT|RW|NO|KM|PP|UU|TH|RP)[A-Z]{1,2}[ ]?\d{2,4}[ ]?[A-Z]{1,3}(?!\w)")),
    (N_("address"), re.compile(r"(?<!\w)RT\.?[ ]?0*\d{1,3}[ ]*[/,]?[ ]*RW\.?[ ]?0*\d{1,3}(?!\d)", re.I)),
    (
        N_("address"),
        re.compile(rf"(?<!\w)(?:[Jj]l\.?|[Jj]alan|[Gg]ang|[Gg]g\.?) {_CAPITAL}(?: {_CAPITAL})*(?:,? [Nn]o\.? ?\d+\w?)?(?!\w)"),
    ),
    (
        N_("date of birth"),
        re.compile(rf"(?<!\w)(?:lahir|kelahiran|ttl)\b[^.\n]{{0,30}}?\d{{1,2}}(?:[-/. ](?:\d{{1,2}}|{_MONTHS}))[-/. ](?:19|20)?\d\d", re.I),
    ),
    (N_("name"), re.compile(rf"(?<!\w)(?:{_HON}|(?:Bpk|Ny|Tn|Sdri?|Hj?|Dr|Drs)\.) (?P<what>{_CAPITAL}(?: {_CAPITAL})?)")),
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """What may point at a person: its kind in words, and ``[start, stop)`` in code points."""

    kind: str
    start: int
    stop: int


def proposals(text: str) -> Iterator[Proposal]:
    """All that the detectors see in a text, in the order of the detectors, each place once."""
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            start, stop = found.span("what" if "what" in pattern.groupindex else 0)
            if any(start < b and a < stop for a, b in taken):
                continue
            if kind == "name" and not looks_real(text[start:stop]):
                continue  # Pak Lurah
            taken.append((start, stop))
            yield Proposal(kind, start, stop)
