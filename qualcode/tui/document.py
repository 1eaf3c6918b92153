"""What the coding screen shows: a source's text with its codings, and the codebook in use.

The rule: a screen changes this model at once and hands the same change to the project; what the project then says wins.
``read_document`` (or its two halves: the words, and what was given to them) and ``read_book`` are the only way from the
project to here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.collect.called import stand_in
from qualcode.collect.inventory import Voice, people_in
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import speaker_key, speaker_name
from qualcode.reduce.codebook import Code, codebook
from qualcode.reduce.codings import Coding, codings
from qualcode.reduce.completion import not_looked_for
from qualcode.reduce.counting import living, responsible
from qualcode.reduce.rounds import Turns, open_rounds, turns_given
from qualcode.store import Project, versions
from qualcode.store.ids import speaker_id
from qualcode.tui.notes import Notes
from qualcode.tui.pane.spans import PaneCoding, PaneTurn, Span

if TYPE_CHECKING:
    from qualcode.reduce.looking import Edit, Looked

NO_HUE = 6  # of a code that is no longer there: the grey one


@dataclass
class Book:
    """The codes in use. ``counts``: this coder's codings of each code in the whole study."""

    codes: list[Code]
    known: dict[bytes, Code]  # also those retired or combined
    lives_on: dict[bytes, bytes]
    counts: Counter[bytes]

    def living(self, code: bytes) -> Code | None:
        """The code that ``code`` lives on in; None for one that is not known here."""
        return self.known.get(self.lives_on.get(code, code))

    def name(self, code: bytes) -> str:
        living = self.living(code)
        return living.shown if living else "?"

    def branch(self, code: Code) -> Code:
        """The top code above ``code``, itself where it stands at the top."""
        at = code
        while at.parent is not None and (above := self.known.get(at.parent)) is not None:
            at = above
        return at


def read_book(project: Project, coder: bytes) -> Book:
    """The codebook as ``coder`` uses it."""
    everything = codebook(project, all_codes=True)
    lives_on = living(project)
    counts: Counter[bytes] = Counter()
    for code, count in project.rows(
        "SELECT code, COUNT(*) FROM coding WHERE removed=0 AND coder=? GROUP BY code", coder
    ):
        counts[lives_on.get(code, code)] += count
    return Book([code for code in everything if code.live], {code.id: code for code in everything}, lives_on, counts)


def fill_digits(notes: Notes, book: Book) -> None:
    """Give the digits that have no living code the codes used most, so that they mean something at once."""
    living = {code.id.hex() for code in book.codes}
    notes.digits = [one if one in living else "" for one in notes.digits]
    used = sorted((code for code in book.codes if book.counts[code.id]), key=lambda code: -book.counts[code.id])
    waiting = [code.id.hex() for code in used if code.id.hex() not in notes.digits]
    notes.digits = [one or (waiting.pop(0) if waiting else "") for one in notes.digits]


