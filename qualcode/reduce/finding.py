"""Where the codebook's keywords stand in a project's speech: the engine of language/ on the words kept in the file.

One rule: which way a keyword is looked for changes nothing but the time. Codes whose keywords ask for words go by number,
all sources at once, and what was found is kept while the project is open; keywords that read the text (a regular expression,
a token pattern, a paragraph) go through it turn by turn, and so do all where numpy cannot be imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode.language.keywords import Keyword
from qualcode.language.marks import speech_map
from qualcode.language.matching import Matcher
from qualcode.language.passages import passage
from qualcode.language.tokens import cut
from qualcode.reduce.counting import _speaker
from qualcode.store import Project, versions, words

if TYPE_CHECKING:
    from qualcode.language.corpus import Corpus, Segment
    from qualcode.language.engine import Engine

Key = tuple[bytes, bytes, bytes]  # a version, the hashes of its text and marks


class Found(NamedTuple):
    """A hit of a code. ``start``, ``stop``: the passage it proposes, in the version's text; ``first``, ``last``: the words of
    the turn's speech that were found, half-open; ``chars``: the same in code points of the speech, where they are known."""

    source: bytes
    turn: int
    code: bytes
    start: int
    stop: int
    keyword: Keyword
    strong: bool
    first: int
    last: int
    chars: tuple[int, int] | None = None


@dataclass
class Held:
    """What is kept of a project between two questions."""

    path: Path
    lexicon: words.Lexicon
    corpus: Corpus[Key]
    engine: Engine[Key] | None = None
    sides: dict[bytes, str] = field(default_factory=dict)
    theirs: dict[int, Any] = field(default_factory=dict)  # of each segment, which turns are the interviewer's


_held: Held | None = None
_lock = Lock()  # the app asks in threads


def find(
    project: Project, codes: Mapping[bytes, Sequence[Keyword]], sources: Sequence[bytes] | None = None
) -> Iterator[Found]:
    """What the codes' keywords find in the current versions of the sources (else of all), in their order and that of the
    text. Whatever side a keyword asks for; what it proposes is not yet compared with what is coded."""
    order = {code: number for number, code in enumerate(codes)}
    keys = current(project, sources)
    by_number, by_text = _divided(codes)
    found: dict[bytes, list[Found]] = {}
    if by_number:
        for one in _numbered(project, by_number, keys):
            found.setdefault(one.source, []).append(one)
    for source in keys:
        own = found.pop(source, [])
        if by_text:
            own += _read(project, source, by_text)
        yield from sorted(own, key=lambda one: (one.turn, one.first, one.last, order[one.code]))


def current(project: Project, sources: Sequence[bytes] | None = None) -> dict[bytes, Key]:
    """The current version of each live source, by source: of all by name, or of those given in their order."""
    rows = project.rows(
        "SELECT s.id, v.id, v.text, v.marks FROM source s JOIN version v ON v.id=s.version WHERE s.removed=0 ORDER BY s.name"
    )
    every = {source: (version, text, marks) for source, version, text, marks in rows}
    return every if sources is None else {source: every[source] for source in sources if source in every}


def has_numbers() -> bool:
    """Whether numpy is there (it comes with spaCy)."""
    try:
        import numpy  # noqa: F401
    except ImportError:
        return False
    return True


def held(project: Project, keys: Mapping[bytes, Key]) -> Held:
    """The engine with these versions in it. Raises ImportError without numpy."""
    global _held
    from qualcode.language.corpus import Corpus
    from qualcode.language.engine import Engine

    with _lock:
        before, _held = _held, None  # what goes wrong below leaves nothing half done
        if before is not None and before.path != project.path:
            before = None
        lexicon = words.lexicon(project.conn, before.lexicon if before else None)
        now = before if before is not None and before.lexicon is lexicon else Held(project.path, lexicon, Corpus())
        live = set(current(project).values())
        wanted = [key for segment in now.corpus.segments for key in segment.keys if key in live] + list(keys.values())
        while lost := now.corpus.keep(wanted):
            lexicon, parts = words.fetch(project.conn, now.lexicon, [key[1:] for key in lost])
            if lexicon is not now.lexicon:  # begun anew: what is held counts by other numbers
                now = Held(project.path, lexicon, Corpus())
                continue
            now.corpus.add(zip(lost, (encoded for _key, encoded in parts), strict=True))
            now.engine = None
        if now.engine is None:
            now.engine = Engine(now.lexicon.vocabulary, _misspelt(now))
        _held = now
        return now


def _misspelt(now: Held) -> dict[int, str]:
    import numpy as np

    from qualcode.language.misspellings import misspellings

    forms = len(now.lexicon.vocabulary.forms)
    uses = sum(
        (np.bincount(segment.ids, minlength=forms) for segment in now.corpus.segments), np.zeros(forms, np.int64)
    )
    return misspellings(now.lexicon.vocabulary, uses.tolist())


def _divided(
    codes: Mapping[bytes, Sequence[Keyword]],
) -> tuple[dict[bytes, Sequence[Keyword]], dict[bytes, Sequence[Keyword]]]:
    """The codes that are looked for by number, and those that read the text."""
    if not has_numbers():
        return {}, dict(codes)
    from qualcode.language.engine import numbered

    by_number = {code: keywords for code, keywords in codes.items() if keywords and numbered(keywords)}
    return by_number, {code: keywords for code, keywords in codes.items() if keywords and code not in by_number}


