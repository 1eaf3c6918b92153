"""Many codings in one action: the same records as ``codings.put`` makes one by one.

The rule: what is asked of a project is asked once a source (its text, and what its coders have coded), and what is written is
written together; thousands of accepted proposals are one deed and must not take longer than it takes to read how many.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codings import refuse_no_speech, refuse_valence
from qualcode.store import Act, Project, versions
from qualcode.store.ids import new_id
from qualcode.store.versions import Version


class New(NamedTuple):
    """A coding to be made, on the source's current version. ``rec``: its id, else a fresh one; ``fields``: review, valence,
    grade, about, gloss, memo, reason."""

    source: bytes
    code: bytes
    start: int
    stop: int
    coder: bytes | None
    origin: str
    layer: str = "own"
    rec: bytes | None = None
    fields: Mapping[str, Any] = {}


def put_many(project: Project, a: Act, some: Sequence[New]) -> list[bytes]:
    """The ids of the codings, in their order: fresh ones, and where the same code by the same coder stands on the same span
    already, that one. UserError as ``codings.put``, and then nothing is made."""
    reading = _Reading(project)
    found: list[bytes] = []
    made: list[tuple[bytes, dict[str, Any]]] = []
    for one in some:
        now = reading.version(one.source)
        if not reading.begins_in_speech(now, one.start, one.stop):
            refuse_no_speech(now, one.start, one.stop)
        refuse_valence(one.fields.get("valence"))
        there = reading.there(one.source, one.coder, one.layer)
        span = (one.code, one.start, one.stop)
        rec = there.get(span)
        if rec is None:
            rec = there[span] = one.rec or new_id(project.clock())
            values = {
                "source": one.source, "code": one.code, "coder": one.coder, "span": (now.id, one.start, one.stop),
                "origin": one.origin, "layer": one.layer, **one.fields,
            }  # fmt: skip
            made.append((rec, values))
        found.append(rec)
    a.create_many("coding", made)
    return found


class _Reading:
    """The sources that are coded: their texts, and what lies on them by whom."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._versions: dict[bytes, Version] = {}
        self._speech: dict[bytes, tuple[list[int], list[int]]] = {}  # where turns' speech begins and ends
        self._there: dict[tuple[bytes, bytes | None, str], dict[tuple[bytes, int, int], bytes]] = {}

    def version(self, source: bytes) -> Version:
        now = self._versions.get(source)
        if now is None:
            now = versions.current(self.project, source)
            if now is None:
                raise UserError(_("this source has no text"))
            self._versions[source] = now
        return now

    def begins_in_speech(self, now: Version, start: int, stop: int) -> bool:
        """Whether the span's first code point is one of speech, as nearly always: then it need not be looked at whole."""
        if now.id not in self._speech:
            spans = [turn.speech for turn in now.marks.turns]
            self._speech[now.id] = [low for low, _high in spans], [high for _low, high in spans]
        lows, highs = self._speech[now.id]
        at = bisect_right(lows, start) - 1
        return at >= 0 and start < min(highs[at], stop) and stop <= len(now.text) and not now.text[start].isspace()

    def there(self, source: bytes, coder: bytes | None, layer: str) -> dict[tuple[bytes, int, int], bytes]:
        """(code, start, stop) on the current version -> coding: made on it, or found again from an older one."""
        key = (source, coder, layer)
        if key not in self._there:
            now = self.version(source)
            found: dict[tuple[bytes, int, int], bytes] = {}
            rows = self.project.rows(
                "SELECT id, code, version, start, stop FROM coding WHERE source=? AND coder=? AND layer=? AND removed=0",
                *key,
            )
            for rec, code, version, start, stop in sorted(rows, key=lambda row: row[2] != now.id):
                place = versions.place_on(self.project, now, (version, start, stop))
                if place.state in ("unchanged", "moved"):
                    found.setdefault((code, place.start, place.stop), rec)
            self._there[key] = found
        return self._there[key]
