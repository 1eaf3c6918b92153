"""What informants said, word by word: the ground of counting words.

The rule: only speech counts, and never the interviewer's; a word is counted by its lemma, so that *berobat* and *diobati* are
one, and function words carry no topic. The words are the numbers the project keeps of every version, so that no text is
cut twice; only where a query asks for coded passages are those cut anew.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from qualcode.language.forms import lemma
from qualcode.language.function_words import function_words
from qualcode.language.marks import speaker_key, speech_map
from qualcode.language.sentences import sentences
from qualcode.language.stand_ins import is_stand_in
from qualcode.language.tokens import cut
from qualcode.language.vocabulary import END
from qualcode.reduce.codings import Coding, codings
from qualcode.reduce.counting import Segment, counted
from qualcode.reduce.held import current
from qualcode.reduce.query import Term, bound
from qualcode.reduce.query_codings import coding_test, understood
from qualcode.store import Project, versions, words
from qualcode.store.ids import speaker_id
from qualcode.store.versions import Version

# What is said in talk without a topic, beside function words: numbers, saying itself, fillers, what a transcriber notes.
_SPOKEN = """nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh seratus ratus seribu ribu juta
miliar siji loro telu papat limo pitu wolu songo rong aku awak bilang kata omong ujar sama malah kan lha lho la nah eh ah ih sih
deh dong ding kek tuh nih nya mbok je ya tak jangan gitu gini cuma cuman doang mung teng saking tawa ketawa jeda hening"""
Word = tuple[str, bool]  # a lemma, and whether it carries no topic (also numbers, single letters, stand-ins for names)


class Said(NamedTuple):
    """What somebody said in one turn, or in all turns of a source: the numbers of its words in ``Speech.book``, ``END`` after each sentence, and how many
    words these are. ``speaker``: None where nobody is named."""

    source: bytes
    turn: int
    speaker: bytes | None
    numbers: array[int]
    words: int

    def passage(self) -> Segment:
        """The turn as what columns place: of nobody's code, about nowhere else."""
        return Segment(self.source, self.turn, b"", 0, 0, None, self.speaker, None, False, ())


@dataclass(frozen=True)
class Speech:
    """The turns, to be read once, and what each number means; ``book`` grows while they are read."""

    book: list[Word]
    turns: Iterator[Said]


def spoken(project: Project, where: str = "") -> Speech:
    """All turns of informants, by source and turn; with ``where`` those of whom it is true, or, where it asks for codings, what
    lies in the agreed layer's passages. UserError where the query cannot be read."""
    book: list[Word] = []
    if not where:
        return Speech(book, _turns(project, book, lambda _source, _speaker: True))
    query, meanings = understood(project, where)
    if all(meaning.scope is not None for meaning in meanings.values()):

        def tests(term: Term) -> Callable[[tuple[bytes, bytes | None]], bool]:
            scope = meanings[term].scope
            return lambda pair: scope is not None and scope(*pair)

        fit = bound(query, tests)
        return Speech(book, _turns(project, book, lambda source, speaker: fit((source, speaker))))
    fits = coding_test(project, where)
    return Speech(book, _passages(project, book, [coding for coding in codings(project) if fits(coding)]))


@dataclass(frozen=True)
class Talk:
    """What each informant says in each source, all turns together, and what each number means."""

    book: list[Word]
    said: list[Said]


def talk(project: Project, where: str = "") -> Talk:
    """The same as ``spoken``, put together by source and informant, for whoever counts words and not turns: read once for all
    that is counted while nobody writes."""
    return project.once(("talk", where, project.coder), lambda: _together(spoken(project, where)))


def _together(speech: Speech) -> Talk:
    found: dict[tuple[bytes, bytes | None], Said] = {}
    for said in speech.turns:
        before = found.get((said.source, said.speaker))
        if before is None:
            found[said.source, said.speaker] = said
        else:
            before.numbers.extend(said.numbers)
            found[said.source, said.speaker] = before._replace(words=before.words + said.words)
    return Talk(speech.book, list(found.values()))


def _turns(project: Project, book: list[Word], wanted: Callable[[bytes, bytes | None], bool]) -> Iterator[Said]:
    keys = current(project)
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    with project.aside():
        lexicon, parts = words.fetch(project.conn, words.lexicon(project.conn), [key[1:] for key in keys.values()])
    for (source, key), (_key, encoded) in zip(keys.items(), parts, strict=True):
        now = versions.load(project, key[0])
        if now is None or not encoded.ids:  # thrown away by another window a moment ago
            continue
        book += [_word(form.exact, form.lemma) for form in lexicon.vocabulary.forms[len(book) :]]
        labels: dict[str, tuple[bytes | None, str]] = {}
        firsts = encoded.sentences[::3]
        begin = at = 0
        for turn, marked in enumerate(now.marks.turns):
            end = encoded.ids.index(END, begin)
            label = now.text[slice(*marked.label)] if marked.label else ""
            if not label or label not in labels:
                labels[label] = speaker_of(now, turn, sides)
            speaker, side = labels[label]
            last = bisect_left(firsts, end, at)
            if side != "interviewer" and wanted(source, speaker):
                numbers = encoded.ids[begin : end + 1]
                for first in reversed(firsts[at + 1 : last]):
                    numbers.insert(first - begin, END)
                yield Said(source, turn, speaker, numbers, end - begin)
            begin, at = end + 1, last


def _passages(project: Project, book: list[Word], read: list[Coding]) -> Iterator[Said]:
    """The words in the counted segments of these codings, each once however many codes it bears."""
    by_turn: dict[tuple[bytes, int], list[Segment]] = defaultdict(list)
    for segment in counted(project, read=read).segments:
        by_turn[segment.source, segment.turn].append(segment)
    loaded: dict[bytes, Version | None] = {}
    known: dict[str, int] = {}
    book.append(("", True))  # END
    for (source, turn), segments in sorted(by_turn.items()):
        if source not in loaded:
            loaded[source] = versions.current(project, source)
        now = loaded[source]
        if now is None:
            continue
        speech, at = speech_map(now.text, now.marks, now.marks.turns[turn])
        numbers, count = array("I"), 0
        for start, stop in sentences(speech):
            inside = [
                text
                for text, begin in zip(*cut(speech[start:stop]), strict=True)
                if any(one.start <= at[start + begin] < one.stop for one in segments)
            ]
            for text in inside:
                if text not in known:
                    known[text] = len(book)
                    book.append(_word(text, lemma(text)))
                numbers.append(known[text])
            numbers.append(END)
            count += len(inside)
        yield Said(source, turn, segments[0].speaker, numbers, count)


def speaker_of(now: Version, turn: int, sides: dict[bytes, str]) -> tuple[bytes | None, str]:
    """Who speaks in a turn (None: nobody who is named), and on which side."""
    marked = now.marks.turns[turn]
    if marked.label is None:
        return None, marked.side
    rec = speaker_id(now.source, speaker_key(now.text[slice(*marked.label)]))
    return (rec, sides[rec]) if rec in sides else (None, marked.side)


@cache
def _stop_list() -> frozenset[str]:
    return function_words() | frozenset(_SPOKEN.split())


@lru_cache(maxsize=1 << 16)
def _word(exact: str, stem: str) -> Word:
    small = _stop_list()
    if not exact or not exact[0].isalpha() or len(exact) == 1 or is_stand_in(exact.upper()):
        return stem, True
    return stem, not {exact.casefold(), stem}.isdisjoint(small)
