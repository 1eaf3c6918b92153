"""Codings: a code on a span of a version by a coder.

The same code by the same coder on the same span is a no-op; overlaps stay separate codings. A coding keeps the version it
was made on; where it lies in the current one is computed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import passage_text, speech_map, speech_text
from qualcode.reduce.rounds import covered_sources
from qualcode.store import Act, Project, act, blobs, versions
from qualcode.store.ids import decision_id, new_id
from qualcode.store.versions import Version

GRADES = ("tangan-pertama", "kata-orang", "resmi")  # first-hand, hearsay, official
VALENCES = (-1, 0, 1)


@dataclass(frozen=True)
class Coding:
    """A coding with its place in the source's current version (code points, half-open).

    ``state``: unchanged, moved, changed (to be reviewed) or lost (then ``quote`` is empty). ``quote``: the passage as it
    reads, a hard wrap as one space. ``valence``: -1 problem, 0
    mixed, +1 strength, None not judged.
    """

    id: bytes
    source: bytes
    code: bytes
    coder: bytes
    start: int
    stop: int
    state: str
    quote: str
    origin: str
    review: str | None
    layer: str
    valence: int | None
    grade: str | None
    about: bytes | None
    gloss: str
    memo: str


class Placed(NamedTuple):
    """A coding with its place in the source's current version, and no words: what counting reads."""

    id: bytes
    source: bytes
    code: bytes
    coder: bytes
    start: int
    stop: int
    state: str
    review: str | None
    layer: str
    valence: int | None
    about: bytes | None
    origin: str
    grade: str | None


_PLACED = "c.id, c.source, c.code, c.coder, c.version, c.start, c.stop, c.layer, c.reason, c.review, c.valence, c.about, c.origin, c.grade"


def codings(
    project: Project, source: bytes | None = None, coder: bytes | None = None, *, everything: bool = False,
    codes: Collection[bytes] | None = None,
) -> list[Coding]:  # fmt: skip
    """Live codings, of one source or all, of one coder or all, of these codes as they were given or all, by source name and in the order of the text. Left out: what an
    open round hides from who looks, and consensus codings of an adjudication that was decided otherwise since; not with
    ``everything``, for deeds on codes that may leave no coding behind."""
    where, values = ["c.removed=0"], []
    for column, value in (("source", source), ("coder", coder)):
        if value is not None:
            where.append(f"c.{column}=?")
            values.append(value)
    if codes is not None:
        where.append(f"c.code IN ({','.join('?' * len(codes))})")
        values += codes
    rows = project.rows(
        f"SELECT {_PLACED}, c.gloss, c.memo FROM coding c JOIN source s ON s.id=c.source AND s.removed=0"
        f" WHERE {' AND '.join(where)} ORDER BY s.name, c.source, c.k",
        *values,
    )
    found: list[Coding] = []
    for now, at, (gloss, memo) in _on_current(project, rows, everything=everything):
        found.append(
            Coding(
                at.id, at.source, at.code, at.coder, at.start, at.stop, at.state,
                passage_text(now.text, now.marks, at.start, at.stop), at.origin, at.review, at.layer, at.valence, at.grade, at.about,
                blobs.prose(project.conn, gloss), blobs.prose(project.conn, memo),
            )
        )  # fmt: skip
    order = {one: number for number, one in enumerate(dict.fromkeys(coding.source for coding in found))}
    found.sort(key=lambda coding: (order[coding.source], coding.start, coding.stop))
    return found


def placed(project: Project, coder: bytes | None = None) -> Iterator[tuple[Version, Placed]]:
    """The same of the whole project, or of one coder, source by source, without words and in no order within one."""
    rows = project.rows(
        f"SELECT {_PLACED} FROM coding c WHERE c.removed=0 AND c.source IN (SELECT id FROM source WHERE removed=0)"
        f"{' AND c.coder=?' if coder is not None else ''}",
        *([coder] if coder is not None else []),
    )
    return ((now, place) for now, place, _more in _on_current(project, rows))


