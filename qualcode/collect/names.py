"""names.key: the one place for real names, beside the project and never in it.

The project knows people by pseudonyms; who they are stands here, sealed with a passphrase (``keyfile``). A pseudonym is
made from the file and the order of people in it, never from the name: what is made from a name can be found by trying
names. ``backup``, ``merge``, exports and bug reports copy the project and never the key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from qualcode.collect import keyfile
from qualcode.errors import UserError, reason
from qualcode.i18n import _
from qualcode.language.stand_ins import SIGNS
from qualcode.store import ids

KEY_FILE = "names.key"
_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True)
class Identity:
    """Who a participant is: the name, other ways it is written (as typed in labels and lists), how to reach them, a note."""

    name: str = field(default="", repr=False)
    writings: tuple[str, ...] = field(default=(), repr=False)
    contact: str = field(default="", repr=False)
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class Difference:
    """What two keys say differently of one participant (None: of a word); ``ours`` stands."""

    participant: bytes | None
    what: str
    ours: str = field(repr=False)
    theirs: str = field(repr=False)


@dataclass
class Names:
    """An open key. ``people``: participants by id; ``words``: other names that stand in talk, each with what replaces it."""

    path: Path
    lock: keyfile.Lock = field(repr=False)
    people: dict[bytes, Identity] = field(default_factory=dict, repr=False)
    words: dict[str, str] = field(default_factory=dict, repr=False)
    _on_disk: bytes = field(default=b"", repr=False)
    _changed: set[bytes | str] = field(default_factory=set, repr=False)

    def real(self, participant: bytes) -> str | None:
        """The real name; None where the key has none."""
        found = self.people.get(participant)
        return found.name or None if found else None

    def put(
        self, participant: bytes, name: str | None = None, *, writings: Iterable[str] = (), contact: str | None = None,
        note: str | None = None,
    ) -> None:  # fmt: skip
        """Keep what is given of a participant; writings are added to those there are. ``save`` writes it."""
        old = self.people.get(participant, Identity())
        new = replace(
            old,
            name=old.name if name is None else " ".join(name.split()),
            contact=old.contact if contact is None else contact.strip(),
            note=old.note if note is None else note.strip(),
        )
        known = {ids.fold(one) for one in (new.name, *old.writings)}
        more = {ids.fold(one): one for one in (*((old.name,) if old.name else ()), *writings) if one.strip()}
        new = replace(new, writings=(*old.writings, *(one for key, one in more.items() if key not in known)))
        if new != old or participant not in self.people:
            self.people[participant] = new
            self._changed.add(participant)

    def remove(self, participant: bytes) -> bool:
        """Forget a participant; whether there was one."""
        self._changed.add(participant)
        return self.people.pop(participant, None) is not None

    def add(self, word: str, stand_in: str) -> None:
        """Replace this name (a neighbour, an employer) by ``stand_in``. UserError where either is empty."""
        word, stand_in = " ".join(word.split()), " ".join(stand_in.split())
        if not word or not stand_in:
            raise UserError(_("a name and what stands in for it are both needed"), todo="qualcode names add --help")
        self.words[word] = stand_in
        self._changed.add(word)

    def drop(self, word: str) -> bool:
        """Forget a word; whether there was one."""
        found = next((one for one in self.words if ids.fold(one) == ids.fold(word)), None)
        if found is not None:
            del self.words[found]
            self._changed.add(found)
        return found is not None

    def save(self) -> None:
        """Write what changed. What another window wrote meanwhile stays, but for what was changed here too."""
        if not self._changed:
            return
        if self.path.exists() and (there := self.path.read_bytes()) != self._on_disk:
            self._take_over(there)
        self._write(self.lock)

    def change_passphrase(self, passphrase: str) -> None:
        """Seal the key with another passphrase, and a new salt. Copies made before still open with the old one."""
        self.save()
        self._write(keyfile.new_lock(passphrase))

    def merge(self, other: Names) -> list[Difference]:
        """Take in what another key knows. Where both say something else ours stands, their name becomes another writing,
        and the difference is told."""
        told: list[Difference] = []
        for who, theirs in other.people.items():
            ours = self.people.get(who, Identity())
            for what in ("name", "contact", "note"):
                one, another = getattr(ours, what), getattr(theirs, what)
                if one and another and one != another:
                    told.append(Difference(who, what, one, another))
            self.put(
                who, ours.name or theirs.name, writings=(*theirs.writings, theirs.name),
                contact=ours.contact or theirs.contact, note=ours.note or theirs.note,
            )  # fmt: skip
        for word, stand_in in other.words.items():
            here = self.words.get(word)
            if here is None:
                self.add(word, stand_in)
            elif here != stand_in:
                told.append(Difference(None, word, here, stand_in))
        return told

    def _take_over(self, data: bytes) -> None:
        if keyfile.salt_of(data, str(self.path)) != self.lock.salt:
            raise UserError(
                _("the key got another passphrase meanwhile"), where=str(self.path), todo=_("Nothing was changed; try again")
            )  # fmt: skip
        people, words = _read(keyfile.unlock(data, self.lock, str(self.path)), str(self.path))
        for one in self._changed:
            if isinstance(one, bytes):
                _carry(one, self.people, people)
            else:
                _carry(one, self.words, words)
        self.people, self.words = people, words

    def _write(self, lock: keyfile.Lock) -> None:
        people = {
            who.hex(): {"name": one.name, "writings": list(one.writings), "contact": one.contact, "note": one.note}
            for who, one in sorted(self.people.items())
        }
        content = json.dumps({"people": people, "words": self.words}, ensure_ascii=False, sort_keys=True)
        data = keyfile.seal(content.encode(), lock)
        keyfile.write_whole(self.path, data)
        self.lock, self._on_disk = lock, data
        self._changed.clear()


def _carry(key: _K, source: dict[_K, _V], target: dict[_K, _V]) -> None:
    if key in source:
        target[key] = source[key]
    else:
        target.pop(key, None)


def _read(content: bytes, where: str) -> tuple[dict[bytes, Identity], dict[str, str]]:
    try:
        kept = json.loads(content)
        people = {
            bytes.fromhex(who): Identity(one["name"], tuple(one["writings"]), one["contact"], one["note"])
            for who, one in kept["people"].items()
        }
        return people, {str(word): str(stand_in) for word, stand_in in kept["words"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UserError(
            _("this key holds what no qualcode writes"), where=where, todo=_("Put a copy in its place")
        ) from None


def key_path(folder: Path) -> Path:
    return folder / KEY_FILE


def create_key(folder: Path, passphrase: str) -> Names:
    """Make ``names.key`` in the project's folder. UserError where there is one or the passphrase is empty."""
    path = key_path(folder)
    if path.exists():
        raise UserError(_("there is a key here already"), where=str(path), todo=_("Open it with its passphrase"))
    made = Names(path, keyfile.new_lock(passphrase))
    made._write(made.lock)
    return made


