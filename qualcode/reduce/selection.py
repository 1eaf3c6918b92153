"""The segments that a query names, and the sources that could hold one.

One rule: a query never turns what was not looked for into a zero. A source of another kind, another month, or without anybody
of the role asked for is no source of such a count, rather than one that holds none: it leaves the denominator. Of what a
query asks of the passage itself (its words, its valence, who coded it) every source stays a denominator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from qualcode.reduce.codings import Coding, Placed, codings, placed
from qualcode.reduce.counting import Counted, owners
from qualcode.reduce.query import Term, bound, perhaps
from qualcode.reduce.query_codings import understood
from qualcode.store import Project
from qualcode.store.lookup import find


@dataclass(frozen=True)
class Selection:
    """A query on a project as it is now. ``text``: as it was written; ``codings``: those it names, by id; ``could``: whether
    somebody's words in a source (None: nobody's who is named) could be named at all; ``passages``: it asks something of the
    passage itself, so that a zero says 'none that fits' and not 'not raised'; ``spans``: of the codings it names, by source;
    ``named``: those codings themselves."""

    text: str
    codings: frozenset[bytes]
    could: Callable[[bytes, bytes | None], bool]
    passages: bool
    spans: Mapping[bytes, tuple[tuple[int, int], ...]]
    named: tuple[Coding | Placed, ...] = ()

    def of(self, found: Counted) -> Counted:
        """The counted segments that are named: those of which a coding is."""
        return replace(found, segments=tuple(s for s in found.segments if not self.codings.isdisjoint(s.codings)))

    def holds(self, source: bytes, speaker: bytes | None, start: int, stop: int) -> bool:
        """Whether words at a place, coded or not, are what the query names: who says them and where, or, where it asks of
        passages, that they lie in one it names."""
        if not self.passages:
            return self.could(source, speaker)
        return any(low < stop and start < high for low, high in self.spans.get(source, ()))


def selection(project: Project, text: str, coder: bytes | None = None) -> Selection:
    """What ``text`` (``--where``) names, of the agreed layer or of one coder's. UserError where it cannot be read, or names
    what there is not."""
    query, meanings = understood(project, text)
    whose = owners(project, coder)
    coders = {term: find(project, "coder", term.value) for term in meanings if term.field == "coder"}
    test = bound(query, lambda term: meanings[term].test)

    def could(source: bytes, speaker: bytes | None) -> bool:
        def known(term: Term) -> bool | None:
            if term in coders:
                return whose.get(source) == coders[term]
            scope = meanings[term].scope
            return None if scope is None else scope(source, speaker)

        return perhaps(query, known) is not False

    # only words need the words read: all else is told without
    read: Iterable[Coding | Placed] = (
        codings(project) if any(term.field == "text" for term in meanings) else (one for _now, one in placed(project))
    )
    named = [coding for coding in read if test(coding)]
    spans: dict[bytes, list[tuple[int, int]]] = defaultdict(list)
    for coding in named:
        spans[coding.source].append((coding.start, coding.stop))
    return Selection(
        text.strip(),
        frozenset(coding.id for coding in named),
        could,
        any(meaning.scope is None for term, meaning in meanings.items() if term not in coders),
        {source: tuple(them) for source, them in spans.items()},
        tuple(named),
    )
