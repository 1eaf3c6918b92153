"""Keyword suggestions: proposed codings, each with its reason. Computed and never stored; the decision is (``accepting``).

Interviewer speech is not matched: it echoes the codebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar, overload

from qualcode.collect.places import names as place_names
from qualcode.i18n import _
from qualcode.language.forms import exact
from qualcode.language.marks import passage_text, speech_map, speech_text
from qualcode.language.places import Name, places
from qualcode.language.tokens import cut
from qualcode.reduce import finding, held
from qualcode.reduce.codebook import Code, codebook
from qualcode.reduce.codings import codings
from qualcode.reduce.found import Found, Row, passages, row
from qualcode.reduce.found import rows as found_rows
from qualcode.reduce.rounds import open_rounds
from qualcode.store import Project, versions
from qualcode.store.combined import combined
from qualcode.store.versions import Version

T = TypeVar("T")


class Late(Generic[T]):
    """A field that may be given as a function of its name, called when somebody first reads it: thousands are proposed, few
    are read."""

    def __init__(self, *default: T) -> None:
        self.default = default

    def __set_name__(self, _owner: type, name: str) -> None:
        self.name = name

    def __get__(self, one: object | None, _owner: type) -> T:
        if one is None:
            if self.default:
                return self.default[0]
            raise AttributeError(self.name)  # a field without a default
        kept = one.__dict__
        if callable(kept[self.name]):
            kept[self.name] = kept[self.name](self.name)
        value: T = kept[self.name]
        return value

    def __set__(self, one: object, value: T | Callable[[str], T]) -> None:
        one.__dict__[self.name] = value


@dataclass(frozen=True)
class Suggestion:
    """A proposed coding of a passage. ``start``, ``stop``: code points in the source's current version; ``strength``: strong
    or possible; ``reason``: the keyword and the words it found; ``quote``: the passage as it reads."""

    source: bytes
    version: bytes
    turn: int
    code: Code
    start: int
    stop: int
    strength: str
    keyword: str
    reason: Late[str] = Late()
    quote: Late[str] = Late()
    about: Late[bytes | None] = Late(None)  # the one region the passage names, where it is another than the source's
    spoken: bool = True  # by somebody who is named; a document's own text is not
    learned: bool = False  # by the model of what was decided, not by a keyword
    spot: Late[tuple[int, int] | None] = Late(None)  # the words that were found, in code points of the version

    @classmethod
    def of(cls, **fields: Any) -> Suggestion:
        """The same from every field by its name, at a fifth of the time: a frozen class sets one after another by a call."""
        one = object.__new__(cls)
        object.__setattr__(one, "__dict__", fields)
        return one


Plain = tuple[bytes, bytes, Code, int, int, str, bool, bytes | None]  # source, version, ..., learned, about


def suggestions(
    project: Project, coder: bytes, *, codes: Iterable[bytes] | None = None, sources: Iterable[bytes] | None = None
) -> list[Suggestion]:
    """``waiting``, each of them made."""
    return list(waiting(project, coder, codes=codes, sources=sources))


def waiting(
    project: Project, coder: bytes, *, codes: Iterable[bytes] | None = None, sources: Iterable[bytes] | None = None
) -> Sequence[Suggestion]:
    """What the codebook's keywords propose and this coder has neither coded nor rejected, in the order of the texts, one a
    code and passage, the strongest; nothing in sources of an open round (``rounds.open_rounds``), which are coded without
    help."""
    from qualcode.language.matching import read_keywords

    chosen = None if codes is None else set(codes)
    book = {c.id: c for c in codebook(project) if c.keywords and (chosen is None or c.id in chosen)}
    keywords = read_keywords(
        {rec: list(code.keywords) for rec, code in book.items()}, {rec: code.name for rec, code in book.items()}
    )
    off = open_rounds(project)
    wanted = [s for s in (sources if sources is not None else held.current(project)) if s not in off]
    return Waiting(project, coder, book, finding.find(project, keywords, wanted))


class Waiting(Sequence[Suggestion]):
    """Suggestions, each made when somebody reads it."""

    def __init__(self, project: Project, coder: bytes, book: Mapping[bytes, Code], found: Sequence[Found]) -> None:
        self._reading, self._book, self._found = _Reading(project, coder), book, found
        self._shown = passages(found)
        if self._reading.decided:
            every, is_decided = list(found_rows(found)), self._reading.is_decided
            self._shown = [at for at in self._shown if not is_decided(*every[at][:5])]

    def __len__(self) -> int:
        return len(self._shown)

    @overload
    def __getitem__(self, at: int) -> Suggestion: ...
    @overload
    def __getitem__(self, at: slice) -> list[Suggestion]: ...
    def __getitem__(self, at: int | slice) -> Suggestion | list[Suggestion]:
        if isinstance(at, slice):
            return [self._made(number, row(self._found[number])) for number in self._shown[at]]
        return self._made(self._shown[at], row(self._found[self._shown[at]]))

    def __iter__(self) -> Iterator[Suggestion]:
        every = list(found_rows(self._found))
        return (self._made(number, every[number]) for number in self._shown)

    def plain(self, bulk: bool) -> Iterator[Plain]:
        """What ``accept`` needs of each."""
        every, reading, book = list(found_rows(self._found)), self._reading, self._book
        for at in self._shown:
            source, turn, code, start, stop, keyword, _strong = found = every[at]
            now, about = reading.version(source), None
            if reading.names and not (bulk and now.marks.turns[turn].label is not None):
                about = self._made(at, found).about
            yield source, now.id, book[code], start, stop, keyword.source, False, about

    def _made(self, at: int, found: Row) -> Suggestion:
        source, turn, code, start, stop, keyword, strong = found
        now = self._reading.version(source)
        later: Any = _Later(self._reading, now, self._found, at)
        return Suggestion.of(
            source=source, version=now.id, turn=turn, code=self._book[code], start=start, stop=stop,
            strength="strong" if strong else "possible", keyword=keyword.source, reason=later, quote=later,
            about=later if self._reading.names else None, spoken=now.marks.turns[turn].label is not None, learned=False, spot=later,
        )  # fmt: skip


class _Reading:
    """The sources that something is proposed in, read as they come up."""

    def __init__(self, project: Project, coder: bytes) -> None:
        self.project, self.coder = project, coder
        self.names = place_names(project)
        self.regions = dict(project.rows("SELECT id, region FROM source WHERE removed=0"))
        self.lives_on = combined(project)
        self.taken_for = held.taken_for(project)
        self._versions: dict[bytes, Version] = {}
        self.decided = {  # the sources in which this coder has coded or turned down anything
            source for kind in ("coding", "decision")
            for (source,) in project.rows(f"SELECT DISTINCT source FROM {kind} WHERE coder=? AND removed=0", coder)
        }  # fmt: skip
        self._known: dict[bytes, tuple[set[tuple[bytes, int]], set[tuple[bytes, int, int]]]] = {}

    def version(self, source: bytes) -> Version:
        now = self._versions.get(source)
        if now is None:
            now = versions.current(self.project, source)
            assert now is not None
            self._versions[source] = now
        return now

    def is_decided(self, source: bytes, turn: int, code: bytes, start: int, stop: int) -> bool:
        """Whether this coder has coded the turn so, or turned the passage down."""
        if source not in self.decided:
            return False
        if source not in self._known:
            self._known[source] = self._open(self.version(source))
        taken, rejected = self._known[source]
        return (code, turn) in taken or (code, start, stop) in rejected

    def _open(self, now: Version) -> tuple[set[tuple[bytes, int]], set[tuple[bytes, int, int]]]:
        taken = {
            (self.lives_on.get(one.code, one.code), turn)
            for one in codings(self.project, now.source, self.coder)
            for turn in _turns_of(now, one.start, one.stop)
        }
        rejected = _rejected(self.project, now, self.coder)
        return taken, {(self.lives_on.get(code, code), start, stop) for code, start, stop in rejected}


class _Later(NamedTuple):
    """What is read of a suggestion's passage only when somebody asks."""

    reading: _Reading
    now: Version
    every: Sequence[Found]
    at: int

    def __call__(self, field: str) -> Any:
        now, found = self.now, self.every[self.at]
        turn = now.marks.turns[found.turn]
        if field == "quote":
            return passage_text(now.text, now.marks, found.start, found.stop)
        speech = speech_text(now.text, now.marks, turn)
        if field == "about":
            own = self.reading.regions.get(found.source)
            passage = passage_text(now.text, now.marks, found.start, found.stop)
            return _about(passage, speech, self.reading.names, own, whole=turn.label is None)
        start, stop = _chars(speech, found)
        if field == "spot":
            at = speech_map(now.text, now.marks, turn)[1]
            return at[start], at[stop - 1] + 1
        said = f"{found.keyword.source} ← “{speech[start:stop]}”"
        meant = self.reading.taken_for
        bent = [meant[form] for form in map(exact, cut(speech[start:stop])[0]) if form in meant]
        return said + _(" (taken for: %s)") % ", ".join(bent) if bent and not found.keyword.is_exact else said