def _numbered(project: Project, codes: Mapping[bytes, Sequence[Keyword]], keys: Mapping[bytes, Key]) -> Iterator[Found]:
    engine, segments = _ready(project, keys)
    source_of = {key: source for source, key in keys.items()}
    for segment, theirs in segments:
        if any(key in source_of for key in segment.keys):
            for code, keywords in codes.items():
                yield from _in_segment(engine, segment, code, keywords, theirs, source_of, project)


def _ready(project: Project, keys: Mapping[bytes, Key]) -> tuple[Engine[Key], list[tuple[Segment[Key], Any]]]:
    """The engine, and each segment with which of its turns are the interviewer's."""
    now = held(project, keys)
    assert now.engine is not None
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    if sides != now.sides:
        now.sides, now.theirs = sides, {}
    for segment in now.corpus.segments:
        if segment.number not in now.theirs:
            now.theirs[segment.number] = _theirs(project, segment, sides)
    return now.engine, [(segment, now.theirs[segment.number]) for segment in now.corpus.segments]


def totals(project: Project, codes: Mapping[bytes, Sequence[Keyword]]) -> Iterator[tuple[bytes, int, int]]:
    """Code, hits and turns with one, in parts to be summed: counted by number without any passage being made."""
    import numpy as np

    by_number, by_text = _divided(codes)
    keys = current(project)
    if by_number:
        engine, segments = _ready(project, keys)
        for segment, theirs in segments:
            for code, keywords in by_number.items():
                turns = engine.hits(segment, keywords, theirs).turn
                yield code, len(turns), int(np.count_nonzero(np.diff(turns))) + bool(len(turns))
    for source in keys if by_text else ():
        found = list(_read(project, source, by_text))
        for code in by_text:
            own = [one.turn for one in found if one.code == code]
            yield code, len(own), len(set(own))


def turns(project: Project) -> int:
    """How many turns of informants there are."""
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    loaded = (versions.load(project, version) for version, _text, _marks in current(project).values())
    return sum(
        _speaker(now, now.source, number, sides)[1] != "interviewer"
        for now in loaded
        if now is not None
        for number in range(len(now.marks.turns))
    )


def _theirs(project: Project, segment: Segment[Key], sides: dict[bytes, str]) -> Any:
    import numpy as np

    theirs = np.zeros(len(segment.ends), bool)
    turn = 0
    for version, _text, _marks in segment.keys:
        now = versions.load(project, version)
        for number in range(len(now.marks.turns) if now else 0):
            assert now is not None
            theirs[turn] = _speaker(now, now.source, number, sides)[1] == "interviewer"
            turn += 1
    return theirs


def _in_segment(
    engine: Engine[Key], segment: Segment[Key], code: bytes, keywords: Sequence[Keyword], theirs: Any,
    source_of: Mapping[Key, bytes], project: Project,
) -> Iterator[Found]:  # fmt: skip
    hits = engine.hits(segment, keywords, theirs)
    if not len(hits.first):
        return
    begins = hits.turn.copy()
    begins[hits.turn > 0] = segment.ends[hits.turn[hits.turn > 0] - 1] + 1
    of = segment.version(hits.turn)
    low = segment.sentences[segment.sentence(hits.first), 1]
    high = segment.sentences[segment.sentence(hits.stop - 1), 2]
    sources = [source_of.get(key) for key in segment.keys]
    columns = (
        of, hits.turn - segment.first_turns[of], low, high, hits.keyword, hits.strong, hits.first - begins, hits.stop - begins,
    )  # fmt: skip
    for number, turn, start, stop, keyword, strong, first, last in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        source = sources[number]
        if source is None:
            continue
        asked = keywords[keyword]
        if asked.unit == "turn":
            start, stop = _whole_turn(project, segment.keys[number][0], turn)
        yield Found(source, turn, code, start, stop, asked, strong, first, last)


def _whole_turn(project: Project, version: bytes, turn: int) -> tuple[int, int]:
    now = versions.load(project, version)
    assert now is not None
    speech, at = speech_map(now.text, now.marks, now.marks.turns[turn])
    start, stop = passage(speech, (0, len(speech)), "turn")
    return at[start], at[stop - 1] + 1


def _read(project: Project, source: bytes, codes: Mapping[bytes, Sequence[Keyword]]) -> Iterator[Found]:
    """The same text by text."""
    now = versions.current(project, source)
    if now is None:
        return
    matcher = Matcher(codes, misspelt=taken_for(project))
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    every = [keyword for keywords in codes.values() for keyword in keywords]
    for number, turn in enumerate(now.marks.turns):
        speech, at = speech_map(now.text, now.marks, turn)
        hits = matcher.find(speech, _speaker(now, source, number, sides)[1])
        starts = cut(speech)[1] if hits else []
        for hit in hits:
            keyword = every[hit.number]
            start, stop = passage(speech, (hit.start, hit.end), keyword.unit, keyword.window)
            first, last = (sum(begin < edge for begin in starts) for edge in (hit.start, hit.end))
            yield Found(
                source, number, hit.code, at[start], at[stop - 1] + 1, keyword, hit.strength == "strong", first, last,
                (hit.start, hit.end),
            )  # fmt: skip


def taken_for(project: Project) -> dict[str, str]:
    """Misspelt forms and the word each is taken for, as far as the engine has found it out."""
    if _held is None or _held.path != project.path or _held.engine is None:
        return {}
    forms = _held.lexicon.vocabulary.forms
    return {forms[number].exact: word for number, word in _held.engine.misspelt.items()}