def open_key(folder: Path, passphrase: str) -> Names:
    """Open the key in the project's folder (or the key file itself). UserError where there is none, it is damaged or newer,
    or the passphrase is wrong."""
    path = folder if folder.is_file() else key_path(folder)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UserError(_("there is no key here"), where=str(path), todo=_("“qualcode names lock” makes one")) from None
    except OSError as error:
        raise UserError(_("the key cannot be read (%s)") % reason(error), where=str(path)) from None
    content, lock = keyfile.unseal(data, passphrase, str(path))
    people, words = _read(content, str(path))
    return Names(path, lock, people, words, data)


def pseudonym(source_id: bytes, ordinal: int, area: str) -> str:
    """``I-MJS-K4F2-1``: letters of the area, four signs from the source's id, the person's number in it (from 1). The same on
    every device for the same file; says nothing of the name."""
    number = int.from_bytes(hashlib.blake2b(source_id, digest_size=8, person=b"qc pseudonym").digest(), "big")
    code = ""
    for _place in range(4):
        number, sign = divmod(number, len(SIGNS))
        code += SIGNS[sign]
    letters = [c for c in ids.fold(area).upper() if "A" <= c <= "Z"]
    short = "".join(letters[:1] + [c for c in letters[1:] if c not in "AEIOU"])[:3]
    return "-".join(filter(None, ("I", short, code, str(ordinal))))


def for_participant(keyring: Names | None, source: bytes, ordinal: int, name: str, area: str) -> str:
    """What the project calls the person a header or label names, the ``ordinal``-th (from 1) of the source: a pseudonym where
    a key is open and the name looks real (the name is in the key, on the disk, before this returns), else as typed."""
    from qualcode.collect.writings import looks_real

    if keyring is None or not looks_real(name):
        return name
    rec = ids.derived(source, "participant:" + ids.fold(name))
    keyring.put(rec, keyring.real(rec) or name, writings=[name])
    keyring.save()
    return pseudonym(source, ordinal, area)
