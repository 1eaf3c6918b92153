"""Somebody withdraws: what goes, shown before it does; and their words out of what researchers wrote, in every wording.

The rule: one deed takes all of it, here and wherever it is merged, and what is shown before is what is done: the same
work, done and taken back. What colleagues wrote that nobody here had seen is looked through on their device (``hearing``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any

from qualcode.collect.repeated import Said, said_by
from qualcode.i18n import ngettext
from qualcode.language.marks import speaker_key
from qualcode.store import Project, blobs, joined, state, versions
from qualcode.store import withdraw as store
from qualcode.store.ids import fold, speaker_id
from qualcode.store.kinds import BY_NAME, BY_NUMBER, KINDS, Field, stored_fields
from qualcode.store.withdraw import Reworded, Withdrawn

Kept = dict[bytes, Reworded]
# What stood there before anybody spoke, what is erased as a whole, and who codes.
_NOT_FROM_TALK = frozenset({"version", "speaker", "withdrawal", "topic", "region", "indicator", "figure", "coder"})
_COUNTED = ("source", "participant", "coding", "memo")
_SHOWN = 90  # characters of a text that is named


@dataclass(frozen=True)
class Text:
    """A text of a researcher as it stands without the words that go: its record (kind, id, name where it has one) and field."""

    kind: str
    rec: bytes
    name: str
    part: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Going:
    """What a withdrawal takes. ``whole`` and ``partly``: names of sources that go, and of those in which turns become blanks;
    ``counts``: how many live records of a kind go; ``texts``: those of researchers that lose words, as they stand afterwards;
    ``earlier``: of how many more only wordings they had before; ``alike``: people of the same name who do not go."""

    name: str = field(repr=False)
    whole: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    turns: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    texts: tuple[Text, ...] = ()
    earlier: int = 0
    entries: int = 0
    alike: tuple[str, ...] = ()
    said: Said = field(default_factory=lambda: Said(()), repr=False)

    def told(self) -> str:
        """What goes, in numbers."""
        whole, partly, codings, memos = len(self.whole), len(self.partly), self.counts["coding"], self.counts["memo"]
        texts = len({one.rec for one in self.texts})
        counted = (
            (whole, ngettext("%d source whole", "%d sources whole", whole)),
            (partly, ngettext("their turns in %d discussion", "their turns in %d discussions", partly)),
            (codings, ngettext("%d coding", "%d codings", codings)), (memos, ngettext("%d memo", "%d memos", memos)),
            (texts, ngettext("their words in %d text of yours", "their words in %d texts of yours", texts)),
            (self.entries, ngettext("%d entry of the history", "%d entries of the history", self.entries)),
        )  # fmt: skip
        return ", ".join(said % count for count, said in counted if count)


def what_goes(project: Project, kind: str, rec: bytes) -> Going:
    """What a withdrawal of this ``source`` or ``participant`` would take, found by doing it and taking it back."""
    return _withdraw(project, kind, rec, "", keep=False)


def withdraw(project: Project, kind: str, rec: bytes, reason: str) -> Going:
    """Withdraw a ``source`` or ``participant``; what went. An open key helps to find who is named, and keeps who they were: names
    are still said by others. Not undoable. UserError where there is none of that id, or a passage of theirs is in conflict."""
    return _withdraw(project, kind, rec, reason, keep=True)


def _withdraw(project: Project, kind: str, rec: bytes, reason: str, *, keep: bool) -> Going:
    said = said_by(project, [(kind, rec)])
    name, alike, before = _name(project, kind, rec), _alike(project, kind, rec), _counts(project)
    shown = dict(project.rows("SELECT id, version FROM source"))
    kept: Kept = {}
    found: list[Going] = []
    whole: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    turns = 0

    def reworded(gone: set[bytes]) -> Kept:
        nonlocal whole, partly, turns
        went = store.sources_of(project, rec) if kind == "participant" else ([rec], [])
        whole, partly = (tuple(sorted(_name(project, "source", one) for one in some)) for some in went)
        turns = sum(_turns(project, rec, shown[source]) for source in went[1])
        kept.update(rewordings(project, said, gone))
        return kept

    def look(done: Withdrawn) -> None:
        after = _counts(project)
        counts = {one: before[one] - after[one] for one in _COUNTED}
        earlier = sum(not one.instead for one in kept.values())
        texts = tuple(_texts(project, kept))
        found.append(Going(name, whole, partly, turns, counts, texts, earlier, done.entries, alike, said))

    done = store.withdraw(
        project, kind, rec, said.blanked(reason), named=said.names, reworded=reworded, look=None if keep else look
    )  # fmt: skip
    if keep:
        look(done)
    return found[0]


def _counts(project: Project) -> dict[str, int]:
    return {kind: project.value(f'SELECT COUNT(*) FROM "{kind}" WHERE removed=0') for kind in _COUNTED}


def _turns(project: Project, participant: bytes, version: bytes) -> int:
    """How many turns of a version are theirs."""
    text = versions.load(project, version)
    assert text is not None
    speak = project.rows("SELECT id FROM speaker WHERE source=? AND participant=?", text.source, participant)
    labels = [text.text[slice(*turn.label)] for turn in text.marks.turns if turn.label]
    return sum((speaker_id(text.source, speaker_key(label)),) in speak for label in labels)


def _alike(project: Project, kind: str, rec: bytes) -> tuple[str, ...]:
    """Sources in which somebody of the same name speaks who is, as far as is known here, another person."""
    if kind != "participant":
        return ()
    people = joined.everyone(project, rec)
    name = fold(_name(project, kind, rec))
    rows = project.rows(
        "SELECT DISTINCT p.id, p.pseudonym, s.name FROM participant p JOIN speaker k ON k.participant=p.id AND k.removed=0"
        " JOIN source s ON s.id=k.source WHERE p.removed=0 ORDER BY s.name"
    )
    return tuple(dict.fromkeys(source for who, called, source in rows if who not in people and fold(called) == name))


def rewordings(project: Project, said: Said, gone: Collection[bytes] = ()) -> Kept:
    """Every record with a field that repeats them, in the wording that shows or in one it had before, but for those that go
    themselves (by id or root)."""
    found: Kept = {}
    if not said:
        return found
    cleaner = Cleaner(project, said)
    for number, rec, root, new, old in project.rows(
        "SELECT kind, rec, root, new, old FROM entry WHERE new IS NOT NULL"
    ):
        kind = BY_NUMBER.get(number)
        if kind is None or kind.name in _NOT_FROM_TALK or rec in gone or root in gone:
            continue
        fields = {one.name: one for one in stored_fields(kind)}
        named = {
            key
            for payload in (new, old)
            for key, value in json.loads(payload or "{}").items()
            if key in fields and cleaner.cleaned(fields[key], value) is not None
        }
        if named and (row := state.read(project.conn, kind, rec)) is not None:
            one = found.setdefault(rec, Reworded(kind.name))
            one.fields |= named
            for key in named:
                if (instead := cleaner.cleaned(fields[key], row.values[key])) is not None:
                    one.instead[key] = instead
    return found


class Cleaner:
    """Journal values without what repeats somebody; each is looked at once."""

    def __init__(self, project: Project, said: Said) -> None:
        self._project, self._said = project, said
        self._known: dict[str, Any] = {}

    def cleaned(self, field: Field, value: Any) -> Any:
        """What the field should hold instead (as ``Act.create`` takes it); None where it may stay as it is."""
        if value is None or field.parts or field.type not in ("text", "prose", "blob", "json"):
            return None
        if field.type == "json":
            return self._inside(value)
        if value not in self._known:
            self._known[value] = self._anew(field.type, value)
        return self._known[value]

    def _anew(self, type_: str, value: str) -> Any:
        if type_ == "text":
            return self._text(value)
        data = blobs.get(self._project.conn, bytes.fromhex(value[5:])) or b""
        if type_ == "prose":
            return self._text(data.decode())
        try:
            kept = json.loads(data)
        except ValueError:
            return None
        inside = self._inside(kept)
        return None if inside is None else json.dumps(inside, ensure_ascii=False, sort_keys=True).encode()

    def _text(self, text: str) -> str | None:
        clean = self._said.blanked(text)
        return None if clean == text else clean

    def _inside(self, value: Any) -> Any:
        clean = self._all(value)
        return None if clean == value else clean

    def _all(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {self._said.blanked(key): self._all(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._all(one) for one in value]
        return self._said.blanked(value) if isinstance(value, str) else value


def decoded(project: Project, field: Field, value: Any) -> Any:
    """A journal value as ``Act.change`` takes it."""
    return blobs.prose(project.conn, bytes.fromhex(value[5:])) if field.type == "prose" and value else value


def _texts(project: Project, kept: Kept) -> Iterable[Text]:
    """The live texts that lose words, kind by kind."""
    order = [kind.name for kind in KINDS]
    for rec, one in sorted(kept.items(), key=lambda pair: (order.index(pair[1].kind), pair[0])):
        if one.instead and not project.value(f'SELECT removed FROM "{one.kind}" WHERE id=?', rec):
            for part, text in sorted(one.instead.items()):
                shown = text.decode() if isinstance(text, bytes) else text
                shown = shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)
                yield Text(one.kind, rec, _name(project, one.kind, rec), part, _around(shown))


def _around(text: str) -> str:
    """The text about where words went, in one line; a blank is as short as can be seen."""
    short = re.sub(f"{store.BLANK}+", store.BLANK * 3, text)
    at = max(0, short.find(store.BLANK) - _SHOWN // 2)
    return ("… " if at else "") + shorten(short[at:], _SHOWN, placeholder=" …")


def _name(project: Project, kind: str, rec: bytes) -> str:
    for one in BY_NAME[kind].fields:
        if one.name in ("name", "key", "pseudonym") and (
            name := project.value(f'SELECT "{one.name}" FROM "{kind}" WHERE id=?', rec)
        ):
            return str(name)
    return ""
