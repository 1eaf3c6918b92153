"""Keyword suggestions: proposed codings, each with its reason. Computed and never stored; the decision is.

Accepted becomes a coding (by hand one by one, or in bulk and marked so), rejected does not come back. Interviewer speech
is not matched: it echoes the codebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.collect.places import names as place_names
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import passage_text, speech_map
from qualcode.language.places import Name, places
from qualcode.reduce.codebook import Code, codebook
from qualcode.reduce.codings import accepted_id, codings, put
from qualcode.reduce.rounds import open_rounds
from qualcode.store import Act, Project, act, versions
from qualcode.store.combined import combined
from qualcode.store.ids import decision_id
from qualcode.store.versions import Version

STEP = 200  # codings between two words of progress


@dataclass(frozen=True)
class Suggestion:
    """A proposed coding of a whole turn's passage. ``start``, ``stop``: code points in the source's current version;
    ``strength``: strong or possible; ``reason``: the keyword and the words it found; ``quote``: the passage as it reads."""

    source: bytes
    version: bytes
    turn: int
    code: Code
    start: int
    stop: int
    strength: str
    keyword: str
    reason: str
    quote: str
    about: bytes | None = None  # the one region the passage names, where it is another than the source's
    spoken: bool = True  # by somebody who is named; a document's own text is not
    learned: bool = False  # by the model of what was decided, not by a keyword


def suggestions(
    project: Project, coder: bytes, *, codes: Iterable[bytes] | None = None, sources: Iterable[bytes] | None = None
) -> list[Suggestion]:
    """What the codebook's keywords propose and this coder has neither coded nor rejected, in the order of the texts; nothing
    in sources of an open round (``rounds.open_rounds``), which are coded without help."""
    from qualcode.language.matching import compile_keywords
    from qualcode.reduce.counting import _speaker

    book = [c for c in codebook(project) if c.keywords and (codes is None or c.id in set(codes))]
    matcher = compile_keywords({code.id: list(code.keywords) for code in book}, {code.id: code.name for code in book})
    known = {code.id: code for code in book}
    wanted = (
        list(sources)
        if sources is not None
        else [rec for (rec,) in project.rows("SELECT id FROM source WHERE removed=0 ORDER BY name")]
    )
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    names = place_names(project)
    own = dict(project.rows("SELECT id, region FROM source WHERE removed=0"))
    off = open_rounds(project)
    lives_on = combined(project)
    found: list[Suggestion] = []
    for source in wanted:
        now = versions.current(project, source)
        if now is None or source in off:
            continue
        taken = {
            (lives_on.get(c.code, c.code), turn)
            for c in codings(project, source, coder)
            for turn in _turns_of(now, c.start, c.stop)
        }
        rejected = {(lives_on.get(code, code), *span) for code, *span in _rejected(project, now, coder)}
        for number, turn in enumerate(now.marks.turns):
            if _speaker(now, source, number, sides)[1] == "interviewer":
                continue
            speech, at = speech_map(now.text, now.marks, turn)
            for hit in matcher.find(speech):
                if (hit.code, number) in taken:
                    continue
                start, stop = _sentence_around(speech, hit.start, hit.end)
                first, last = at[start], at[stop - 1] + 1
                if (hit.code, first, last) in rejected:
                    continue
                found.append(
                    Suggestion(
                        source, now.id, number, known[hit.code], first, last, hit.strength, hit.keyword,
                        f"{hit.keyword} ← “{hit.found}”", passage_text(now.text, now.marks, first, last),
                        _about(speech, start, stop, names, own.get(source), whole=turn.label is None), turn.label is not None,
                    )
                )  # fmt: skip
    return _strongest(found)


def _about(
    speech: str, start: int, stop: int, names: Sequence[Name], own: bytes | None, *, whole: bool
) -> bytes | None:
    """The region a passage is about, where its words name exactly one kelurahan (or, with ``whole``, the paragraph it stands
    in does: a report names its place once, a speaker may only pass one by). A name found only proposes."""
    named = {m.key for m in places(speech[start:stop], names) if m.level == "kelurahan"}
    if not named and whole:
        named = {m.key for m in places(speech, names) if m.level == "kelurahan"}
    only = named.pop() if len(named) == 1 else None
    return only if isinstance(only, bytes) and only != own else None


def _strongest(found: list[Suggestion]) -> list[Suggestion]:
    """One suggestion a code and passage, the strongest."""
    best: dict[tuple[bytes, bytes, int, int], Suggestion] = {}
    for one in found:
        key = (one.source, one.code.id, one.start, one.stop)
        if key not in best or (one.strength == "strong" and best[key].strength != "strong"):
            best[key] = one
    return list(best.values())


def _turns_of(now: Version, start: int, stop: int) -> list[int]:
    return [n for n, turn in enumerate(now.marks.turns) if turn.speech[0] < stop and start < turn.speech[1]]


def _sentence_around(speech: str, start: int, stop: int) -> tuple[int, int]:
    """The sentence or sentences a hit stands in, less the white space around them."""
    from qualcode.language.sentences import sentences

    first, last = start, stop
    for low, high in sentences(speech):
        if low < stop and start < high:
            first, last = min(first, low), max(last, high)
    while first < last and speech[first].isspace():
        first += 1
    while last > first and speech[last - 1].isspace():
        last -= 1
    return first, last


def _rejected(project: Project, now: Version, coder: bytes) -> set[tuple[bytes, int, int]]:
    """(code, start, stop) of what this coder has turned down, where it lies in this version."""
    found: set[tuple[bytes, int, int]] = set()
    for code, *span in project.rows(
        "SELECT code, version, start, stop FROM decision WHERE source=? AND coder=? AND decision='rejected' AND removed=0",
        now.source,
        coder,
    ):
        place = versions.place_on(project, now, (span[0], span[1], span[2]))
        found.add((code, place.start, place.stop))
    return found


def accept(
    project: Project,
    chosen: list[Suggestion],
    coder: bytes,
    *,
    bulk: bool,
    progress: Callable[[int], Any] | None = None,
) -> int:
    """Make codings of suggestions; how many. ``bulk`` marks them as accepted unread, to be counted apart; then a region
    that somebody's speech names is left open, since only a reader can say whether it is what the passage is about. UserError
    where a round has opened since in one of their sources."""
    refuse_in_round(project, chosen)
    with act(project, "accept", who=coder) as a:  # one action, however many: cancelled or undone it goes as a whole
        for number, one in enumerate(chosen, 1):
            rec = accepted_id(one.version, one.code.id, one.start, one.stop, coder)
            put(
                project, a, one.source, one.code.id, one.start, one.stop, coder=coder, reason=one.keyword or None,
                origin="learned" if one.learned else "keyword", review="bulk" if bulk else "one", rec=rec,
                valence=one.code.valence, about=None if bulk and one.spoken else one.about,
            )  # fmt: skip
            if progress and (number % STEP == 0 or number == len(chosen)):
                progress(number)
        return len(a.pending)


def refuse_in_round(project: Project, chosen: Iterable[Suggestion]) -> None:
    """UserError where a round is open in one of their sources."""
    off = open_rounds(project)
    for one in chosen:
        if one.source in off:
            raise UserError(
                _("suggestions are off while the round “%s” is open") % off[one.source],
                where=project.value("SELECT name FROM source WHERE id=?", one.source),
                todo=_("What is coded in it is to be each coder's own"),
            )


def reject(project: Project, some: Sequence[Suggestion], coder: bytes) -> int:
    """Turn suggestions down, as one action; how many. They do not come back. UserError as ``accept``."""
    refuse_in_round(project, some)
    with act(project, "reject", who=coder) as a:
        for one in some:
            turn_down(a, one, coder)
        return len(a.pending)


def turn_down(a: Act, one: Suggestion, coder: bytes) -> None:
    """The same inside an action that is open."""
    rec = decision_id(one.version, one.code.id, one.start, one.stop, coder, "rejected")
    a.create(
        "decision", rec, source=one.source, code=one.code.id, coder=coder, span=(one.version, one.start, one.stop),
        decision="rejected", reason=one.keyword,  # not the words it found: they are the informant's
    )  # fmt: skip