def _on_current(
    project: Project, rows: list[Any], *, everything: bool = False
) -> Iterator[tuple[Version, Placed, tuple[Any, ...]]]:
    """The rows that are shown, each with its source's current version and its place there. A row is ``_PLACED`` and more."""
    current: dict[bytes, Version | None] = {}
    hides = hidden(project).hides
    for rec, source, code_, who, version, start, stop, layer, reason, *rest in rows:
        if source not in current:
            current[source] = versions.current(project, source)
        now = current[source]
        if now is None or (not everything and hides(source, who, layer, reason)):
            continue
        state = "unchanged"
        if version != now.id:
            place = versions.place_on(project, now, (version, start, stop))
            start, stop, state = place.start, place.stop, place.state
        review, valence, about, origin, grade, *more = rest
        yield (
            now,
            Placed(rec, source, code_, who, start, stop, state, review, layer, valence, about, origin, grade),
            tuple(more),
        )


@dataclass(frozen=True)
class Hidden:
    """Which codings are not shown to who looks. ``covered``: sources of an open round, where nobody sees another's;
    ``standing``: the reasons of consensus codings that still stand."""

    me: bytes | None
    covered: frozenset[bytes]
    standing: frozenset[str]

    def hides(self, source: bytes, coder: bytes, layer: str, reason: str | None) -> bool:
        """Another's in an open round, or a consensus coding whose adjudication says something else now, as when two people
        decided apart and one of the two was settled on."""
        if source in self.covered and (coder != self.me or not self.me):
            return True
        return layer == "consensus" and reason is not None and reason not in self.standing


def hidden(project: Project) -> Hidden:
    """What is hidden from the project's coder just now."""
    decided = project.rows("SELECT id, resolution FROM adjudication WHERE removed=0 AND resolution IS NOT NULL")
    return Hidden(project.coder, frozenset(covered_sources(project)), frozenset(decided_by(*one) for one in decided))


def decided_by(adjudication: bytes, resolution: str) -> str:
    """The reason of a consensus coding: the adjudication that wrote it, and what was decided then."""
    return f"{adjudication.hex()} {resolution}"


def code(
    project: Project, source: bytes, code_: bytes, start: int, stop: int, *, coder: bytes | None = None, origin: str = "manual",
    **fields: Any,
) -> bytes:  # fmt: skip
    """Put a code on ``[start, stop)`` of the source's current version; the coding's id (the one that is there already, where
    it is). ``fields``: valence, grade, about, gloss, memo."""
    with act(project, "code", who=coder) as a:
        return put(project, a, source, code_, start, stop, coder=coder or project.coder, origin=origin, **fields)


def put(
    project: Project, a: Act, source: bytes, code_: bytes, start: int, stop: int, *, coder: bytes | None, origin: str,
    rec: bytes | None = None, review: str | None = None, layer: str = "own", **fields: Any,
) -> bytes:  # fmt: skip
    """The same inside an action that is open. UserError where the span lies outside the text or holds no speech (labels and
    headers cannot be coded: they would be counted nowhere)."""
    now = versions.current(project, source)
    if now is None:
        raise UserError(_("this source has no text"))
    refuse_no_speech(now, start, stop)
    there = _there(project, now, (source, code_, coder, layer), start, stop)
    if there:
        return there
    refuse_valence(fields.get("valence"))
    return a.create(
        "coding", rec or new_id(project.clock()), source=source, code=code_, coder=coder, span=(now.id, start, stop), origin=origin,
        review=review, layer=layer, **fields,
    )  # fmt: skip


def refuse_no_speech(now: Version, start: int, stop: int) -> None:
    """UserError where a span holds nothing that could be coded."""
    if not (0 <= start < stop <= len(now.text)) or not now.text[start:stop].strip():
        raise UserError(
            _("the span %d to %d holds no text (the text has %d characters)") % (start, stop, len(now.text))
        )
    if not any(now.text[max(start, low) : min(stop, high)].strip() for low, high in now.speech_in(start, stop)):
        raise UserError(
            _("the span %d to %d holds no speech, only labels or header") % (start, stop),
            todo=_("Code what somebody says; a remark on the source is a memo"),
        )