@dataclass
class Document:
    """A source's current text and the codings on it. ``voices``: for each turn who speaks, in a few words; ``left``: names of
    live codes this coder has not looked for here; ``finished_some``: they did for others; ``counts_for``: whose codings count here, where that is somebody else;
    ``open_round``: name of the round that covers it and is open: then only one's own codings are in it;
    ``round_turns``: what it asks of this coder, where that is not the whole."""

    source: bytes
    name: str
    version: bytes
    text: str
    turns: list[PaneTurn]
    wraps: tuple[Span, ...]
    furniture: tuple[Span, ...]
    voices: list[str]
    coder: bytes
    all_coders: bool
    codings: dict[bytes, Coding] = field(default_factory=dict)
    coders: dict[bytes, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    finished_some: bool = False
    counts_for: str = ""
    open_round: str = ""
    round_turns: Turns | None = None
    places: dict[bytes, str] = field(default_factory=dict)  # names of regions
    own: int = 0  # how many of the codings are this coder's
    changes: int = 0  # of codings, since it was made
    marks: list[Looked] = field(
        default_factory=list
    )  # of relevance, and notes; those of all coders where all are shown
    _given: dict[tuple[bytes, int, int], list[bytes]] = field(
        default_factory=dict
    )  # own codings by what they say of where

    def put(self, coding: Coding) -> None:
        """Show this coding, in place of the one of the same id."""
        self.drop(coding.id)
        self.codings[coding.id] = coding
        self.changes += 1
        if self.mine(coding):
            self.own += 1
            self._given.setdefault(_what(coding), []).append(coding.id)

    def drop(self, id: bytes) -> None:
        """Show the coding of this id no more."""
        before = self.codings.pop(id, None)
        self.changes += 1
        if before is not None and self.mine(before):
            self.own -= 1
            self._given[_what(before)].remove(id)

    def mark(self, edit: Edit) -> None:
        """What marks become by ``edit``."""
        gone = {*edit.off, *(one.id for one in edit.moved)}
        self.marks = [*(one for one in self.marks if one.id not in gone), *edit.moved, *edit.put]

    def mine(self, coding: Coding) -> bool:
        """Whether this coder may change it here: a consensus is nobody's own, also not of who wrote it down."""
        return coding.coder == self.coder and coding.layer == "own"

    def same(self, code: bytes, span: Span) -> Coding | None:
        """This coder's coding of ``code`` on exactly ``span``."""
        given = self._given.get((code, *span))
        return self.codings[given[0]] if given else None

    def beside(self, codes: Iterable[bytes], offset: int, step: int) -> Coding | None:
        """The next (``step`` 1) or previous coding of one of ``codes`` from ``offset``."""
        wanted = set(codes)
        places = sorted((c.start, c.stop, c.id) for c in self.codings.values() if c.code in wanted)
        if step > 0:
            found = next((id for start, _stop, id in places if start > offset), None)
        else:
            found = next((id for start, _stop, id in reversed(places) if start < offset), None)
        return self.codings[found] if found else None


def _what(coding: Coding) -> tuple[bytes, int, int]:
    return coding.code, coding.start, coding.stop


def read_document(project: Project, source: bytes, coder: bytes, *, all_coders: bool = False) -> Document:
    """A source as ``coder`` has coded it, or as all have. UserError where it has no text."""
    return read_given(project, read_words(project, source, coder, all_coders=all_coders))


def read_words(project: Project, source: bytes, coder: bytes, *, all_coders: bool = False) -> Document:
    """A source's text and who speaks in it, without what was given to it. UserError where it has no text."""
    now = versions.current(project, source)
    name = project.value("SELECT name FROM source WHERE id=? AND removed=0", source)
    if name is None:
        raise UserError(_("this source was taken off meanwhile"))
    if now is None:
        raise UserError(_("this source has no text"), where=name)
    voices = {voice.id: voice for voice in people_in(project, source)}
    turns: list[PaneTurn] = []
    who: list[str] = []
    known_labels: dict[str, Voice | None] = {}  # few people say many turns
    called: dict[str, str] = {}
    for turn in now.marks.turns:
        label = now.text[slice(*turn.label)] if turn.label else ""
        if label not in known_labels:
            known_labels[label] = voices.get(speaker_id(source, speaker_key(label))) if label else None
            found = known_labels[label]
            called[label] = short_name(stand_in(label, found.pseudonym if found else ""))
        voice = known_labels[label]
        side = voice.side if voice else turn.side
        turns.append(PaneTurn(turn.label, turn.speech, called[label], side == "interviewer"))
        known = (voice.pseudonym or voice.label, voice.home) if voice else (speaker_name(label),)
        who.append(", ".join(filter(None, known)))
    return Document(
        source, name, now.id, now.text, turns, now.marks.wraps, (*now.marks.furniture, *now.marks.times), who, coder, all_coders,
    )  # fmt: skip


def read_given(project: Project, document: Document) -> Document:
    """The same document with its codings and marks, and how far it is."""
    source, coder, all_coders = document.source, document.coder, document.all_coders
    owner = responsible(project).get(source)
    document.coders = dict(project.rows("SELECT id, name FROM coder"))
    document.left = tuple(not_looked_for(project, source, coder))
    document.finished_some = len(document.left) < len(codebook(project))
    document.counts_for = "" if owner in (None, coder) else document.coders.get(owner, "")
    document.open_round = open_rounds(project).get(source, "")
    document.round_turns = turns_given(project, source, coder) if document.open_round else None
    document.places = dict(project.rows("SELECT id, name FROM region"))
    from qualcode.reduce.looking import looked  # what reads and writes marks waits until a text is opened

    document.marks = looked(project, source, None if all_coders else coder)
    for one in codings(project, source, None if all_coders else coder):
        if one.state != "lost" and one.start < one.stop and (all_coders or one.layer == "own"):
            document.put(one)
    return document


_HONORIFICS = re.compile(r"^(?:bapak|pak|bpk\.?|ibu|bu|mbak|mbah|mas|sdr\.?|sdri\.?)\s+(?=\S)", re.IGNORECASE)


def short_name(label: str) -> str:
    """A label as the narrow name column shows it: without the honorific, which all of them share."""
    return _HONORIFICS.sub("", speaker_name(label))


def drawn_coding(document: Document, book: Book, coding: Coding) -> PaneCoding:
    """A coding as the pane draws it: under the name of the code it lives on in."""
    code = book.living(coding.code)
    name = code.shown if code else "?"
    mine = document.mine(coding)
    if not mine:
        name = f"{name} ({document.coders.get(coding.coder, '?')})"
    hue = code.hue if code else NO_HUE
    return PaneCoding(
        coding.id, coding.start, coding.stop, name, hue, coding.valence, mine, noted=bool(coding.memo.strip())
    )
