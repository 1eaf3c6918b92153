"""Who still stands in the project under a real name, and moving those names into the key.

The rule: the name is in the key, on the disk, before the project forgets it. What a header says is made up (``Nama
samaran``), initials, codes and roles are pseudonyms already and stay as they are; so does what somebody chose instead of
the stand-in of a locked name (``Bu Melati`` for ``I-MJS-K4F2-1``), though it looks like a name.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from qualcode.collect import header
from qualcode.collect.names import Names, pseudonym
from qualcode.collect.writings import looks_real, made_up, name_words
from qualcode.i18n import ngettext
from qualcode.language.marks import speaker_key
from qualcode.language.stand_ins import is_stand_in
from qualcode.store import Project, act, blobs, joined, versions, withdrawal
from qualcode.store.ids import fold

_MANY = 200  # new sources: of more, headers are not read again only to say how many names there are


@dataclass(frozen=True)
class Unlocked:
    """A participant who stands under what looks like their name: who, the name, the source they speak in (None: none), their
    number there (from 1), and the area's name."""

    participant: bytes
    name: str = field(repr=False)
    source: bytes | None
    ordinal: int
    area: str


def unlocked(project: Project, sources: Collection[bytes] | None = None, *, closely: bool = True) -> list[Unlocked]:
    """The live participants (of these sources) whose pseudonym looks like a real name. ``closely``: headers are read again for
    names that are said to be made up, and for people's order; without, it is a count for thousands of texts."""
    found: list[Unlocked] = []
    invented: dict[bytes, set[str]] = {}
    numbers: dict[tuple[bytes, str], int] = {}
    others = joined.joins(project)
    spoken: dict[bytes, list[bytes]] = {}
    ordinals: dict[tuple[bytes, bytes], int] = {}
    counted: dict[bytes, int] = {}
    for source, who in project.rows(
        "SELECT source, participant FROM speaker WHERE participant IS NOT NULL AND removed=0 ORDER BY source, k"
    ):
        spoken.setdefault(who, []).append(source)
        if (source, who) not in ordinals:
            counted[source] = ordinals[source, who] = counted.get(source, 0) + 1
    for who, name, area in project.rows(
        "SELECT p.id, p.pseudonym, r.name FROM participant p LEFT JOIN region r ON r.id=p.home WHERE p.removed=0 ORDER BY p.k"
    ):
        speaks = spoken.get(who, [])
        if who in others or not name or not looks_real(name) or (sources is not None and not {*speaks} & {*sources}):
            continue
        if _chosen(project, who, name):
            continue
        for source in speaks:
            if closely and source not in invented:
                now = versions.current(project, source)
                invented[source] = made_up(now.text, now.marks) if now else set()
                listed = header.participants(now.text, now.marks) if now else []
                numbers |= {(source, speaker_key(one.label)): n for n, one in enumerate(listed, 1)}
        if any(speaker_key(name) in invented[source] for source in speaks if closely):
            continue
        first = speaks[0] if speaks else None
        spoke = ordinals[first, who] if first else 1
        number = (
            numbers.get((first, speaker_key(name)), spoke) if first else spoke
        )  # as an import with the key numbers them
        found.append(Unlocked(who, name, first, number, area or ""))
    return found


def _chosen(project: Project, who: bytes, name: str) -> bool:
    """Whether ``name`` was put in the place of the stand-in of a locked name. The key says so where it is open (what shares no
    word with the names it has for them); else the journal, also where the older name was erased from it: what they were called
    before they had a stand-in is theirs, and stands there again where the locking was undone."""
    known = project.keyring.people.get(who) if project.keyring is not None else None
    if known is not None:
        return not name_words(name) & name_words(" ".join((known.name, *known.writings)))
    before: set[str] = set()
    for new, old in project.rows(
        "SELECT new, old FROM entry WHERE rec=? AND new IS NOT NULL ORDER BY action, idx", who
    ):
        if is_stand_in(str(json.loads(old or "{}").get("pseudonym", ""))):
            return name not in before
        before.add(str(json.loads(new).get("pseudonym", "")))
    erased = project.once(("fields that held a name",), lambda: withdrawal.gone(project.conn).parts)
    return any("pseudonym" in fields for fields, _made in erased.get(who.hex(), ()))


def said_unlocked(project: Project, sources: Collection[bytes] | None = None, *, todo: str) -> str:
    """In a sentence or two, the last being ``todo``, how many real names stand in the project (of these sources), and what that means; nothing where none does."""
    count = len(unlocked(project, sources, closely=sources is None or len(sources) < _MANY))
    if not count:
        return ""
    said = ngettext(
        "! %d name of a person now stands in the project as it was typed; anyone with the file can read it.",
        "! %d names of people now stand in the project as they were typed; anyone with the file can read them.",
        count,
    )
    return said % count + " " + todo


def lock(project: Project, keyring: Names, people: Iterable[Unlocked]) -> dict[bytes, str]:
    """Put their names into the key and give them pseudonyms, as one action; the pseudonyms by participant."""
    taken = {fold(name) for (name,) in project.rows("SELECT pseudonym FROM participant WHERE removed=0")}
    given: dict[bytes, str] = {}
    for one in people:
        number = one.ordinal
        while fold(new := pseudonym(one.source or one.participant, number, one.area)) in taken:
            number += 1
        taken.add(fold(new))
        given[one.participant] = new
        labels = project.rows("SELECT label FROM speaker WHERE participant=?", one.participant)
        written = [blobs.prose(project.conn, label) for (label,) in labels]
        keyring.put(
            one.participant,
            keyring.real(one.participant) or one.name,
            writings=[one.name, *filter(looks_real, written)],
        )
    keyring.save()
    with act(project, "names") as a:
        for who, new in given.items():
            a.change("participant", who, pseudonym=new)
    return given
