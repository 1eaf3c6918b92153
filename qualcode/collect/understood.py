"""What a text says by itself: turns, header, people, and what is kept of it.

The rule: nothing here asks the project. So it is made wherever there is a processor free (``ahead``), and once: whoever
brings a file in takes it from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.collect import header
from qualcode.collect.conventions import read_marks
from qualcode.collect.doubts import doubts
from qualcode.collect.turns import TurnSummary, summary
from qualcode.language.marks import Marks
from qualcode.store.versions import Content, content

WRITTEN = ("note", "document")  # kinds of text that are no talk, where a header says so
MAX_VOICES = 2_000  # labels of a source: more are words before a colon


@dataclass(frozen=True)
class Understood:
    """A text with its marks. ``crowded``: it would have more than ``MAX_VOICES`` labels, so its paragraphs are its turns;
    ``fields``, ``people``, ``homes``: what its header says (see ``header``); ``kept``: what a version of it consists of,
    where one is to be made; ``doubts``: what speaks against the way it was read."""

    text: str
    marks: Marks
    crowded: bool
    fields: dict[str, str]
    people: list[header.Person]
    homes: list[header.Home]
    summary: TurnSummary
    kept: Content | None = None  # of what is to be kept
    doubts: tuple[str, ...] = ()


def understand(text: str, marks: Marks, file: tuple[bytes, bytes, str] | None = None) -> Understood:
    """All there is to know of a canonical text that is read under these marks; ``file`` as ``content`` takes it."""
    crowded = len(marks.turns) > MAX_VOICES < len({text[slice(*turn.label)] for turn in marks.turns if turn.label})
    if crowded:
        marks = read_marks(text, "paragraphs")
    fields, people = header.header_fields(text, marks), header.participants(text, marks)
    return Understood(
        text, marks, crowded, fields, people, header.claimed_homes(text, marks), summary(text, marks),
        content(text, marks, file), () if fields.get("kind") in WRITTEN and marks.convention == "paragraphs" else doubts(text, marks),
    )  # fmt: skip
