"""Passages in their context, from all sources: where words occur, or all that bears a code.

The rule: a passage knows what is coded there already, as the person who looks may see it; what is done with one (a code given)
is done to the sentences it stands in, the unit in which people code by hand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.collect.called import names_shown
from qualcode.display import kwic
from qualcode.language.marks import speech_map
from qualcode.language.sentences import sentences
from qualcode.reduce.codings import Coding, codings, put
from qualcode.reduce.counting import living
from qualcode.store import Project, act, versions
from qualcode.store.versions import Version


@dataclass(frozen=True)
class Passage:
    """``before``, ``hit`` and ``after`` as read; ``start`` and ``stop``: the hit in the current version (code points,
    half-open); ``turn`` from 1; ``sentence``: the span of the sentences it stands in; ``codes``: living codes that lie over
    it; ``coding``: the coding it is, and ``coder`` who made it, where it was found by its code; ``asks``: an interviewer says it,
    where it was found by its words."""

    source: bytes
    name: str
    turn: int
    who: str
    before: str
    hit: str
    after: str
    start: int
    stop: int
    sentence: tuple[int, int]
    codes: tuple[bytes, ...]
    coding: bytes | None = None
    coder: str = ""
    asks: bool = False


def of_words(project: Project, query: str, *, width: int = 60, limit: int = 2000) -> list[Passage]:
    """Where words occur, by source and turn (the query is ``kwic``'s). UserError where it is not understood."""
    lines = kwic.search(project, query, width=width, limit=limit)
    texts = _Texts(project)
    return [
        Passage(
            one.source, one.source_name, one.turn, one.label, one.before, one.hit, one.after, one.start, one.stop,
            texts.sentence(one.source, one.turn - 1, one.start, one.stop), texts.codes(one.source, one.start, one.stop), asks=one.asks,
        )
        for one in lines
    ]  # fmt: skip


def of_code(project: Project, code: bytes, *, width: int = 60) -> list[Passage]:
    """All that bears a code, and what was combined into it, by source and in the order of the text."""
    alive = living(project)
    texts = _Texts(project)
    found = []
    for one in codings(project):
        if alive.get(one.code, one.code) == code and one.start < one.stop:
            passage = texts.passage(one, width)
            if passage is not None:
                found.append(passage)
    return sorted(found, key=lambda one: (one.name, one.start, one.stop))


def code_all(project: Project, passages: Iterable[Passage], code: bytes) -> int:
    """Give a code to the sentences of all these passages, with the valence the code has by itself, as one action; how many
    codings were made. UserError where the coder may not, then none."""
    valence = project.value("SELECT valence FROM code WHERE id=?", code)
    spans = dict.fromkeys((one.source, one.sentence) for one in passages)
    with act(project, "code") as a:
        for source, (start, stop) in spans:
            put(project, a, source, code, start, stop, coder=project.coder, origin="manual", valence=valence)
        return len(a.pending)


class _Texts:
    """The sources that passages were found in, each read once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._alive = living(project)
        self._names = dict(project.rows("SELECT id, name FROM source WHERE removed=0"))
        self._shown = names_shown(project)
        self._coders = dict(project.rows("SELECT id, name FROM coder"))
        self._now: dict[bytes, Version | None] = {}
        self._codings: dict[bytes, list[Coding]] = {}
        self._speech: dict[tuple[bytes, int], tuple[str, list[int]]] = {}

    def now(self, source: bytes) -> Version | None:
        if source not in self._now:
            self._now[source] = versions.current(self._project, source)
        return self._now[source]

    def speech(self, source: bytes, turn: int) -> tuple[str, list[int]]:
        """The speech of a turn (from 0), and where its characters stand."""
        if (source, turn) not in self._speech:
            now = self.now(source)
            assert now is not None
            self._speech[source, turn] = speech_map(now.text, now.marks, now.marks.turns[turn])
        return self._speech[source, turn]

    def sentence(self, source: bytes, turn: int, start: int, stop: int) -> tuple[int, int]:
        speech, at = self.speech(source, turn)
        inside = [(low, high) for low, high in sentences(speech) if at[low] < stop and start < at[high - 1] + 1]
        return (at[inside[0][0]], at[inside[-1][1] - 1] + 1) if inside else (start, stop)

    def codes(self, source: bytes, start: int, stop: int) -> tuple[bytes, ...]:
        if source not in self._codings:
            self._codings[source] = codings(self._project, source)
        return tuple(
            dict.fromkeys(
                self._alive.get(one.code, one.code)
                for one in self._codings[source]
                if one.start < stop and start < one.stop
            )
        )

    def passage(self, one: Coding, width: int) -> Passage | None:
        """A coding as it stands in its turn; None where it stands in none."""
        now = self.now(one.source)
        if now is None or not now.marks.turns:
            return None
        turns = now.marks.turns
        number = next(
            (n for n, turn in enumerate(turns) if turn.speech[0] < one.stop and one.start < turn.speech[1]), None
        )
        if number is None:
            return None
        turn = turns[number]
        speech, at = self.speech(one.source, number)
        first = max(0, bisect_right(at, one.start) - 1)
        label = self._shown(one.source, now.text[slice(*turn.label)] if turn.label else "")
        last = bisect_right(at, one.stop - 1)
        return Passage(
            one.source, self._names.get(one.source, "?"), number + 1, label, speech[max(0, first - width) : first],
            " ".join(one.quote.split()), speech[last : last + width], one.start, one.stop, (one.start, one.stop),
            self.codes(one.source, one.start, one.stop), one.id, self._coders.get(one.coder, "?"),
        )  # fmt: skip
