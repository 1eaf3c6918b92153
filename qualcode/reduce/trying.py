"""What keywords find in a project, counted: to try one before it goes into the codebook, and to say which mislead.

One rule: a count is of the words informants (or whom the keyword asks for) say in current versions, coded or not; so it tells
of the keyword, and not of how far the work is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.keywords import Keyword, Level, Near, Phrase, Word, parse
from qualcode.reduce import finding, held
from qualcode.reduce.codebook import Code
from qualcode.store import Project

EVERYTHING = 0.5  # share of turns from which a keyword says nothing about them
ENOUGH = 20  # turns below which a share means little


@dataclass(frozen=True)
class Caught:
    """A form that a word of a keyword stands for. ``uses``: in the whole project; ``only``: the keyword's own level brings it,
    the lemma would not; ``misspelt_for``: the word it is taken for, else empty."""

    form: str
    uses: int
    only: bool
    misspelt_for: str


@dataclass(frozen=True)
class Tried:
    """What a keyword finds: hits, turns and sources with one, and the forms it caught, the most said first."""

    hits: int
    turns: int
    sources: int
    forms: tuple[Caught, ...]


def try_keyword(project: Project, written: str) -> Tried:
    """What a keyword would find. UserError where it cannot be read."""
    keyword = parse(written, "?")
    found = list(finding.find(project, {b"": [keyword]}))
    turns = {(one.source, one.turn) for one in found}
    forms = _caught(project, keyword) if held.has_numbers() else ()
    return Tried(len(found), len(turns), len({source for source, _turn in turns}), tuple(forms))


def counts(project: Project, codes: Mapping[bytes, Sequence[Keyword]]) -> dict[bytes, tuple[int, int]]:
    """Of each code, how many hits and in how many turns: what is shown anew while keywords are edited."""
    totals: dict[bytes, tuple[int, int]] = {}
    for code, hits, turns in finding.totals(project, codes):
        before = totals.get(code, (0, 0))
        totals[code] = before[0] + hits, before[1] + turns
    return totals


def _caught(project: Project, keyword: Keyword) -> Iterator[Caught]:
    """The forms of each word, over all of its sides."""
    import numpy as np

    now = held.held(project, held.current(project))
    assert now.engine is not None
    said = now.lexicon.vocabulary
    uses = np.zeros(len(said.forms), np.int64)
    for segment in now.corpus.segments:
        uses += np.bincount(segment.ids, minlength=len(said.forms))
    caught: dict[int, bool] = {}
    for word in words_of(keyword):
        found = now.engine.meaning(word)
        plain = now.engine.meaning(Word(word.text)) if word.level is not Level.LEMMA else found
        usual = {*plain.sure, *plain.javanese}
        caught.update({form: form not in usual for form in (*found.sure, *found.javanese) if uses[form]})
    for form in sorted(caught, key=lambda form: (-uses[form], said.forms[form].exact)):
        yield Caught(said.forms[form].exact, int(uses[form]), caught[form], now.engine.misspelt.get(form, ""))


def words_of(keyword: Keyword) -> list[Word]:
    """The words that a keyword looks for; none where it reads the text."""
    sides = (keyword.asks.left, keyword.asks.right) if isinstance(keyword.asks, Near) else (keyword.asks,)
    return [word for side in sides if isinstance(side, Phrase) for word in side.words]


def misleading(project: Project, book: Sequence[Code]) -> list[tuple[str, str]]:
    """Code and what is the matter: keywords that match nothing, nearly every turn, or only what another of the same code
    matches too. Nothing where there is no speech yet; keywords that cannot be read are left to who reads them."""
    warnings: list[tuple[str, str]] = []
    speech = held.turns(project)
    if not speech:
        return []
    readable_of = {code.id: list(_readable(code)) for code in book}
    standing = _places(project, readable_of)
    for code in book:
        readable, places = readable_of[code.id], standing[code.id]
        idle: list[str] = []  # told in one line: a codebook made for many studies has hundreds
        for keyword in readable:
            own = places[keyword.source]
            if not own:
                idle.append(keyword.source)
                continue
            turns = len({place[:2] for place in own})
            if speech >= ENOUGH and turns > EVERYTHING * speech and not keyword.excludes:
                warnings.append(
                    (
                        code.name,
                        _("keyword “%s” matches %d of %d turns, so it tells nothing") % (keyword.source, turns, speech),
                    )
                )
            by = _shadow(keyword, readable, places)
            if by:
                warnings.append((code.name, _("keyword “%s” only finds what “%s” finds too") % (keyword.source, by)))
        if len(idle) == 1:
            warnings.append((code.name, _("keyword “%s” matches nothing so far") % idle[0]))
        elif idle:
            told = _("%d of %d keywords match nothing so far: %s")
            warnings.append((code.name, told % (len(idle), len(readable), "; ".join(idle))))
    return warnings


def _readable(code: Code) -> Iterator[Keyword]:
    for written in dict.fromkeys(word for word in code.keywords if isinstance(word, str)):
        try:
            yield parse(written, code.name)
        except UserError:
            continue


_Place = tuple[bytes, int, int, int]  # source, turn, words


def _places(project: Project, readable: Mapping[bytes, Sequence[Keyword]]) -> dict[bytes, dict[str, set[_Place]]]:
    """Where each keyword of each code stands by itself; an exclusion as if it were none."""
    one_by_one = [
        (code, keyword.source, replace(keyword, excludes=False)) for code, ks in readable.items() for keyword in ks
    ]
    places: dict[bytes, dict[str, set[_Place]]] = {
        code: {keyword.source: set() for keyword in keywords} for code, keywords in readable.items()
    }
    numbered = {number.to_bytes(4, "big"): [keyword] for number, (_code, _source, keyword) in enumerate(one_by_one)}
    for found in finding.find(project, numbered):
        code, source, _keyword = one_by_one[int.from_bytes(found.code, "big")]
        places[code][source].add((found.source, found.turn, found.first, found.last))
    return places


def _shadow(keyword: Keyword, readable: Sequence[Keyword], places: Mapping[str, set[_Place]]) -> str:
    """The first single word of the code that stands wherever a single word does. A phrase inside a word's hits is no
    shadow: it is the stronger reason."""
    own = places[keyword.source]
    if keyword.excludes or not keyword.is_common_word:
        return ""
    for other in readable:
        theirs = places[other.source]
        if other is keyword or other.excludes or not other.is_common_word or not own <= theirs:
            continue
        if len(theirs) > len(own) or readable.index(other) < readable.index(keyword):
            return other.source
    return ""
