"""Keyword in context: where words occur in the speech of all sources, each with what stands around it.

The query is FTS5's: words (all must occur in the turn), "a phrase", prefix*, OR, NOT. Case and diacritics do not matter.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from qualcode.collect.called import names_shown
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import speaker_key, speech_map
from qualcode.store import Project, versions
from qualcode.store.ids import speaker_id

_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: canonical text may hold them, the index does not


@dataclass(frozen=True)
class Line:
    """An occurrence: ``before``, ``hit`` and ``after`` as read, and where the hit lies in the source's current version
    (code points, half-open); ``turn`` from 1; ``asks``: an interviewer says it."""

    source: bytes
    source_name: str
    region: str
    turn: int
    label: str
    before: str
    hit: str
    after: str
    start: int
    stop: int
    asks: bool = False
    speaker: bytes | None = None  # of who says it, where that is somebody known


def search(
    project: Project, query: str, *, width: int = 40, source: bytes | None = None, limit: int = 1000
) -> list[Line]:
    """The occurrences by source and turn, at most ``limit``, with ``width`` characters on either side. UserError where the
    query is not understood."""
    if not query.strip():
        raise UserError(_("nothing to search for"))
    try:
        rows = _matches(project, query, source, limit)
    except sqlite3.OperationalError:
        quoted = " ".join('"' + word.replace('"', '""') + '"' for word in query.split())  # signs meant as words
        try:
            rows = _matches(project, quoted, source, limit)
        except sqlite3.OperationalError:
            raise UserError(
                _("“%s” is not understood as a search") % query, todo=_('Words, "a phrase", prefix*, OR, NOT')
            ) from None
    found: list[Line] = []
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    shown = names_shown(project)
    for src, name, region, turn, marked in rows:
        now = versions.current(project, src)
        if now is None:
            continue
        one = now.marks.turns[turn]
        speech, at = speech_map(now.text, now.marks, one)
        label = shown(src, now.text[slice(*one.label)] if one.label else "")
        who = speaker_id(src, speaker_key(now.text[slice(*one.label)])) if one.label else b""
        asks = sides.get(who, one.side) == "interviewer"
        for start, stop in _hits(marked):
            found.append(
                Line(
                    src, name, region or "", turn + 1, label, speech[max(0, start - width) : start], speech[start:stop],
                    speech[stop : stop + width], at[start], at[stop - 1] + 1, asks, who if who in sides else None,
                )
            )  # fmt: skip
    return found[:limit]


def _matches(project: Project, query: str, source: bytes | None, limit: int) -> list[tuple[bytes, str, str, int, str]]:
    rows: list[tuple[bytes, str, str, int, str]] = project.rows(
        "SELECT f.source, s.name, r.name, f.turn, highlight(speech, 0, ?1, ?2) FROM speech f JOIN source s ON s.id=f.source"
        " LEFT JOIN region r ON r.id=s.region WHERE speech MATCH ?3 AND (?4 IS NULL OR f.source=?4)"
        " ORDER BY s.name, f.turn LIMIT ?5",
        _OPEN, _CLOSE, query, source, limit,
    )  # fmt: skip
    return rows


def _hits(marked: str) -> list[tuple[int, int]]:
    """Where the marked hits lie in the text without the marks."""
    spans: list[tuple[int, int]] = []
    shift = 0
    for match in re.finditer(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}", marked):
        start = match.start() - shift
        spans.append((start, start + len(match.group(1))))
        shift += 2
    return spans
