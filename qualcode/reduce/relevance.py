"""The reduction pass: what of the speech matters to the study, what is set aside, and how much that is.

One rule: nothing is taken away. A mark says that a coder looked at a passage and set it aside (small talk, off topic, or
neither said) or kept it; speech without a mark or coding is *not yet looked at*, never unimportant. What is proposed is
greetings and the like, and sentences without a content word of the study's (the codebook's, or common in what
was coded); a person decides.

Data reduction as selecting and focusing before coding: Miles and Huberman 1994, pp. 10-11.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.i18n import N_
from qualcode.language.marks import passage_text
from qualcode.language.tokens import cut
from qualcode.reduce.codebook import codebook
from qualcode.reduce.codings import codings
from qualcode.reduce.learning_units import Unit, units
from qualcode.reduce.learning_words import lemmas
from qualcode.reduce.rounds import visible_coders
from qualcode.store import Project, act, versions
from qualcode.store.ids import derived

MARKS = {
    "important": N_("important"),
    "small-talk": N_("small talk"),
    "off-topic": N_("off topic"),
    "unimportant": N_("not important"),
}
SET_ASIDE = ("small-talk", "off-topic", "unimportant")
ENOUGH = 4  # content words of which not one is the study's, before a sentence is proposed as off topic
COMMON = 3  # coded passages that a word stands in, before it is one of the study's
LITTLE = 2  # content words at most that a sentence of small talk has

# Greetings, thanks, manners and hospitality, as said in Solo: Indonesian, then Javanese. Compared word by word.
_SMALL_TALK = """
    assalamualaikum waalaikumsalam salam selamat pagi siang sore malam halo permisi silakan silahkan mari monggo
    maaf terima kasih makasih sama-sama kembali sampai jumpa hehe haha duduk minum diminum teh tehnya kopi kopinya
    sungkan dihabiskan dicicipi mas mbak bu pak ibu bapak dik ya iya oh nah lha kan dulu jangan lho
    nuwun sewu matur suwun nggih inggih njih mangga sugeng enjang siyang sonten dalu pinarak rawuh pamit nyuwun pangapunten
    kula panjenengan wis nggeh leres enggih sami
"""
SMALL_TALK = frozenset(_SMALL_TALK.split())
_STAGE = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Mark:
    """A mark with its place in the source's current version (code points, half-open). ``state`` as of a coding."""

    id: bytes
    source: bytes
    coder: bytes
    start: int
    stop: int
    mark: str
    state: str
    quote: str


@dataclass(frozen=True)
class Reducible:
    """A sentence that may be set aside, and as what."""

    unit: Unit
    mark: str


@dataclass(frozen=True)
class Reduction:
    """How much of a source's informant speech, in words, one coder kept, set aside and has not looked at. ``aside``: words by
    mark; ``coded``: words under a coding of theirs, ``kept``: marked important and not coded."""

    source: bytes
    coder: bytes
    words: int
    coded: int
    kept: int
    aside: dict[str, int]

    @property
    def reduced(self) -> int:
        return sum(self.aside.values())

    @property
    def unseen(self) -> int:
        return self.words - self.coded - self.kept - self.reduced


def marks(project: Project, source: bytes | None = None, coder: bytes | None = None) -> list[Mark]:
    """The live marks, by source name and place; not those an open round hides."""
    found: list[Mark] = []
    for rec, src, who, mark, *span in project.rows(
        "SELECT r.id, r.source, r.coder, r.mark, r.version, r.start, r.stop FROM relevance r JOIN source s ON s.id=r.source"
        " AND s.removed=0 WHERE r.removed=0 AND (?1 IS NULL OR r.source=?1) AND (?2 IS NULL OR r.coder=?2) ORDER BY s.name, r.start",
        source, coder,
    ):  # fmt: skip
        now = versions.current(project, src)
        shown = visible_coders(project, src, project.coder)
        if now is None or (shown is not None and who not in shown):
            continue
        place = versions.place_on(project, now, (span[0], span[1], span[2]))
        quote = passage_text(now.text, now.marks, place.start, place.stop)
        found.append(Mark(rec, src, who, place.start, place.stop, mark, place.state, quote))
    return found


