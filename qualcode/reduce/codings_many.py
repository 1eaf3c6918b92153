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
from qualcode.store.alike import One, Shared
from qualcode.store.ids import new_id


class New(NamedTuple):
    """A coding to be made, on the source's current version. ``rec``: its id, else a fresh one; ``fields``: review, valence,
    grade, about, gloss, memo, reason (the same mapping for all that have the same: it is looked at once)."""

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
    sources: dict[bytes, _Source] = {}
    alike: dict[tuple[Any, ...], tuple[Mapping[str, Any], Shared]] = {}
    found: list[bytes] = []
    made: list[One] = []
    for source, code, start, stop, coder, origin, layer, rec, fields in some:
        of = sources.get(source) or sources.setdefault(source, _Source(project, source))
        if not of.begins_in_speech(start, stop):
            refuse_no_speech(of.now, start, stop)
        there = of.there(coder, layer)
        before = there.get((code, start, stop))
        if before is None:
            before = there[code, start, stop] = rec or new_id(project.clock())
            key = (code, coder, origin, layer, id(fields))
            if key not in alike:
                refuse_valence(fields.get("valence"))
                values = {"code": code, "coder": coder, "origin": origin, "layer": layer, **fields}
                alike[key] = fields, Shared(values)  # with the fields, so that no others get their id
            made.append(One(before, source, of.now.id, start, stop, alike[key][1]))
        found.append(before)
    a.create_many("coding", made)
    return found


class _Source:
    """A source that is coded: its text, and what lies on it by whom."""

    def __init__(self, project: Project, source: bytes) -> None:
        now = versions.current(project, source)
        if now is None:
            raise UserError(_("this source has no text"))
        self.project, self.now = project, now
        spans = [turn.speech for turn in now.marks.turns]
        self._lows, self._highs = [low for low, _high in spans], [high for _low, high in spans]
        self._there: dict[tuple[bytes | None, str], dict[tuple[bytes, int, int], bytes]] = {}

    def begins_in_speech(self, start: int, stop: int) -> bool:
        """Whether the span's first code point is one of speech, as nearly always: then it need not be looked at whole."""
        at = bisect_right(self._lows, start) - 1
        text = self.now.text
        return at >= 0 and start < self._highs[at] and start < stop <= len(text) and not text[start].isspace()

    def there(self, coder: bytes | None, layer: str) -> dict[tuple[bytes, int, int], bytes]:
        """(code, start, stop) on the current version -> coding: made on it, or found again from an older one."""
        found = self._there.get((coder, layer))
        if found is None:
            found = self._there[coder, layer] = {}
            rows = self.project.rows(
                "SELECT id, code, version, start, stop FROM coding WHERE source=? AND coder=? AND layer=? AND removed=0",
                self.now.source, coder, layer,
            )  # fmt: skip
            for rec, code, version, start, stop in sorted(rows, key=lambda row: row[2] != self.now.id):
                place = versions.place_on(self.project, self.now, (version, start, stop))
                if place.state in ("unchanged", "moved"):
                    found.setdefault((code, place.start, place.stop), rec)
        return found
