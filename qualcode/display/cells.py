"""What the sources of one area say of one theme, as a cell of a matrix.

One rule: a zero is something that was heard. A source is a zero only where it is finished, the topic was
asked (or topics are not linked to the theme at all), and nobody raised it; every other lack has its own sign.
The states and their signs are those of the design ('What counts'); counts are of sources, an FGD being one.

The letters are those of the specification: N sources of the area, E finished for the theme, A asked (or
raised unasked), M raised, and of M: P with the theme as a problem, S as a strength, C as both or as mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from qualcode.display.terms import Term, term
from qualcode.errors import UserError
from qualcode.i18n import N_, _

TAU = 0.5
_SLACK = 1e-9  # 0.7 * 10 is not 7 in binary


class Status(StrEnum):
    UNSAMPLED = "unsampled"
    UNFINISHED = "unfinished"
    UNASKED = "unasked"
    UNRAISED = "unraised"
    PROBLEM = "problem"
    MIXED = "mixed"
    STRENGTH = "strength"
    UNJUDGED = "unjudged"


SIGNS = {
    Status.UNSAMPLED: "·",
    Status.UNFINISHED: "…",
    Status.UNASKED: "?",
    Status.PROBLEM: "−",
    Status.MIXED: "±",
    Status.STRENGTH: "+",
}
TERMS: dict[Status, Term] = {
    Status.UNSAMPLED: ("tak tersampel", N_("not sampled")),
    Status.UNFINISHED: ("belum selesai dikode", N_("not finished")),
    Status.UNASKED: ("tidak ditanya", N_("not asked")),
    Status.UNRAISED: ("ditanya, tidak muncul", N_("asked, not raised")),
    Status.PROBLEM: ("masalah", N_("problem")),
    Status.MIXED: ("campuran", N_("mixed")),
    Status.STRENGTH: ("kekuatan", N_("strength")),
    Status.UNJUDGED: ("tanpa valensi", N_("valence not judged")),
}
SILENT = frozenset({Status.UNSAMPLED, Status.UNFINISHED, Status.UNASKED})


@dataclass(frozen=True)
class SourceFacts:
    """What one source holds on the theme in the area."""

    source: str
    finished: bool  # the coder who counts there has finished it for every live code of the theme
    asked: bool | None  # whether the theme's guide topic was asked; None: the theme is linked to no topic
    valences: tuple[int | None, ...] = ()  # of its segments here: -1 problem, 0 mixed, +1 strength, None not judged
    speakers: frozenset[str] = frozenset()  # informants speaking in them: participants where known, else speakers
    from_outside: bool = False  # of another area; here only through codings about this one ('dari luar')
    words: int = 0  # of its segments here, each once; counted where words are asked for


class Raised(NamedTuple):
    """What a finished source that raises the theme holds on it in the area, summed up."""

    source: str
    valence: int | None  # as ``source_valence`` has it
    segments: int
    speakers: frozenset[str]
    from_outside: bool = False
    words: int = 0


class Cell(NamedTuple):
    """Counts are of sources unless said otherwise; ``raised_in`` and ``unraised_in`` lead back to them."""

    status: Status
    N: int
    E: int
    A: int
    M: int
    P: int
    S: int
    C: int
    unjudged: int  # raised, but no coding there has a valence; P + S + C + unjudged = M
    outside: int  # of E: from another area
    segments: int
    speakers: int  # known informants who raised it
    voices: int  # the same, a source without a known speaker counting as one
    unlinked: bool  # some finished source could not say whether the topic was asked
    q: float | None  # net problem (P - S) / E in -1..1; None where nothing was asked or judged
    tau: float
    raised_in: tuple[str, ...]
    unraised_in: tuple[str, ...]
    words: int = 0  # informant-side words in the counted segments, where words were asked for

    @property
    def n(self) -> int:
        """The denominator shown: the sources asked where none raised it, else the finished ones."""
        return self.A if self.status is Status.UNRAISED else self.E

    @property
    def text(self) -> str:
        """As shown: `·`, `…`, `?`, `0/3`, `−2/3`, or `2/3` where valence was not judged."""
        sign = SIGNS.get(self.status, "")
        return sign if self.status in SILENT else f"{sign}{self.M}/{self.n}"

    @property
    def salience(self) -> float | None:
        """Share of the finished sources that raise the theme, 0..1; None where the area is silent."""
        return None if self.status in SILENT else self.M / self.E


def status_label(status: Status) -> str:
    return term(TERMS[status])


def legend() -> str:
    """One line that explains the signs; every table with cells carries it."""
    shown = [(sign, status_label(status)) for status, sign in SIGNS.items()]
    shown.insert(3, ("0/n", status_label(Status.UNRAISED)))
    return "; ".join(f"{sign} {label}" for sign, label in shown)  # a dot between them would read as a sign


def settled_valence(coding: int | None, code: int | None, nature: str) -> int | None:
    """The valence that counts: the coding's, else its code's, else the theme's nature.

    ``nature`` is 'problem', 'strength' or 'neutral'; a neutral theme leaves None, not judged.
    """
    if coding is not None:
        return coding
    if code is not None:
        return code
    return {"problem": -1, "strength": 1}.get(nature)


def source_valence(valences: Iterable[int | None]) -> int | None:
    """Of a source: -1 where its judged codings are -1 (or 0), +1 where +1 (or 0), else 0; None unjudged."""
    judged = {valence for valence in valences if valence is not None}
    if not judged:
        return None
    if -1 in judged:
        return 0 if 1 in judged else -1
    return 1 if 1 in judged else 0


def check_tau(tau: float) -> float:
    """The threshold itself; UserError where it is not in (0, 1]."""
    if not 0 < tau <= 1:
        raise UserError(
            _("the threshold τ is {tau}").format(tau=tau),
            todo=_("Choose a number above 0, up to 1; usual is 0.5"),
        )
    return tau


def cell(facts: Iterable[SourceFacts], tau: float = TAU) -> Cell:
    """The cell of a theme in an area, from what each source of the area holds (pooled areas: all their
    sources).

    ``tau`` is the net share of finished sources, (P - S) / E, from which the theme is called a problem (or,
    below -tau, a strength); it is absolute, since terciles of a few chosen areas would always find a
    'highest'. A sign is given only if it would stand whatever the unjudged sources turned out to be. A source
    from outside that raises nothing here is no source of this area. Convergence statuses after Farmer,
    Robinson, Elliott & Eyles (2006, pp. 377-394), silence told apart by what was sampled, finished and asked.
    Raises UserError on a bad ``tau`` and ValueError where a source comes twice.
    """
    check_tau(tau)
    sources = [fact for fact in facts if fact.valences or not fact.from_outside]
    if len({fact.source for fact in sources}) < len(sources):
        raise ValueError("a source is counted once in an area")
    finished = [fact for fact in sources if fact.finished]
    raised = [
        Raised(one.source, source_valence(one.valences), len(one.valences), one.speakers, one.from_outside, one.words)
        for one in finished
        if one.valences
    ]
    unraised = [fact.source for fact in finished if fact.asked is not False and not fact.valences]
    unlinked = any(fact.asked is None for fact in finished)
    return summed(raised, unraised, sampled=len(sources), finished=len(finished), unlinked=unlinked, tau=tau)


def summed(
    raised: Sequence[Raised], unraised: Sequence[str], *, sampled: int, finished: int, unlinked: bool, tau: float
) -> Cell:
    """The same cell from what was summed up before: ``raised`` and ``unraised``, the finished sources that raise the theme, and
    those asked that do not, each in their order; ``sampled``, ``finished``: how many sources there are, and finished ones;
    ``unlinked``: some finished source could not say whether the topic was asked."""
    by_valence = [one.valence for one in raised]
    problem, strength, unjudged = by_valence.count(-1), by_valence.count(1), by_valence.count(None)
    M, A = len(raised), len(raised) + len(unraised)
    status = _status(
        sampled=sampled > 0, finished=finished, asked=A, raised=M, net=problem - strength, unjudged=unjudged, tau=tau
    )  # fmt: skip
    q = (problem - strength) / finished if status in _JUDGED else None
    if not M:
        return Cell(
            status, sampled, finished, A, 0, 0, 0, 0, 0, 0, 0, 0, 0, unlinked, q, tau, (), tuple(unraised)
        )  # fmt: skip
    known = len(raised[0].speakers) if M == 1 else len(frozenset[str]().union(*[one.speakers for one in raised]))
    return Cell(
        status, sampled, finished, A, M, problem, strength, by_valence.count(0), unjudged,
        sum([one.from_outside for one in raised]),  # one from outside that raises nothing is no source here
        sum([one.segments for one in raised]), known, known + sum([not one.speakers for one in raised]), unlinked, q, tau,
        tuple([one.source for one in raised]), tuple(unraised), sum([one.words for one in raised]),
    )  # fmt: skip


_JUDGED = frozenset({Status.UNRAISED, Status.PROBLEM, Status.MIXED, Status.STRENGTH})


def _status(*, sampled: bool, finished: int, asked: int, raised: int, net: int, unjudged: int, tau: float) -> Status:
    if not sampled:
        return Status.UNSAMPLED
    if not finished:
        return Status.UNFINISHED
    if not asked:
        return Status.UNASKED
    if not raised:
        return Status.UNRAISED
    least, most = _side(net - unjudged, finished, tau), _side(net + unjudged, finished, tau)
    return least if unjudged < raised and least is most else Status.UNJUDGED


def _side(net: int, finished: int, tau: float) -> Status:
    edge = tau * finished - _SLACK
    if net >= edge:
        return Status.PROBLEM
    return Status.STRENGTH if -net >= edge else Status.MIXED
