"""What a change of the codebook does to the work done with it, seen before it is done.

One rule: the preview is the deed. It is carried out inside its transaction, looked at, and then kept or taken back; so what
was promised and what happens cannot differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qualcode.reduce.codings import codings
from qualcode.reduce.counting import counted, living
from qualcode.store import Act, Project, act
from qualcode.store.combined import finished_codes


@dataclass(frozen=True)
class Standing:
    """What rests on a living code. ``codings``: how many by (coder, source); ``segments``: what the agreed layer counts;
    ``finished``: (source, coder) that have looked for it; ``themes``: the names of those that have it; ``rejected``:
    suggestions turned down."""

    name: str
    live: bool
    codings: Counter[tuple[str, str]]
    segments: int
    finished: frozenset[tuple[str, str]]
    themes: tuple[str, ...]
    rejected: int

    @property
    def by_coder(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for (coder, _source), count in self.codings.items():
            found[coder] += count
        return dict(sorted(found.items()))


@dataclass(frozen=True)
class Effect:
    """``before`` and ``after``: what rests on each code concerned. ``coincide``: codings of one code by one coder on one span
    that another one stands on too, over what was so before: they stay, and count as one segment. ``at_odds``: how many of those
    spans are then judged both ways. ``unfinished``: (source, coder) that had looked for a code and are open again for what it
    becomes. ``left``: codings that are in conflict and were left as they are."""

    before: dict[bytes, Standing]
    after: dict[bytes, Standing]
    coincide: int
    at_odds: int
    unfinished: tuple[tuple[str, str, str], ...] = ()  # source, coder, code
    left: int = 0

    @property
    def codings(self) -> int:
        return sum(sum(one.codings.values()) for one in self.before.values())


Progress = Callable[[int, int], object]  # steps done, of how many; what it raises stops the deed, and nothing happened
STEPS = 5


def _nobody_asks(at: int, of: int) -> None:
    """Where no progress is shown."""


class _OnlyLooked(Exception):
    """Nothing is kept."""


def carried_out(
    project: Project,
    concerned: Iterable[bytes],
    deed: Callable[[Act], Iterable[bytes]],
    *,
    dry_run: bool,
    kind: str = "codebook",
    skip_conflicts: bool = False,
    progress: Progress | None = None,
) -> Effect:
    """Do ``deed`` as one action and say what it does to the codes ``concerned`` and to those it returns; with ``dry_run``
    take it back. With ``skip_conflicts`` what is in conflict is left as it is and told. ``progress`` is told of each step and
    may stop it by what it raises. UserError as the deed raises it; then nothing happened."""
    wanted = set(concerned)
    step = progress or _nobody_asks
    before = _measure(project, wanted, step, 0)
    after: _Measured
    left = 0
    try:
        with act(project, kind, skip_conflicts=skip_conflicts) as a:
            made = set(deed(a))
            step(3, STEPS)
            after = _measure(project, wanted | made, step, 3)
            left = len({rec for what, rec, _field in a.skipped if what == "coding"})
            if dry_run:
                raise _OnlyLooked
    except _OnlyLooked:
        pass
    unfinished = sorted(
        (source, coder, one.name)
        for rec, one in after.standing.items()
        if one.live
        for source, coder in _looked(before, rec, after) - one.finished
    )
    return Effect(
        before.standing, after.standing, max(0, after.coincide - before.coincide), max(0, after.at_odds - before.at_odds),
        tuple(unfinished), left,
    )  # fmt: skip


@dataclass(frozen=True)
class _Measured:
    standing: dict[bytes, Standing]
    coincide: int
    at_odds: int
    becomes: dict[bytes, bytes]


def _looked(before: _Measured, rec: bytes, after: _Measured) -> frozenset[tuple[str, str]]:
    """Who had looked for the code, or for something that it now is."""
    found: frozenset[tuple[str, str]] = frozenset()
    for old, one in before.standing.items():
        if after.becomes.get(old, old) == rec:
            found |= one.finished
    return found


def _measure(project: Project, codes: set[bytes], step: Progress, done: int) -> _Measured:
    """What rests on the codes; ``step`` is told twice, from ``done`` on."""
    alive = living(project)
    people = dict(project.rows("SELECT id, name FROM coder"))
    sources = dict(project.rows("SELECT id, name FROM source"))
    wanted = {alive.get(code, code) for code in codes}
    on: dict[bytes, Counter[tuple[str, str]]] = {code: Counter() for code in wanted}
    spans: dict[tuple[object, ...], list[int | None]] = {}
    read = codings(project, codes={code for code, lives in alive.items() if lives in wanted})
    for one in read:
        code = alive.get(one.code)
        if code in on:
            on[code][people.get(one.coder, "?"), sources.get(one.source, "?")] += 1
            spans.setdefault((code, one.coder, one.source, one.layer, one.start, one.stop), []).append(one.valence)
    step(done + 1, STEPS)
    segments = Counter(segment.code for segment in counted(project, read=read).segments)
    step(done + 2, STEPS)
    looked_for: dict[bytes, set[tuple[str, str]]] = {code: set() for code in wanted}
    for (source, coder), looked in finished_codes(project).items():
        for code in looked & wanted:
            if source in sources:
                looked_for[code].add((sources[source], people.get(coder, "?")))
    themes: dict[bytes, dict[str, None]] = {code: {} for code in wanted}
    for name, code in project.rows(
        "SELECT t.name, c.code FROM theme_code c JOIN theme t ON t.id=c.theme WHERE c.removed=0 AND t.removed=0 ORDER BY t.position, t.name"
    ):
        if alive.get(code) in themes:
            themes[alive[code]][name] = None
    rejected = Counter(
        alive.get(code) for (code,) in project.rows("SELECT code FROM decision WHERE decision='rejected' AND removed=0")
    )
    rows = {
        rec: (name, not removed and not retired)
        for rec, name, removed, retired in project.rows("SELECT id, name, removed, retired FROM code")
    }
    standing = {
        code: Standing(
            *rows[code], on[code], segments[code], frozenset(looked_for[code]), tuple(themes[code]), rejected[code]
        )
        for code in sorted(wanted)
        if code in rows
    }
    twice = [values for values in spans.values() if len(values) > 1]
    return _Measured(
        standing,
        sum(len(values) - 1 for values in twice),
        sum(len({value for value in values if value is not None}) > 1 for values in twice),
        {code: alive.get(code, code) for code in codes},
    )
