"""What somebody said, and what they are called, wherever it is said again: in a memo, a claim, a definition, a release.

The rule: who withdraws is repeated where five of their words stand one after the other, or two between quotation marks, or a
name that in this project is theirs alone. Those words go; the rest of the text is its author's and stays. What interviewers
said repeats nobody, nor what was there before anybody spoke (the guide, the regions, the indicators).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from qualcode.collect.writings import Finder, looks_real, name_words, without_honorific
from qualcode.language.marks import Span, speaker_key, speaker_name, speech_text
from qualcode.store import Project, blobs, joined, versions
from qualcode.store.ids import fold, speaker_id
from qualcode.store.withdraw import BLANK, only_in, sources_of

RUN = 5  # words
_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_QUOTED = re.compile('[“"„«]([^“”"„«»]+)[”"“»]')


class Said:
    """What somebody said and is called, to be looked for in texts. ``finder``: their names; ``shared``: names of theirs that
    somebody else has too, so that nobody can tell who is meant."""

    def __init__(self, speech: Iterable[str], finder: Finder | None = None, shared: Iterable[str] = ()) -> None:
        turns = [[fold(word) for word in _WORD.findall(one)] for one in speech]
        self._runs = {run for words in turns for run in _runs(words)}
        self._lines = [" ".join(["", *words, ""]) for words in turns]
        self._finder = finder or Finder(())
        self.shared = tuple(sorted(shared))

    def __bool__(self) -> bool:
        return bool(self._lines or self._finder)

    def names(self, text: str) -> list[Span]:
        """Where a name of theirs stands, without honorific, in code points."""
        return [(hit.start, hit.stop) for hit in self._finder.hits(text)] if self._finder else []

    def repeated_in(self, text: str) -> bool:
        """Whether the text repeats what they said; their names alone do not."""
        if not self._runs.isdisjoint(_runs(_WORD.findall(fold(text)))):
            return True
        quoted = ([fold(word) for word in _WORD.findall(one)] for one in _QUOTED.findall(text))
        return any(len(words) > 1 and self._said(words) for words in quoted)

    def blanked(self, text: str) -> str:
        """The text, in NFC where anything goes, with a blank for each character of what repeats them and of their names."""
        plain = unicodedata.normalize("NFC", text)
        clean = plain
        while spans := {*self._repeats(clean), *self.names(clean)}:  # what is left of a quotation may be one again
            for start, stop in spans:
                clean = clean[:start] + "".join(c if c == "\n" else BLANK for c in clean[start:stop]) + clean[stop:]
        return text if clean == plain else clean

    def _repeats(self, text: str) -> Iterator[Span]:
        found = [(match.span(), fold(match.group())) for match in _WORD.finditer(text)]
        for at, run in enumerate(_runs([word for _span, word in found])):
            if run in self._runs:
                yield found[at][0][0], found[at + RUN - 1][0][1]
        for quoted in _QUOTED.finditer(text):
            inside = [one for one in found if quoted.start(1) <= one[0][0] and one[0][1] <= quoted.end(1)]
            if len(inside) > 1 and self._said([word for _span, word in inside]):
                yield inside[0][0][0], inside[-1][0][1]

    def _said(self, words: list[str]) -> bool:
        """Whether somebody said these words one after the other in one turn."""
        line = f" {' '.join(words)} "
        return any(line in one for one in self._lines)


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(RUN)), strict=False)


def said_by(project: Project, subjects: Iterable[tuple[str, bytes]]) -> Said:
    """What a withdrawal of these (``source`` or ``participant``, id) takes out, in every version of the texts, and what those
    are called who go with it. Where the key is open their real names are known."""
    people: set[bytes] = set()
    alone: set[bytes] = set()
    speech: list[str] = []
    for kind, rec in subjects:
        if kind == "source":
            alone.add(rec)
            continue
        for person in joined.everyone(project, rec):
            people.add(person)
            whole, partly = sources_of(project, person)
            alone.update(whole)
            for source in partly:
                theirs = project.rows("SELECT id FROM speaker WHERE source=? AND participant=?", source, person)
                speech += _speech(project, source, {speaker for (speaker,) in theirs})
    for source in alone:
        speech += _speech(project, source, None)
    return Said(speech, *_called(project, people | only_in(project, alone)))


def _speech(project: Project, source: bytes, speakers: set[bytes] | None) -> list[str]:
    """Turns of a source in all its versions: of these speakers, or of all who are not interviewers."""
    found: dict[str, None] = {}
    for (version,) in project.rows("SELECT id FROM version WHERE source=? ORDER BY k", source):
        if (text := versions.load(project, version)) is None:
            continue
        for turn in text.marks.turns:
            label = text.text[slice(*turn.label)] if turn.label else ""
            theirs = (
                turn.side != "interviewer"
                if speakers is None
                else bool(label) and speaker_id(source, speaker_key(label)) in speakers
            )
            if theirs:
                found[text.text[slice(*turn.speech)]] = None
                found[speech_text(text.text, text.marks, turn)] = (
                    None  # as it is read and quoted: no page number within
                )
    return list(found)


def _called(project: Project, people: Collection[bytes]) -> tuple[Finder, set[str]]:
    """The names of these people that nobody else has who is known here (others who speak, interviewers, coders, raters,
    places), and those that somebody has."""
    own: dict[bytes, set[str]] = {who: set() for who in people}
    others: set[str] = set()
    for who, pseudonym in project.rows("SELECT id, pseudonym FROM participant"):
        own.get(who, others).add(pseudonym)
    for who, label in project.rows("SELECT participant, label FROM speaker"):
        name = speaker_name(blobs.prose(project.conn, label))
        own.get(who, others).add(name)
    for who, one in project.keyring.people.items() if project.keyring is not None else ():
        own.get(who, others).update({one.name, *one.writings})
    for sql in (
        "SELECT name FROM coder",
        "SELECT interviewer FROM source",
        "SELECT name FROM region",
        "SELECT rater FROM rating",
    ):
        others |= {name for (name,) in project.rows(sql) if name}
    taken = {word for name in others for word in name_words(name)}
    whole = {fold(without_honorific(name)) for name in others}
    known: list[tuple[bytes | None, str, set[str]]] = []
    left: set[str] = set()
    for who, names in own.items():
        real = {name for name in names if name and looks_real(name)}
        theirs = {name for name in real if not name_words(name) & taken}
        # Of Sri Wahyuni, where another Sri is known, only the whole name is hers.
        shared = {
            bare for name in real - theirs if " " in (bare := without_honorific(name)) and fold(bare) not in whole
        }
        known += [(who, BLANK, theirs), (None, BLANK, shared)]
        left |= real - theirs
    return Finder(known), left
