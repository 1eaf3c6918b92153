"""How the codebook's keywords have done: what people accepted and turned down, and what no keyword found.

One rule: only what somebody decided counts. Precision is accepted / decided over suggestions read one by one; what was
accepted in bulk, unread, says nothing about the keyword and is counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.reduce.codebook import Code, codebook
from qualcode.reduce.codings import Coding, codings
from qualcode.reduce.counting import living
from qualcode.reduce.keyness import KeyWord, keyness
from qualcode.store import Project

DECIDED = 5  # suggestions of a keyword that somebody must have decided before it is said to waste time


@dataclass(frozen=True)
class Record:
    """A keyword of a code, and what became of what it proposed. ``bulk``: accepted unread; ``waiting``: proposed now."""

    code: Code
    keyword: str
    accepted: int
    rejected: int
    bulk: int = 0
    waiting: int = 0

    @property
    def decided(self) -> int:
        return self.accepted + self.rejected

    @property
    def precision(self) -> float | None:
        """Accepted of decided; None where nothing was."""
        return self.accepted / self.decided if self.decided else None

    @property
    def wastes(self) -> bool:
        """More was turned down than accepted, of at least ``DECIDED``."""
        return self.decided >= DECIDED and self.accepted < self.rejected


def records(project: Project, *, coder: bytes | None = None, waiting: Iterable[tuple[bytes, str]] = ()) -> list[Record]:
    """Every keyword of the live codebook, in its order, with what ``coder`` or everybody decided; ``waiting``: (code,
    keyword) of each suggestion there is now."""
    alive = living(project)
    mine, who = (" AND coder=?", (coder,)) if coder is not None else ("", ())
    accepted: Counter[tuple[bytes, str, bool]] = Counter()
    for code, keyword, review in project.rows(
        f"SELECT code, reason, review FROM coding WHERE origin='keyword' AND layer='own' AND reason IS NOT NULL AND removed=0{mine}", *who
    ):  # fmt: skip
        accepted[alive.get(code, code), keyword, review == "bulk"] += 1
    rejected: Counter[tuple[bytes, str]] = Counter(
        (alive.get(code, code), keyword)
        for code, keyword in project.rows(
            f"SELECT code, reason FROM decision WHERE decision='rejected' AND reason<>'' AND removed=0{mine}", *who
        )
    )
    now = Counter(waiting)
    return [
        Record(
            code, word, accepted[code.id, word, False], rejected[code.id, word], accepted[code.id, word, True], now[code.id, word]
        )
        for code in codebook(project)
        for word in dict.fromkeys(one if isinstance(one, str) else str(one) for one in code.keywords)
        if not word.startswith("-")
    ]  # fmt: skip


def wasteful(some: Iterable[Record]) -> list[Record]:
    """The keywords that waste a coder's time, the worst first: by how many were turned down beyond those accepted."""
    return sorted((one for one in some if one.wastes), key=lambda one: one.accepted - one.rejected)


def unfound(project: Project, code: Code, coder: bytes | None = None) -> list[Coding]:
    """Passages that were coded so without any keyword of the code standing in them."""
    from qualcode.language.matching import compile_keywords

    matcher = compile_keywords({code.id: list(code.keywords)})
    alive = living(project)
    return [
        one
        for one in codings(project, coder=coder)
        if alive.get(one.code) == code.id and one.quote and not matcher.find(one.quote)
    ]


def candidates(project: Project, code: Code, coder: bytes | None = None, *, most: int = 10) -> list[KeyWord]:
    """Lemmas that stand out in the passages no keyword of the code found, against all other speech of informants, and are
    not keywords of it yet: candidates, the most telling first. A word must stand in two passages or more."""
    from qualcode.language.matching import compile_keywords
    from qualcode.reduce.learning_units import units
    from qualcode.reduce.learning_words import lemmas

    passages = unfound(project, code, coder)
    if len(passages) < 2:
        return []
    quotes = list({(one.source, one.start, one.stop): one.quote for one in passages}.values())
    taken: dict[bytes, list[tuple[int, int]]] = {}
    for one in passages:
        taken.setdefault(one.source, []).append((one.start, one.stop))
    rest = [
        lemmas(unit.text)
        for unit in units(project)
        if not any(start < unit.stop and unit.start < stop for start, stop in taken.get(unit.source, ()))
    ]
    known = compile_keywords({code.id: list(code.keywords)})
    found = keyness([lemmas(quote) for quote in quotes], rest)
    return [one for one in found if not known.find(one.word)][:most]
