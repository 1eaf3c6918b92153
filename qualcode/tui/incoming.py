"""What was understood of a file before it comes in: its turns, its labels with what tells who asks, and its header.

The rule: only what a person looks over is kept, never the whole text, so that thousands of files can wait to be looked at.
What a person decides lies beside what was proposed. Knows no Textual.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from qualcode.collect import header, sessions
from qualcode.collect.conventions import read_marks
from qualcode.collect.doubts import doubts
from qualcode.collect.rereading import Remembered, read_as_remembered
from qualcode.collect.sides import asks
from qualcode.collect.turns import summary
from qualcode.collect.understood import WRITTEN
from qualcode.language.marks import Marks, speaker_key, speaker_name

SAMPLE = 8  # turns shown as they stand in the file
LOOSE = 40  # pieces that belong to nobody, kept to be looked at
LONGEST = 300  # characters kept of each
SIDES = ("informant", "interviewer", "unknown")


@dataclass(frozen=True)
class Voice:
    """A label: its turns and words, how many of its turns ask something, and the side proposed for it."""

    key: str
    label: str
    turns: int
    words: int
    asking: int
    side: str


@dataclass
class Incoming:
    """A file as it was read under a convention. ``problem``: why it cannot come in; ``sides``: decided by a person, by folded
    label; ``split``: a source for each session; ``decided``: looked over."""

    file: str
    convention: str = "auto"
    pattern: str = ""  # the convention it was read under
    turns: int = 0
    voices: tuple[Voice, ...] = ()
    sample: tuple[tuple[str, str], ...] = ()  # label and words
    loose: tuple[str, ...] = ()
    unassigned: int = 0
    header: dict[str, str] = field(default_factory=dict)
    sessions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()  # what speaks against the reading
    people: tuple[str, ...] = ()  # whom its list of participants names
    problem: str = ""
    sides: dict[str, str] = field(default_factory=dict)
    split: bool = False
    there: str = ""  # the source that has its name already
    corrects: bool = False  # it comes in as a new version of that one
    left_out: bool = False
    decided: bool = False

    @property
    def name(self) -> str:
        return self.file.replace("\\", "/").rsplit("/", 1)[-1]

    def side(self, voice: Voice) -> str:
        return self.sides.get(voice.key, voice.side)

    @property
    def unclear(self) -> bool:
        """Whether a person should look: it may be read wrongly, holds several sessions, has a source's name, or nobody is
        known to answer."""
        sides = {self.side(voice) for voice in self.voices}
        several = bool(self.sessions) and not self.split
        named = bool(self.there) and not self.corrects
        return bool(self.doubts) or several or named or "unknown" in sides or (bool(sides) and "informant" not in sides)

    def turn_side(self, voice: Voice) -> str:
        """The next side for a label; nothing is asked, all can be reached."""
        now = self.side(voice)
        self.sides[voice.key] = SIDES[(SIDES.index(now) + 1) % len(SIDES)] if now in SIDES else SIDES[0]
        return self.sides[voice.key]

    def by_label(self) -> dict[str, str]:
        """The sides as they are shown, by the label as it is written; those nobody knows are left to be proposed, and in a
        corrected text all that nobody changed here stay as they were."""
        return {
            voice.label: self.side(voice)
            for voice in self.voices
            if voice.key in self.sides or (self.side(voice) != "unknown" and not self.corrects)
        }


def understand(file: str, text: str, convention: str = "auto", kept: Remembered | None = None) -> Incoming:
    """A canonical text as it would come in; ``kept``: how people of this project have turns read."""
    if convention == "auto" and kept is not None:
        marks = read_as_remembered(text, kept)
    else:
        marks = read_marks(text, convention, kept.sides if kept else None)
    told, fields = summary(text, marks), header.header_fields(text, marks)
    labelled = [turn for turn in marks.turns if turn.label]
    return Incoming(
        file,
        convention,
        marks.convention,
        len(labelled or marks.turns),
        _voices(text, marks),
        tuple(
            (speaker_name(text[slice(*turn.label)]) if turn.label else "", text[slice(*turn.speech)][:LONGEST])
            for turn in marks.turns[:SAMPLE]
        ),
        tuple(text[slice(*span)][:LONGEST] for span in told.loose[:LOOSE]),
        told.unassigned,
        fields,
        tuple(one.title for one in sessions.find(text)),
        () if fields.get("kind") in WRITTEN and marks.convention == "paragraphs" else doubts(text, marks),
        tuple(one.label for one in header.participants(text, marks)) if "participants" in fields else (),
    )


def _voices(text: str, marks: Marks) -> tuple[Voice, ...]:
    found: dict[str, Voice] = {}
    for turn in marks.turns:
        if turn.label is None:
            continue
        label, words = text[slice(*turn.label)], text[slice(*turn.speech)]
        key = speaker_key(label)
        one = found.get(key) or Voice(key, speaker_name(label), 0, 0, 0, turn.side)
        found[key] = replace(
            one, turns=one.turns + 1, words=one.words + len(words.split()), asking=one.asking + asks(words)
        )
    return tuple(found.values())


def choices(items: Iterable[Incoming]) -> tuple[str | None, dict[str, str]]:
    """What people chose that was not proposed, to be remembered: a convention and sides by label, the last where they differ."""
    convention, sides = None, {}
    for item in items:
        if item.convention != "auto":
            convention = item.convention
        sides.update({voice.label: item.side(voice) for voice in item.voices if item.side(voice) != voice.side})
    return convention, sides


def carry_over(decided: Mapping[str, str], item: Incoming) -> None:
    """What was decided of a label holds for the same label of another file, where nobody decided otherwise."""
    for voice in item.voices:
        if voice.key in decided:
            item.sides.setdefault(voice.key, decided[voice.key])