def refuse_valence(valence: int | None) -> None:
    """UserError where it is none."""
    if valence not in (None, *VALENCES):
        raise UserError(_("valence is -1, 0 or 1, not “%s”") % valence)


def _there(
    project: Project, now: Version, key: tuple[bytes, bytes, bytes | None, str], start: int, stop: int
) -> bytes | None:
    """The same code by the same coder on the same span, made on this version or found again from an older one."""
    same: bytes | None = project.value(
        "SELECT id FROM coding WHERE source=? AND code=? AND coder=? AND layer=? AND removed=0 AND version=? AND start=? AND stop=?",
        *key, now.id, start, stop,
    )  # fmt: skip
    if same is not None or project.value("SELECT COUNT(*) FROM version WHERE source=?", key[0]) == 1:
        return same
    for rec, *span in project.rows(
        "SELECT id, version, start, stop FROM coding WHERE source=? AND code=? AND coder=? AND layer=? AND removed=0 AND version<>?",
        *key, now.id,
    ):  # fmt: skip
        place = versions.place_on(project, now, (span[0], span[1], span[2]))
        if place.state in ("unchanged", "moved") and (place.start, place.stop) == (start, stop):
            return bytes(rec)
    return None


def set_fields(project: Project, coding: bytes, **fields: Any) -> None:
    """Change valence, grade, about, gloss or memo of a coding."""
    with act(project, "edit") as a:
        a.change("coding", coding, **fields)


def uncode(project: Project, ids: Iterable[bytes]) -> int:
    """Take codings off; how many. One action."""
    with act(project, "uncode") as a:
        for rec in ids:
            a.remove("coding", rec)
        return len(a.pending)


def locate(now: Version, quote: str, turn: int | None = None, where: str | None = None) -> tuple[int, int]:
    """Where a quote stands in the text, as a person copied it from the screen or the file: exact words, white space as it
    may have changed, a hard wrap read as one space or as it stands.

    ``turn`` (1-based) narrows it down. UserError where it does not occur, or occurs more than once.
    """
    turns = now.marks.turns
    if turn is not None and not 1 <= turn <= len(turns):
        raise UserError(_("there is no turn %d (the source has %d)") % (turn, len(turns)), where=where)
    words = quote.split()
    if not words:
        raise UserError(_("the quote is empty"), where=where)
    hits: set[tuple[int, int]] = set()
    for one in turns if turn is None else (turns[turn - 1],):
        for start, stop in _occurrences(words, speech_text(now.text, now.marks, one)):
            at = speech_map(now.text, now.marks, one)[1]
            hits.add((at[start], at[stop - 1] + 1))
    if not hits:  # over several turns, or as the file has it
        low, high = (0, len(now.text)) if turn is None else turns[turn - 1].speech
        hits = {match.span() for match in _pattern(words).finditer(now.text, low, high)}
    if len(hits) == 1:
        return hits.pop()
    if not hits:
        raise UserError(
            _("“%s” does not occur there") % _short(quote), where=where, todo=_("Copy the words exactly as they stand")
        )
    raise UserError(
        _("“%s” occurs %d times") % (_short(quote), len(hits)),
        where=where,
        todo=_("Name the turn, or quote more") if turn is None else _("Quote more of it"),
    )


_UNEVEN = re.compile(r"[^\S ]|  ")  # white space that is no single space


def _occurrences(words: list[str], speech: str) -> Iterator[tuple[int, int]]:
    """Where the words stand in a row, whatever white space is between them."""
    if _UNEVEN.search(speech):
        yield from (match.span() for match in _pattern(words).finditer(speech))
        return
    plain = " ".join(words)  # a pattern is dearer to make than to use, and every quote has its own
    at = speech.find(plain)
    while at >= 0:
        yield at, at + len(plain)
        at = speech.find(plain, at + len(plain))


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, words)))


def _short(quote: str) -> str:
    return quote if len(quote) <= 50 else quote[:49] + "…"


def accepted_id(version: bytes, code_: bytes, start: int, stop: int, coder: bytes) -> bytes:
    """The id of a coding that came from accepting a suggestion: accepted twice, it is one."""
    return decision_id(version, code_, start, stop, coder, "accepted")
