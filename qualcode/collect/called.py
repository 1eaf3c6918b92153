"""What people are called on a screen, and where a name of theirs is left after they got another.

The rule: a label in a text is its author's words and stays; wherever it is shown as somebody's name, who has a pseudonym is
called by it. What still holds the old name is said, with the way to put the pseudonym there too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from qualcode.collect.writings import Finder, looks_real, made_up, name_words
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.language.marks import speaker_key, speaker_name
from qualcode.store import Project, blobs, joined, versions
from qualcode.store.ids import fold, speaker_id

if TYPE_CHECKING:
    from qualcode.collect.pseudonymise import Plan


@lru_cache(maxsize=4096)
def stand_in(label: str, pseudonym: str) -> str:
    """What is shown for a label: the pseudonym of who speaks under it where the label is another name, else the label without
    its colon. ``Ibu S`` and ``Informan 3`` are no names, and ``Tarni`` is ``Bu Tarni`` already."""
    name = speaker_name(label)
    if not pseudonym or not looks_real(name) or name_words(name) <= name_words(pseudonym):
        return name
    return pseudonym


def names_shown(project: Project) -> Callable[[bytes, str], str]:
    """(source, label) -> what is shown for the label; asked once for a whole list. A speaker that a merge brought may still be
    somebody who was joined into another: that one's pseudonym is shown."""
    people = dict(project.rows("SELECT id, pseudonym FROM participant WHERE removed=0 AND pseudonym IS NOT NULL"))
    into = joined.joins(project)
    speakers = project.rows("SELECT id, participant FROM speaker WHERE removed=0 AND participant IS NOT NULL")
    known = {speaker: people.get(into.get(who, who), "") for speaker, who in speakers}

    def shown(source: bytes, label: str) -> str:
        return stand_in(label, known.get(speaker_id(source, speaker_key(label)), "")) if label else ""

    return shown


@dataclass(frozen=True)
class Left:
    """Where a person's old name is left in the sources they speak in: in how many places of texts, and the names of sources."""

    places: int
    sources: tuple[str, ...] = field(repr=False)

    def told(self) -> str:
        """Where, in a few words."""
        said = ngettext("%d place in texts", "%d places in texts", self.places) % self.places if self.places else ""
        named = _("the name of %s") % ", ".join(self.sources) if self.sources else ""
        return " · ".join(filter(None, (said, named)))

    def __bool__(self) -> bool:
        return bool(self.places or self.sources)


def left_behind(project: Project, who: bytes, old: str) -> Left:
    """Where ``old`` and the labels ``who`` speaks under are left, now that they have another pseudonym."""
    todo = _plans(project, who, old)
    return Left(
        sum(len(plan.hits) for plan in todo),
        tuple(plan.name for plan in todo if any(key == "name" for key, _new in plan.fields)),
    )


def put_pseudonym(project: Project, who: bytes, old: str) -> int:
    """Put the pseudonym of ``who`` where ``left_behind`` finds the old name, as one action; in how many sources. An open key
    takes the old name first, so that it is not forgotten; UserError, and nothing done, where a key is there and closed."""
    from qualcode.collect import pseudonymise

    need_key(project)
    todo = [plan for plan in _plans(project, who, old) if not plan.empty]
    if todo and project.keyring is not None:
        project.keyring.put(who, project.keyring.real(who) or old, writings=_writings(project, who, old))
        project.keyring.save()
    pseudonymise.apply(project, todo)
    return len(todo)


def need_key(project: Project) -> None:
    """UserError where a key of names is there and closed: it would not learn a name that goes."""
    from qualcode.collect.names import key_path

    if project.keyring is None and key_path(project.path.parent).exists():
        raise UserError(
            _("the key of real names is closed, and would not learn the name that goes"),
            todo=_("“qualcode pseudonymise” opens it and does the same; in the app N among people opens it"),
        )


def _writings(project: Project, who: bytes, old: str) -> list[str]:
    """The old name, and the labels of this person that are names and not the new one."""
    now = str(project.value("SELECT pseudonym FROM participant WHERE id=?", who) or "")
    rows = project.rows("SELECT label FROM speaker WHERE participant=? AND removed=0", who)
    found = [old, *(speaker_name(blobs.prose(project.conn, label)) for (label,) in rows)]
    return [one for one in dict.fromkeys(found) if looks_real(one) and not name_words(one) <= name_words(now)]


def _plans(project: Project, who: bytes, old: str) -> list[Plan]:
    from qualcode.collect import pseudonymise  # with its detectors, which showing a name needs none of

    writings = _writings(project, who, old)
    spoken = {source for (source,) in project.rows("SELECT source FROM speaker WHERE participant=? AND removed=0", who)}
    now = project.value("SELECT pseudonym FROM participant WHERE id=?", who)
    if not writings or not spoken or not now:
        return []
    return pseudonymise.plans(project, Finder([(who, str(now), writings)]), spoken)


def names_in_sources(project: Project, sources: Collection[bytes] | None = None) -> list[str]:
    """The names of live sources (of these) in which a name of somebody who speaks there stands: a label that is a name, or a
    pseudonym that is the label. What a person is called instead of a label is no such name."""
    found: list[str] = []
    replaced = {rec for (rec,) in project.rows("SELECT source FROM version WHERE made='pseudonymised' AND removed=0")}
    rows = project.rows(
        "SELECT s.id, s.name, v.label, p.pseudonym FROM source s JOIN speaker v ON v.source=s.id AND v.removed=0"
        " AND v.side<>'interviewer' LEFT JOIN participant p ON p.id=v.participant AND p.removed=0"
        " WHERE s.removed=0 ORDER BY s.name"
    )
    for source, name, label, pseudonym in rows:
        words = {fold(word) for word in re.findall(r"[^\W\d_]+", name)}
        if (
            found[-1:] == [name]
            or (sources is not None and source not in sources)
            or not any(len(w) > 2 for w in words)
        ):
            continue
        typed = speaker_name(blobs.prose(project.conn, label))
        real = name_words(typed) if looks_real(typed) else frozenset()
        if pseudonym and real and not real <= name_words(pseudonym):
            real -= name_words(pseudonym)
        if not words & real:
            continue
        if pseudonym and real <= name_words(pseudonym):  # is that a name somebody made up?
            now = versions.current(project, source)
            if source in replaced or (now is not None and speaker_key(pseudonym) in made_up(now.text, now.marks)):
                continue
        found.append(name)
    return found


def said_of_names(named: Sequence[str]) -> str:
    """In a sentence that the names of these sources hold names of people, and where they are seen."""
    said = ngettext(
        "! The name of %d source holds a person's name, and reports print it: %s.",
        "! The names of %d sources hold names of people, and reports print them: %s.",
        len(named),
    )
    return said % (len(named), ", ".join(named[:3]) + (" …" if len(named) > 3 else ""))
