"""Content analysis by counting: which words are said how often by whom, and which codes.

The rule: a raw count never stands alone. Beside it stand how often that is per 1,000 words of who said it, since some talk
more, and in how many sources, since one talkative informant is not a topic. A word that is frequent is talked about; whether
it matters is for a person to read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from qualcode.display.columns import Axis, axis
from qualcode.display.content_speech import Said, Word, spoken
from qualcode.display.numbers import rate
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.forms import lemma
from qualcode.reduce.codebook import codebook
from qualcode.reduce.codings import codings
from qualcode.reduce.completion import finished_codes
from qualcode.reduce.counting import Segment, counted, owners
from qualcode.reduce.keyness import KeyWord, keyness
from qualcode.reduce.query_codings import coding_test
from qualcode.store import Project
from qualcode.store.ids import fold

LONGEST = 5  # words of an n-gram
NEGATIONS = frozenset(("tidak", "belum", "bukan", "jangan", "ora"))  # carry no topic alone, but turn what follows


@dataclass(frozen=True)
class Group:
    """A column: all words its people said (function words too), and their sources."""

    id: bytes
    name: str
    words: int
    sources: int


@dataclass(frozen=True)
class Frequency:
    """A term or code. ``counts``: by group; ``sources``: how many it stands in, ``by_group`` likewise."""

    name: str
    count: int
    sources: int
    counts: tuple[int, ...] = ()
    by_group: tuple[int, ...] = ()


@dataclass(frozen=True)
class Terms:
    """``size``: words of a term; ``words`` and ``sources``: all that was said; ``elsewhere``: words of those in no group."""

    size: int
    words: int
    sources: int
    by: str
    groups: tuple[Group, ...]
    terms: tuple[Frequency, ...]
    elsewhere: int

    def per_thousand(self, one: Frequency, group: int | None = None) -> float | None:
        """Per 1,000 words of all or of a group."""
        if group is None:
            return rate(one.count, self.words)
        return rate(one.counts[group], self.groups[group].words)


def terms(
    project: Project, *, size: int = 1, by: str = "", where: str = "", stop: Collection[str] = (), keep: Collection[str] = (),
    least: int = 1,
) -> Terms:  # fmt: skip
    """How often terms of ``size`` words (1 to 5) are said by informants, the commonest first; ``by``: columns as
    ``columns.axis`` names them. ``stop`` and ``keep``: words to leave out beside the stop list, and of it to count; ``least``:
    terms said fewer times are left out. UserError for what cannot be read."""
    cutter = _cutter(size, stop, keep)
    across = axis_of(project, by)
    tally = _Tally()
    for said in spoken(project, where):
        tally.add(said, cutter(said), across)
    names = {column.id: column.name for column in across.columns} if across else {}
    order = [rec for rec in names if tally.words[rec]]
    groups = tuple(Group(rec, names[rec], tally.words[rec], len(tally.sources[rec])) for rec in order)
    found = [
        Frequency(
            " ".join(term), count, len(tally.where[None, term]), tuple(tally.counts[rec][term] for rec in order),
            tuple(len(tally.where.get((rec, term), ())) for rec in order),
        )
        for term, count in tally.counts[None].items()
        if count >= least
    ]  # fmt: skip
    found.sort(key=lambda one: (-one.count, -one.sources, one.name))
    return Terms(size, tally.words[None], len(tally.sources[None]), by, groups, tuple(found), tally.elsewhere)


class _Tally:
    """Counts by column (None: all)."""

    def __init__(self) -> None:
        self.counts: dict[bytes | None, Counter[tuple[str, ...]]] = defaultdict(Counter)
        self.where: dict[tuple[bytes | None, tuple[str, ...]], set[bytes]] = defaultdict(set)
        self.words: Counter[bytes | None] = Counter()
        self.sources: dict[bytes | None, set[bytes]] = defaultdict(set)
        self.elsewhere = 0

    def add(self, said: Said, found: Sequence[tuple[str, ...]], across: Axis | None) -> None:
        column = across.place(said.passage()) if across else None
        number = said.words
        if across is not None and column is None:
            self.elsewhere += number
        for at in (None,) if column is None else (None, column):
            self.words[at] += number
            if number:
                self.sources[at].add(said.source)
            self.counts[at].update(found)
            for term in found:
                self.where[at, term].add(said.source)


class _cutter:
    """What terms a turn holds: runs of ``size`` words in one sentence that neither begin nor end with a function word; a
    negation may begin one."""

    def __init__(self, size: int, stop: Collection[str], keep: Collection[str]) -> None:
        if not 1 <= size <= LONGEST:
            raise UserError(_("a term has 1 to %d words") % LONGEST)
        self.size = size
        self.stop = {form for word in stop for form in (fold(word), lemma(word))}
        self.keep = {form for word in keep for form in (fold(word), lemma(word))}

    def __call__(self, said: Said) -> list[tuple[str, ...]]:
        found = []
        for sentence in said.sentences:
            for at in range(len(sentence) - self.size + 1):
                run = sentence[at : at + self.size]
                if self._tells(run):
                    found.append(tuple(stem for stem, _small in run))
        return found

    def _tells(self, run: Sequence[Word]) -> bool:
        begins = not self._small(run[0]) or (self.size > 1 and run[0][0] in NEGATIONS)
        return begins and not self._small(run[-1])

    def _small(self, word: Word) -> bool:
        stem, small = word
        return stem in self.stop or (small and stem not in self.keep)


def axis_of(project: Project, by: str) -> Axis | None:
    """The columns to count by; None for none. UserError for coders, who say nothing."""
    if not by:
        return None
    across = axis(project, by)
    if across.coders:
        raise UserError(_("words are said by informants, not by coders"), todo=_("Count by kelurahan, role, gender, …"))
    return across


@dataclass(frozen=True)
class Compared:
    """Words that mark one group off from the other, the most telling first; ``turns`` and content ``words`` of each."""

    names: tuple[str, str]
    turns: tuple[int, int]
    words: tuple[int, int]
    first: tuple[KeyWord, ...]
    second: tuple[KeyWord, ...]


def compare(
    project: Project, by: str, one: str, other: str, *, size: int = 1, where: str = "", stop: Collection[str] = (),
    keep: Collection[str] = (),
) -> Compared:  # fmt: skip
    """Log-likelihood keyness of two groups' terms against each other (``reduce.keyness``), from two turns on. UserError where
    there is no such group."""
    across = axis_of(project, by)
    if across is None:
        raise UserError(_("say by what the two groups differ"), todo=_("For instance --by gender"))
    ids = [_column(across, name) for name in (one, other)]
    if ids[0] == ids[1]:
        raise UserError(_("these are not two groups"), where=one)
    cutter = _cutter(size, stop, keep)
    turns: dict[bytes, list[list[str]]] = {rec: [] for rec in ids}
    for said in spoken(project, where):
        if (column := across.place(said.passage())) in turns:
            turns[column].append([" ".join(term) for term in cutter(said)])
    here, there = turns[ids[0]], turns[ids[1]]
    return Compared(
        (one, other), (len(here), len(there)), (sum(map(len, here)), sum(map(len, there))),
        tuple(keyness(here, there)), tuple(keyness(there, here)),
    )  # fmt: skip


def _column(across: Axis, name: str) -> bytes:
    for column in across.columns:
        if fold(column.name) == fold(name):
            return column.id
    raise UserError(
        _("“%s” is no group here") % name, todo=_("Groups: %s") % ", ".join(column.name for column in across.columns)
    )


@dataclass(frozen=True)
class CodeCount:
    """A code: counted segments, finished sources that raise it (m of n), informants, segments by group; ``unfinished``: sources
    that raise it and are not finished for it."""

    id: bytes
    name: str
    segments: int
    raised: int
    finished: int
    unfinished: int
    informants: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Codes:
    """``words``: of all informants, that rates are per 1,000 of; ``elsewhere``: segments in no group."""

    by: str
    groups: tuple[Group, ...]
    codes: tuple[CodeCount, ...]
    words: int
    elsewhere: int
    unsettled: int


def code_frequency(project: Project, *, by: str = "", where: str = "") -> Codes:
    """How often each living code is given in the agreed layer, the commonest first, those never given too. ``where``: only
    codings it is true of. UserError where it cannot be read."""
    across = axis_of(project, by)
    read = None
    if where:
        fits = coding_test(project, where)
        read = [coding for coding in codings(project) if fits(coding)]
    counts = counted(project, read=read)
    done = _finished(project)
    said = terms(project, by=by)
    groups = said.groups
    by_code: dict[bytes, list[Segment]] = defaultdict(list)
    for segment in counts.segments:
        by_code[segment.code].append(segment)
    place = across.place if across else (lambda _segment: None)
    found = []
    for code in codebook(project):
        segments = by_code.get(code.id, [])
        raised = {segment.source for segment in segments}
        at = Counter(place(segment) for segment in segments)
        found.append(
            CodeCount(
                code.id, code.name, len(segments), len(raised & done[code.id]), len(done[code.id]), len(raised - done[code.id]),
                len({segment.speaker for segment in segments if segment.speaker}), tuple(at[group.id] for group in groups),
            )
        )  # fmt: skip
    found.sort(key=lambda one: (-one.segments, -one.raised, fold(one.name)))
    inside = {group.id for group in groups}
    elsewhere = sum(place(segment) not in inside for segment in counts.segments) if across else 0
    return Codes(by, groups, tuple(found), said.words, elsewhere, counts.unsettled)


def _finished(project: Project) -> dict[bytes, set[bytes]]:
    """The sources that are finished for each code by whoever counts there."""
    done = finished_codes(project)
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for source, who in owners(project).items():
        for code in done.get((source, who), ()) if who else ():
            found[code].add(source)
    return found


def finished_sources(project: Project, codes: Iterable[bytes]) -> set[bytes]:
    """The sources finished for all of these codes."""
    by_code = _finished(project)
    wanted = [by_code[code] for code in codes]
    return set.intersection(*wanted) if wanted else set()