def set_aside(project: Project, some: Sequence[Reducible], coder: bytes) -> int:
    """Put the proposed marks on sentences, as one action; how many are new."""
    with act(project, "mark", who=coder) as a:
        for one in some:
            it = one.unit
            rec = derived(it.version, f"relevance:{coder.hex()}:{it.start}:{it.stop}")
            a.create(
                "relevance", rec, source=it.source, coder=coder, span=(it.version, it.start, it.stop), mark=one.mark
            )
        return len(a.pending)


def unmark(project: Project, some: Iterable[bytes]) -> int:
    """Take marks off, as one action; how many."""
    with act(project, "unmark") as a:
        for rec in some:
            a.remove("relevance", rec)
        return len(a.pending)


def reducible(project: Project, coder: bytes, *, sources: Iterable[bytes] | None = None) -> list[Reducible]:
    """Sentences of informants that this coder may set aside: small talk, and what has no content word of the
    codebook or of three coded passages. None that carries a coding or a mark of theirs, a keyword, or a question's answer of a word or two."""
    from qualcode.language.matching import compile_keywords

    every = units(project, sources)
    book = codebook(project)
    matcher = compile_keywords({code.id: list(code.keywords) for code in book if code.keywords})
    words = {word for code in book for text in (code.name, code.definition, code.use_when, code.use_not, code.example) for word in lemmas(text)}  # fmt: skip
    said: Counter[str] = Counter()
    taken: dict[bytes, list[tuple[int, int]]] = defaultdict(list)
    for one in codings(project):
        said.update(set(lemmas(one.quote)))
        if one.coder == coder:
            taken[one.source].append((one.start, one.stop))
    for seen in marks(project, coder=coder):
        if seen.mark not in MARKS:
            continue
        taken[seen.source].append((seen.start, seen.stop))
    words.update(word for word, passages in said.items() if passages >= COMMON)
    found: list[Reducible] = []
    for unit in every:
        if any(start < unit.stop and unit.start < stop for start, stop in taken[unit.source]):
            continue
        spoken = _STAGE.sub(" ", unit.text)
        plain = [word.casefold() for word in cut(spoken)[0] if word[0].isalpha()]
        content = lemmas(spoken)
        if plain and SMALL_TALK.issuperset(plain) and len(content) <= LITTLE and len(plain) > 1:
            found.append(Reducible(unit, "small-talk"))
        elif len(content) >= ENOUGH and words.isdisjoint(content) and not matcher.find(unit.text):
            found.append(Reducible(unit, "off-topic"))
    return found


def reductions(project: Project) -> list[Reduction]:
    """How much each coder reduced each source, by name of source and coder; only where the coder marked or coded there."""
    of_source: dict[bytes, list[Unit]] = defaultdict(list)
    for unit in units(project):
        of_source[unit.source].append(unit)
    spans: dict[tuple[bytes, bytes], list[tuple[int, int, str]]] = defaultdict(list)
    for seen in marks(project):
        spans[seen.source, seen.coder].append((seen.start, seen.stop, seen.mark))
    for one in codings(project):
        if one.layer == "own":
            spans[one.source, one.coder].append((one.start, one.stop, "coded"))
    names = dict(project.rows("SELECT id, name FROM source UNION ALL SELECT id, name FROM coder"))
    found: list[Reduction] = []
    for (source, coder), there in spans.items():
        counts: dict[str, int] = defaultdict(int)
        for unit in of_source[source]:
            size = len(cut(unit.text)[0])
            counts["words"] += size
            counts[_said_of(unit, there)] += size
        aside = {mark: counts[mark] for mark in SET_ASIDE if counts[mark]}
        found.append(Reduction(source, coder, counts["words"], counts["coded"], counts["important"], aside))
    return sorted(found, key=lambda one: (names.get(one.source, ""), names.get(one.coder, "")))


def _said_of(unit: Unit, there: list[tuple[int, int, str]]) -> str:
    """What was said of a sentence: coded before marked, kept before set aside."""
    said = {what for start, stop, what in there if start < unit.stop and unit.start < stop}
    return next((what for what in ("coded", *MARKS) if what in said), "")