def _chars(speech: str, found: Found) -> tuple[int, int]:
    """The words that were found, in code points of the turn's speech."""
    if found.chars is not None:
        return found.chars
    words, starts = cut(speech)
    return starts[found.first], starts[found.last - 1] + len(words[found.last - 1])


def _about(passage: str, speech: str, names: Sequence[Name], own: bytes | None, *, whole: bool) -> bytes | None:
    """The region a passage is about, where its words name exactly one kelurahan (or, with ``whole``, the paragraph it stands
    in does: a report names its place once, a speaker may only pass one by). A name found only proposes."""
    named = {m.key for m in places(passage, names) if m.level == "kelurahan"}
    if not named and whole:
        named = {m.key for m in places(speech, names) if m.level == "kelurahan"}
    only = named.pop() if len(named) == 1 else None
    return only if isinstance(only, bytes) and only != own else None


def _turns_of(now: Version, start: int, stop: int) -> list[int]:
    return [n for n, turn in enumerate(now.marks.turns) if turn.speech[0] < stop and start < turn.speech[1]]


def _rejected(project: Project, now: Version, coder: bytes) -> set[tuple[bytes, int, int]]:
    """(code, start, stop) of what this coder has turned down, where it lies in this version."""
    found: set[tuple[bytes, int, int]] = set()
    for code, *span in project.rows(
        "SELECT code, version, start, stop FROM decision WHERE source=? AND coder=? AND decision='rejected' AND removed=0",
        now.source,
        coder,
    ):
        place = versions.place_on(project, now, (span[0], span[1], span[2]))
        found.add((code, place.start, place.stop))
    return found
