"""Texts of the researchers that repeat what somebody said: a memo, a claim, a definition, a strategy.

The rule: such a text is its author's and no withdrawal rewrites it, for nobody but its author can say the same without those
words; so it is named, and its author does. It repeats somebody where five of its words stand in theirs one after the other, or
two that it puts between quotation marks. What interviewers said repeats nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from qualcode.language.marks import speaker_key
from qualcode.store import Project, blobs, joined, versions
from qualcode.store.ids import fold, speaker_id
from qualcode.store.kinds import BY_NAME, KINDS
from qualcode.store.withdraw import sources_of

RUN = 5  # words
_THEIRS = frozenset({"version", "speaker", "participant"})  # kinds whose texts are not a researcher's
_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_QUOTED = re.compile('[“"„«]([^“”"„«»]+)[”"“»]')


@dataclass(frozen=True)
class Repeating:
    """A text that repeats them: its record (kind, id and name, empty where it has none), which of its texts, and the text."""

    kind: str
    rec: bytes
    name: str
    part: str
    text: str = field(repr=False)


class Said:
    """What somebody said, to be looked for in texts."""

    def __init__(self, speech: Iterable[str]) -> None:
        turns = [_words(one) for one in speech]
        self._runs = {run for words in turns for run in zip(*(words[at:] for at in range(RUN)), strict=False)}
        self._lines = [" ".join(["", *words, ""]) for words in turns]

    def repeated_in(self, text: str) -> bool:
        """Whether the text repeats it."""
        words = _words(text)
        if not self._runs.isdisjoint(zip(*(words[at:] for at in range(RUN)), strict=False)):
            return True
        quoted = [_words(one) for one in _QUOTED.findall(text)]
        return any(f" {' '.join(one)} " in line for one in quoted if len(one) > 1 for line in self._lines)


def said_by(project: Project, kind: str, rec: bytes) -> Said:
    """What a withdrawal of this ``source`` or ``participant`` takes out, in every version of the texts."""
    if kind == "source":
        return Said(_speech(project, rec, None))
    speech: list[str] = []
    for person in joined.everyone(project, rec):
        whole, partly = sources_of(project, person)
        for source in whole:
            speech += _speech(project, source, None)
        for source in partly:
            theirs = project.rows("SELECT id FROM speaker WHERE source=? AND participant=?", source, person)
            speech += _speech(project, source, {speaker for (speaker,) in theirs})
    return Said(speech)


def repeating(project: Project, said: Said) -> list[Repeating]:
    """The texts of live records that repeat it, kind by kind."""
    found: list[Repeating] = []
    for kind in KINDS:
        texts = [one.name for one in kind.fields if one.type == "prose"] if kind.name not in _THEIRS else []
        for name in texts:
            rows = project.rows(
                f'SELECT id, "{name}" FROM "{kind.name}" WHERE removed=0 AND "{name}" IS NOT NULL ORDER BY id'
            )
            for rec, blob in rows:
                if said.repeated_in(text := blobs.prose(project.conn, blob)):
                    found.append(Repeating(kind.name, rec, _called(project, kind.name, rec), name, text))
    return found


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
    return list(found)


def _called(project: Project, kind: str, rec: bytes) -> str:
    for one in BY_NAME[kind].fields:
        if one.name in ("name", "key") and (
            name := project.value(f'SELECT "{one.name}" FROM "{kind}" WHERE id=?', rec)
        ):
            return str(name)
    return ""


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
