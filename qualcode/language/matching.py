"""All keywords of a codebook at once over the speech of a turn.

The rule: a keyword is never looked for in running text. Every different form of the text is looked up once (which
elements of which keywords it satisfies, at exact, lemma, root or prefix level) and its row is kept; phrases run
through one trie over those elements. So the cost is that of cutting the text, whatever the number of keywords, and
morphology, slang and prefixes cost nothing per word. Only regular expressions (one pass of the text each) and spaCy
token patterns (units that hold one of their words) are looked for one by one.

Within a turn, hits of one code that overlap are one hit, under the keyword that found most words of it. A phrase runs
across punctuation (hard-wrapped speech has it anywhere), never across turns, and across sentences or paragraphs only where
the keyword does not ask to stay in one.

This is the plain way, text by text; a whole project is looked through by ``engine``, which finds the same.

Strength, so that a coder can begin with what is nearly certain: *strong* is a hit by a phrase, a near keyword, an
exact form, a regular expression or a token pattern, or any hit of a code that two different keywords found in the
unit; *possible* is one common word by itself.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.elements import LEFT, RIGHT, TRIGGER, WHOLE, Lexicon, Target
from qualcode.language.forms import exact
from qualcode.language.keywords import Keyword, Near, Phrase, Regex, TokenPattern, Word, parse
from qualcode.language.passages import PARTS
from qualcode.language.slang import is_javanese
from qualcode.language.tokens import cut

if TYPE_CHECKING:
    from qualcode.language.patterns import TokenPatterns

Code = TypeVar("Code", bound=Hashable)
Key = TypeVar("Key")
Span = tuple[int, int]
_Place = tuple[int, int, int]  # a span and the number of the keyword found there
Strength = Literal["strong", "possible"]


class Hit(NamedTuple, Generic[Code]):
    """Where a code's keyword was found: code points ``[start, end)`` of the unit's text, which reads ``found``."""

    code: Code
    start: int
    end: int
    keyword: str  # as written in the codebook
    found: str
    strength: Strength
    number: int = 0  # of the keyword, among all that were compiled


class Skipped(NamedTuple, Generic[Code]):
    """A keyword that could not be looked for, and why."""

    code: Code
    keyword: str
    reason: str


def compile_keywords(
    codes: Mapping[Code, Sequence[str | Mapping[str, Any]]], names: Mapping[Code, str] | None = None
) -> Matcher[Code]:
    """Make a matcher of all keywords of all codes.

    ``codes`` maps each code (its id, say) to its keywords as written in the codebook; ``names`` gives what to call a
    code in errors. Raises UserError for a keyword that cannot be understood. Keywords that need spaCy where spaCy
    cannot be imported are listed in ``Matcher.skipped``; all others work.
    """
    return Matcher(read_keywords(codes, names), names)


def read_keywords(
    codes: Mapping[Code, Sequence[str | Mapping[str, Any]]], names: Mapping[Code, str] | None = None
) -> dict[Code, list[Keyword]]:
    """All keywords of all codes, read. Raises UserError as ``compile_keywords``."""
    return {
        code: [parse(keyword, (names or {}).get(code, str(code))) for keyword in keywords]
        for code, keywords in codes.items()
    }


class _Unit(NamedTuple):
    """A text being looked through: its tokens, and where each part of a keyword was found, in tokens."""

    text: str
    words: list[str]
    starts: list[int]
    places: Mapping[Target, list[Span]]
    borders: dict[str, list[int]]  # of sentences and paragraphs, where a keyword asks for them

    def within(self, kind: str, at: int) -> int:
        """Which sentence or paragraph a code point stands in; all in the same one where neither matters."""
        if kind not in ("sentence", "paragraph"):
            return 0
        if kind not in self.borders:
            self.borders[kind] = [start for start, _stop in PARTS[kind](self.text)]
        return bisect_right(self.borders[kind], at)

    def span(self, place: Span) -> Span:
        first, stop = place
        return self.starts[first], self.starts[stop - 1] + len(self.words[stop - 1])


class Matcher(Generic[Code]):
    """The compiled keywords of a codebook. Make one with ``compile_keywords``."""

    def __init__(
        self,
        codes: Mapping[Code, Sequence[Keyword]],
        names: Mapping[Code, str] | None = None,
        misspelt: Mapping[str, str] | None = None,
    ) -> None:
        """``misspelt``: exact forms and what each is taken for (``misspellings``)."""
        self.skipped: tuple[Skipped[Code], ...] = ()
        self._keywords: list[Keyword] = []
        self._code_of: list[Code] = []
        self._order = {code: number for number, code in enumerate(codes)}
        self._excluding: dict[Code, list[int]] = defaultdict(list)
        self._everywhere: list[int] = []  # keywords to look for in every unit
        self._lexicon = Lexicon(misspelt)
        patterns: dict[int, TokenPattern] = {}
        for code, keywords in codes.items():
            for keyword in keywords:
                number = len(self._keywords)
                self._keywords.append(keyword)
                self._code_of.append(code)
                if keyword.excludes:
                    self._excluding[code].append(number)
                if isinstance(keyword.asks, TokenPattern):
                    patterns[number] = keyword.asks
                elif isinstance(keyword.asks, Regex):
                    self._everywhere.append(number)
                else:
                    for part, phrase in parts_of(keyword.asks):
                        self._lexicon.add(phrase, (number, part))
        self._sources = [keyword.source for keyword in self._keywords]
        self._common = [keyword.is_common_word for keyword in self._keywords]
        self._patterns = self._with_spacy(patterns, names or {})
        for number, triggers in self._patterns.triggers.items() if self._patterns else ():
            for trigger in triggers:
                self._lexicon.add(Phrase((trigger,)), (number, TRIGGER))
            if not triggers:
                self._everywhere.append(number)

    def _with_spacy(self, patterns: Mapping[int, TokenPattern], names: Mapping[Code, str]) -> TokenPatterns | None:
        """The token patterns made ready, or None where there are none or spaCy cannot be imported."""
        if not patterns:
            return None
        from qualcode.language.patterns import TokenPatterns

        try:
            ready = TokenPatterns()
        except ImportError:
            reason = _("spaCy is not installed or cannot be imported")
            self.skipped = tuple(
                Skipped(self._code_of[number], self._keywords[number].source, reason) for number in patterns
            )
            return None
        for number, pattern in patterns.items():
            try:
                ready.add(number, pattern)
            except UserError as error:
                code = self._code_of[number]
                where = _("keyword '{keyword}' of code {code}").format(
                    keyword=self._keywords[number].source, code=names.get(code, str(code))
                )
                raise UserError(error.what, where=where, todo=error.todo) from None
        return ready

    def triggers(self) -> dict[int, tuple[Word, ...]]:
        """Of each token pattern that can be looked for (by its number among all keywords) the words of which a text must hold
        one; none where any text may match."""
        return dict(self._patterns.triggers) if self._patterns else {}

    def find(self, text: str, side: str = "informant") -> list[Hit[Code]]:
        """The hits in the speech of one turn (or another text), by place, then in the codebook's order. ``side``: whose."""
        words, starts = cut(text)
        places = self._places(words)
        if not places and not self._everywhere:
            return []
        unit = _Unit(text, words, starts, places, {})
        matched = self._matched_patterns(unit)
        touched: dict[Code, list[int]] = {}
        for number in sorted({number for number, _part in places}.union(self._everywhere)):
            touched.setdefault(self._code_of[number], []).append(number)
        hits: list[Hit[Code]] = []
        for code, numbers in touched.items():
            barred = [
                span for number in self._excluding.get(code, ()) for span in self._spans(number, unit, matched, ())
            ]
            found: list[_Place] = []
            for number in numbers:
                if not self._keywords[number].excludes and self._keywords[number].heard(side):
                    found += [(start, end, number) for start, end in self._spans(number, unit, matched, barred)]
            if found:
                hits += self._hits(code, unit, found)
        hits.sort(key=lambda hit: (hit.start, hit.end, self._order[hit.code]))
        return hits

    def find_all(self, units: Iterable[tuple[Key, str]]) -> Iterator[tuple[Key, list[Hit[Code]]]]:
        """The same for many units, each with a key of yours; units without a hit are left out."""
        for key, text in units:
            hits = self.find(text)
            if hits:
                yield key, hits

    def _places(self, words: list[str]) -> Mapping[Target, list[Span]]:
        """Where the parts of keywords stand, as half-open ranges of tokens."""
        rows = list(map(self._lexicon.__getitem__, words))
        telling = [(index, row) for index, row in enumerate(rows) if row]
        if any(row.javanese for _index, row in telling) and is_javanese(map(exact, words)):
            rows = [row.javanese or row if row else None for row in rows]
            telling = [(index, row.javanese or row) for index, row in telling]
        places: dict[Target, list[Span]] = defaultdict(list)
        for index, row in telling:
            for target in row.whole:
                places[target].append((index, index + 1))
            nodes: Sequence[int] = row.nodes
            stop = index + 1
            while nodes and stop < len(rows) and (following := rows[stop]):
                stop += 1
                nodes = self._lexicon.advance(nodes, following.elements)
                for target in self._lexicon.ending(nodes):
                    places[target].append((index, stop))
        return places

    def _spans(self, number: int, unit: _Unit, matched: Mapping[int, list[Span]], barred: Sequence[Span]) -> list[Span]:
        """Where a keyword stands in the text, but not where one of the ``barred`` spans covers it or a part of it."""
        asks, kind = self._keywords[number].asks, self._keywords[number].unit
        if isinstance(asks, Phrase):
            spans = [unit.span(place) for place in unit.places.get((number, WHOLE), ())]
        elif isinstance(asks, Near):
            left, right = (
                [place for place in unit.places.get((number, part), ()) if not _covered(unit.span(place), barred)]
                for part in (LEFT, RIGHT)
            )
            inside = partial(unit.within, kind)
            spans = [unit.span(place) for place in _pairs(left, right, asks.within, lambda at: inside(unit.starts[at]))]
        elif isinstance(asks, Regex):
            spans = [match.span() for match in asks.expression.finditer(unit.text) if match[0]]
        else:
            spans = matched.get(number, [])
        if kind in PARTS:
            spans = [(start, end) for start, end in spans if unit.within(kind, start) == unit.within(kind, end - 1)]
        return [span for span in spans if not _covered(span, barred)] if barred else spans

    def _matched_patterns(self, unit: _Unit) -> Mapping[int, list[Span]]:
        """The token patterns' matches, where the unit holds a word that one of them needs."""
        if self._patterns is None:
            return {}
        asked = {number for number, part in unit.places if part == TRIGGER}
        asked.update(number for number in self._everywhere if isinstance(self._keywords[number].asks, TokenPattern))
        return self._patterns.find(unit.text, unit.words, unit.starts) if asked else {}

    def _hits(self, code: Code, unit: _Unit, found: list[_Place]) -> list[Hit[Code]]:
        """Overlapping places as one hit each, under the keyword of the longest; with their strength."""
        merged: list[
            tuple[int, int, int, int, bool]
        ] = []  # start, end, longest in words, its keyword, all common words
        for start, end, number in sorted(found):
            common = self._common[number]
            size = bisect_left(unit.starts, end) - bisect_left(unit.starts, start)
            if merged and start < merged[-1][1]:
                first, last, longest, best, all_common = merged.pop()
                if (-size, number) < (-longest, best):
                    longest, best = size, number
                merged.append((first, max(last, end), longest, best, all_common and common))
            else:
                merged.append((start, end, size, number, common))
        several = len({self._sources[number] for _start, _end, _longest, number, _common in merged}) > 1
        return [
            Hit(
                code, start, end, self._sources[number], unit.text[start:end],
                "strong" if several or not common else "possible", number,
            )
            for start, end, _longest, number, common in merged
        ]  # fmt: skip


def parts_of(asks: Phrase | Near) -> tuple[tuple[int, Phrase], ...]:
    return ((LEFT, asks.left), (RIGHT, asks.right)) if isinstance(asks, Near) else ((WHOLE, asks),)


def _covered(span: Span, by: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in by)


def _pairs(left: Sequence[Span], right: Sequence[Span], within: int, inside: Callable[[int], int]) -> Iterator[Span]:
    """Each left place with the right place nearest to it, where that is near enough and ``inside`` the same part of the
    turn: the range from one to the other.

    Distance is counted from the last token of the first to the first token of the second; overlapping ones are none.
    """
    for first, stop in left:
        nearest: tuple[int, int, int] | None = None
        for other, other_stop in right:
            distance = other - stop + 1 if other >= stop else first - other_stop + 1
            if (
                1 <= distance <= within
                and (nearest is None or distance < nearest[0])
                and inside(other) == inside(first)
            ):
                nearest = (distance, other, other_stop)
        if nearest:
            yield min(first, nearest[1]), max(stop, nearest[2])
