"""Keywords that read the text itself: regular expressions, token patterns, paragraphs and windows.

One rule: a turn is read only where such a keyword may stand in it: where its words are said, or its expression fits. All
others of its code stand there or elsewhere by number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualcode.language.keywords import SENTENCES, Keyword, Phrase, Regex, TokenPattern, Word
from qualcode.language.marks import speech_map, speech_text
from qualcode.language.matching import Matcher
from qualcode.language.passages import passage
from qualcode.language.tokens import cut
from qualcode.reduce.counting import _speaker
from qualcode.reduce.found import Found
from qualcode.reduce.held import Key, taken_for
from qualcode.store import Project, versions

if TYPE_CHECKING:
    from qualcode.language.corpus import Segment
    from qualcode.language.engine import Engine


class Reader:
    """The keywords of some codes, to be looked for in texts."""

    def __init__(self, project: Project, codes: Mapping[bytes, Sequence[Keyword]]) -> None:
        self.project, self.codes = project, codes
        self.matcher = Matcher(codes, misspelt=taken_for(project))
        self.every = [keyword for keywords in codes.values() for keyword in keywords]
        self.sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))

    def all_of(self, source: bytes) -> Iterator[Found]:
        """What is found in a source's current version."""
        now = versions.current(self.project, source)
        if now is not None:
            yield from self.find(source, dict.fromkeys(range(len(now.marks.turns)), self.codes))

    def find(self, source: bytes, turns: Mapping[int, Collection[bytes]]) -> Iterator[Found]:
        """What is found in these turns, of the codes named for each."""
        now = versions.current(self.project, source)
        assert now is not None
        for number, wanted in turns.items():
            speech, at = speech_map(now.text, now.marks, now.marks.turns[number])
            hits = self.matcher.find(speech, _speaker(now, source, number, self.sides)[1])
            hits = [hit for hit in hits if hit.code in wanted]
            starts = cut(speech)[1] if hits else []
            for hit in hits:
                keyword = self.every[hit.number]
                start, stop = passage(speech, (hit.start, hit.end), keyword.unit, keyword.window)
                first, last = (sum(begin < edge for begin in starts) for edge in (hit.start, hit.end))
                yield Found(
                    source, number, hit.code, at[start], at[stop - 1] + 1, keyword, hit.strength == "strong", first, last,
                    (hit.start, hit.end),
                )  # fmt: skip

    def turns_to_read(self, engine: Engine[Key], segment: Segment[Key], asked: Any) -> dict[bytes, Any]:
        """By code, the turns (counted through the segment) in which one of its keywords that read the text may stand.
        ``asked``: which versions of the segment."""
        import numpy as np

        triggers = self.matcher.triggers()
        found: dict[bytes, list[Any]] = {}
        fitting: dict[
            bytes, list[Any] | None
        ] = {}  # the expressions of each code that has any; None: it may stand anywhere
        number = 0
        for code, keywords in self.codes.items():
            expressions, said, anywhere = [], [], False
            for keyword in keywords:
                if isinstance(keyword.asks, Regex):
                    expressions.append(keyword.asks.expression)
                elif isinstance(keyword.asks, TokenPattern):
                    words = triggers.get(number, None)
                    anywhere |= words == ()
                    said += [_turns(engine, segment, _bare(word)) for word in words or ()]
                elif keyword.needs_text:
                    said.append(_turns(engine, segment, keyword))
                number += 1
            if expressions or anywhere:
                fitting[code] = None if anywhere else expressions
            found[code] = said
        for code, turns in self._fitting(segment, asked, fitting).items():
            found[code].append(np.array(turns, np.int64))
        return {
            code: np.unique(np.concatenate(said)) if said else np.empty(0, np.int64) for code, said in found.items()
        }

    def _fitting(
        self, segment: Segment[Key], asked: Any, fitting: Mapping[bytes, Sequence[Any] | None]
    ) -> dict[bytes, list[int]]:
        """By code, the turns in which one of its expressions is found; all of them where it has None. Each turn is read once."""
        turns: dict[bytes, list[int]] = {code: [] for code in fitting}
        for version, (rec, _text, _marks) in enumerate(segment.keys if fitting else ()):
            now = versions.load(self.project, rec) if asked[version] else None
            for number, turn in enumerate(now.marks.turns if now else ()):
                assert now is not None
                speech = speech_text(now.text, now.marks, turn)
                for code, expressions in fitting.items():
                    if expressions is None or _fits(expressions, speech):
                        turns[code].append(int(segment.first_turns[version]) + number)
        return turns

    def by_version(
        self, segment: Segment[Key], read: Mapping[bytes, Any], of: Any
    ) -> Iterator[tuple[int, dict[int, set[bytes]]]]:
        """The turns to be read, by version of the segment: their numbers in it, with the codes that are looked for."""
        found: dict[int, dict[int, set[bytes]]] = defaultdict(lambda: defaultdict(set))
        for code, turns in read.items():
            for turn, version in zip(turns.tolist(), segment.version(turns).tolist(), strict=True):
                if of[version] >= 0:
                    found[version][turn - int(segment.first_turns[version])].add(code)
        yield from sorted(found.items())


def _fits(expressions: Sequence[Any], speech: str) -> bool:
    return any(expression.search(speech) for expression in expressions)


def _bare(word: Word) -> Keyword:
    return Keyword(word.text, Phrase((word,)))


def _turns(engine: Engine[Key], segment: Segment[Key], keyword: Keyword) -> Any:
    """The turns a keyword's words stand in, whatever else it asks."""
    first, _stop = engine.spans(segment, replace(keyword, unit=SENTENCES))
    return segment.turn(first)
