"""Content analysis by counting: which words are said how often by whom, and which codes.

The rule: a raw count never stands alone. Beside it stand how often that is per 1,000 words of who said it, since some talk
more, and in how many sources, since one talkative informant is not a topic. A word that is frequent is talked about; whether
it matters is for a person to read.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter

from qualcode.display.columns import Axis, axis
from qualcode.display.content_speech import Talk, Word, spoken, talk
from qualcode.display.numbers import rate
from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.language.forms import lemma
from qualcode.language.vocabulary import END
from qualcode.reduce.keyness import KeyWord, keyness
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
    where: str = ""  # the query that only what it names was counted of

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
    key = ("terms", size, by, where, frozenset(stop), frozenset(keep), least, project.coder, language())
    return project.once(key, lambda: _terms(project, size, by, where, stop, keep, least))


def _terms(
    project: Project, size: int, by: str, where: str, stop: Collection[str], keep: Collection[str], least: int
) -> Terms:
    speech = talk(project, where)
    cutter = _Cutter(speech.book, size, stop, keep)
    across = axis_of(project, by)
    tally = _counted(speech, cutter, across)
    names = {column.id: column.name for column in across.columns} if across else {}
    order = [rec for rec in names if tally.words[rec]]
    groups = tuple(Group(rec, names[rec], tally.words[rec], tally.sources[rec]) for rec in order)
    found = [
        Frequency(
            " ".join(term), count, tally.where[None][term], tuple(tally.counts[rec][term] for rec in order),
            tuple(tally.where[rec][term] for rec in order),
        )
        for term, count in tally.counts[None].items()
        if count >= least
    ]  # fmt: skip
    found.sort(key=lambda one: (-one.count, -one.sources, one.name))
    return Terms(
        size,
        tally.words[None],
        tally.sources[None],
        across.key if across else "",
        groups,
        tuple(found),
        tally.elsewhere,
        where.strip(),
    )


_Run = tuple[str, ...]
_Numbers = tuple[int, ...]


@dataclass
class _Tally:
    """Counts by column (None: all): of each term how often and in how many sources, and words and sources at all."""

    counts: dict[bytes | None, Counter[_Run]]
    where: dict[bytes | None, Counter[_Run]]
    words: Counter[bytes | None]
    sources: Counter[bytes | None]
    elsewhere: int = 0


def _counted(speech: Talk, cutter: _Cutter, across: Axis | None) -> _Tally:
    """One pass source by source: numbers are counted, and only what differs is then read as words."""
    tally = _Tally({}, defaultdict(Counter), Counter(), Counter())
    runs: dict[bytes | None, Counter[_Numbers]] = defaultdict(Counter)
    for _source, them in groupby(speech.said, key=attrgetter("source")):
        here: dict[bytes | None, list[array[int]]] = defaultdict(list)
        size: Counter[bytes | None] = Counter()
        for said in them:
            column = across.place(said.passage()) if across is not None else None
            here[column].append(said.numbers)
            size[column] += said.words
        if across is not None:
            tally.elsewhere += size[None]
        whole: set[_Run] = set()
        for column, parts in here.items():
            cut = list(chain.from_iterable(map(cutter.runs, parts)))
            runs[column].update(cut)
            terms_here = set(map(cutter.terms.__getitem__, set(cut)))
            whole |= terms_here
            if column is not None:
                _add(tally, column, terms_here, size[column])
        _add(tally, None, whole, size.total())
    everything: Counter[_Run] = Counter()
    for column, found in runs.items():
        counts = tally.counts[column] = _as_terms(found, cutter)
        everything.update(counts)
    tally.counts[None] = everything
    return tally


def _add(tally: _Tally, column: bytes | None, found: set[_Run], size: int) -> None:
    tally.where[column].update(found)
    tally.words[column] += size
    tally.sources[column] += bool(size)


def _as_terms(found: Counter[_Numbers], cutter: _Cutter) -> Counter[_Run]:
    counts: Counter[_Run] = Counter()
    for run, count in found.items():
        counts[cutter.terms[run]] += count
    del counts[()]
    return counts


class _Terms(dict[_Numbers, _Run]):
    """The term each run of numbers is, worked out when it is first met; empty where it tells nothing."""

    def __init__(self, work: Callable[[_Numbers], _Run]) -> None:
        self._work = work

    def __missing__(self, run: _Numbers) -> _Run:
        found = self[run] = self._work(run)
        return found


class _Cutter:
    """What terms a turn holds: runs of ``size`` words in one sentence that neither begin nor end with a function word; a
    negation may begin one."""

    def __init__(self, book: list[Word], size: int, stop: Collection[str], keep: Collection[str]) -> None:
        if not 1 <= size <= LONGEST:
            raise UserError(_("a term has 1 to %d words") % LONGEST)
        self.book, self.size = book, size
        self.stop = {form for word in stop for form in (fold(word), lemma(word))}
        self.keep = {form for word in keep for form in (fold(word), lemma(word))}
        self.terms = _Terms(self._term)

    def runs(self, numbers: array[int]) -> Iterator[_Numbers]:
        """All runs of numbers, telling or not, also those over the end of a sentence, which are no term."""
        return zip(*(numbers[k:] for k in range(self.size)), strict=False)

    def _term(self, run: _Numbers) -> _Run:
        if END in run:
            return ()
        read = [self.book[number] for number in run]
        begins = not self._small(read[0]) or (self.size > 1 and read[0][0] in NEGATIONS)
        return tuple(stem for stem, _small in read) if begins and not self._small(read[-1]) else ()

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
    where: str = ""


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
    speech = spoken(project, where)
    cutter = _Cutter(speech.book, size, stop, keep)
    turns: dict[bytes, list[list[str]]] = {rec: [] for rec in ids}
    for said in speech.turns:
        if (column := across.place(said.passage())) in turns:
            found = map(cutter.terms.__getitem__, cutter.runs(said.numbers))
            turns[column].append([" ".join(term) for term in found if term])
    here, there = turns[ids[0]], turns[ids[1]]
    return Compared(
        (one, other), (len(here), len(there)), (sum(map(len, here)), sum(map(len, there))),
        tuple(keyness(here, there)), tuple(keyness(there, here)), where.strip(),
    )  # fmt: skip


def _column(across: Axis, name: str) -> bytes:
    for column in across.columns:
        if fold(column.name) == fold(name):
            return column.id
    raise UserError(
        _("“%s” is no group here") % name, todo=_("Groups: %s") % ", ".join(column.name for column in across.columns)
    )
