"""Places that are named in the study's texts: what informants speak of, and kelurahan put under the wrong kecamatan.

A name found only proposes. Whether a passage is about the place it names a reader decides; until then it counts where the
person who says it lives.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from qualcode.collect.header_keys import header_keys
from qualcode.collect.regions import ORDINARY
from qualcode.i18n import ngettext
from qualcode.language import misplaced as slips
from qualcode.language import places
from qualcode.language.marks import speech_map
from qualcode.language.misplaced import Misplaced
from qualcode.store import Project, versions
from qualcode.store.ids import fold
from qualcode.store.settings import setting

_SPOKEN = ("interview", "fgd")


@dataclass(frozen=True)
class PlaceMention:
    """A region named by an informant. ``turn``: from 1; ``start``, ``stop``: code points in the current version; ``words``:
    the name as written; ``sure``: False where a person should look twice; ``near``: misspelt; ``elsewhere``: a kelurahan
    that is not where the speaker lives (or the source comes from)."""

    source: bytes
    turn: int
    start: int
    stop: int
    words: str
    region: bytes
    name: str
    level: str
    sure: bool
    near: bool
    elsewhere: bool


def names(project: Project) -> tuple[places.Name, ...]:
    """The kecamatan and kelurahan of the region tree as they may be written."""
    listed = setting(project, ORDINARY)
    rows = project.rows(
        "SELECT id, name, level, aliases, parent FROM region WHERE removed=0 AND level<>'kota' ORDER BY code, name"
    )
    return _names(tuple(rows), tuple(map(str, listed)) if isinstance(listed, list) else ())


@lru_cache(maxsize=4)
def _names(
    rows: tuple[tuple[bytes, str, str, str | None, bytes | None], ...], listed: tuple[str, ...]
) -> tuple[places.Name, ...]:
    """Made once for a whole import: kept by what the tables hold."""
    ordinary = set(map(fold, listed))
    return tuple(
        places.Name(rec, name, level, tuple(json.loads(aliases or "[]")), parent, fold(name) in ordinary)
        for rec, name, level, aliases, parent in rows
    )


def mentions(project: Project, source: bytes) -> list[PlaceMention]:
    """The places that informants of a source name, in the order of the text."""
    from qualcode.collect.inventory import turns_of  # it knows sources, which ask this module for notes

    known = names(project)
    now = versions.current(project, source)
    if now is None or not known:
        return []
    genre, region = project.rows("SELECT genre, region FROM source WHERE id=?", source)[0]
    homes = dict(
        project.rows(
            "SELECT s.id, p.home FROM speaker s JOIN participant p ON p.id=s.participant AND p.removed=0"
            " WHERE s.source=? AND s.removed=0",
            source,
        )
    )
    called = {one.key: one.name for one in known}
    found: list[PlaceMention] = []
    for line, turn in zip(turns_of(project, source), now.marks.turns, strict=True):
        if line.side == "interviewer":
            continue
        own = (homes.get(line.speaker) if line.speaker else None) or region
        speech, at = speech_map(now.text, now.marks, turn)
        for one in places.places(speech, known, speech=genre in _SPOKEN, own=own, near=True):
            assert isinstance(one.key, bytes)
            found.append(
                PlaceMention(
                    source, line.number, at[one.start], at[one.stop - 1] + 1, speech[one.start : one.stop], one.key,
                    called[one.key], one.level, one.sure, one.near, one.level == "kelurahan" and one.key != own,
                )
            )  # fmt: skip
    return found


def in_header(project: Project, source: bytes) -> list[tuple[str, str]]:
    """The kelurahan that the header of a source names beside a field of its own (``Tempat``, ``Alamat``): name and the
    header's key as written, in the order of the file. They propose; nothing is taken from them."""
    now = versions.current(project, source)
    if now is None:
        return []
    known = names(project)
    called = {one.key: one.name for one in known}
    found: dict[str, str] = {}
    for key, value in now.marks.header:
        written = now.text[slice(*key)].strip().rstrip(":").rstrip()
        if not {"place", "address", "kelurahan"} & {*header_keys(written)}:
            continue
        for one in places.places(now.text[slice(*value)], known, speech=False, own=None, near=False):
            if one.level == "kelurahan":
                found.setdefault(called[one.key], written)
    return list(found.items())


def check(project: Project, source: bytes) -> list[Misplaced]:
    """The kelurahan that a source's text puts under the wrong kecamatan, by region ids."""
    now = versions.current(project, source)
    return slips.misplaced(now.text, names(project)) if now is not None else []


def notes(project: Project, text: str) -> list[str]:
    """The same of a text that is being brought in, a line each for a person; 0.01 s a megabyte."""
    known = names(project)
    counts = Counter((one.key, one.said, one.right) for one in slips.misplaced(text, known))
    called = {one.key: one.name for one in known} if counts else {}
    return [
        ngettext(
            "%(kelurahan)s is put in Kecamatan %(said)s once; in the regions it lies in %(right)s",
            "%(kelurahan)s is put in Kecamatan %(said)s %(count)d times; in the regions it lies in %(right)s",
            count,
        )
        % {"kelurahan": called[key], "said": called[said], "right": called[right], "count": count}
        for (key, said, right), count in counts.items()
    ]
