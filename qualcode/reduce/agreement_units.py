"""From the project to units of agreement: what each coder said of each unit, as counts a source and code.

One rule: a unit is yes, no, or missing: where a coder did not look for the code, or decided on a suggestion.

A unit is a turn (it has a code where one character of its speech has it: Krippendorff's unitising projected onto given
units), a sentence, or a character (counted by arithmetic on the ends of spans, not one by one). Free spans are matched
instead, see ``agreement_spans``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.agreement import Ratings
from qualcode.reduce.agreement_looked import Looked, looked
from qualcode.reduce.agreement_reading import Left, Marked, Reader, Speech
from qualcode.reduce.agreement_spans import match_spans, merged
from qualcode.reduce.codebook import Code, codebook
from qualcode.reduce.rounds import Part, Turns, open_rounds, turn_limits
from qualcode.store import Project, versions

UNITS = ("turn", "sentence", "character", "span")

Progress = Callable[[int, int], object]  # sources done, of how many
Pattern = tuple[int | None, ...]


@dataclass
class Table:
    """One code: for each source its ratings (1, 0, None a coder); ``positives``: how many units (of characters: passages)
    each coder gave it; ``boundary``: characters by which the ends of matched free spans lie apart, all together."""

    code: Code
    sources: dict[bytes, Ratings] = field(default_factory=dict)
    positives: list[int] = field(default_factory=list)
    boundary: int = 0


@dataclass
class Compared:
    """The coders in the order of every pattern, and a table for each code that two of them looked for. ``sets``: for turns
    and sentences, patterns of the sets of codes given, of the codes that all looked for."""

    coders: tuple[bytes, ...]
    names: tuple[str, ...]
    unit: str
    tables: dict[bytes, Table]
    sets: Counter[tuple[frozenset[bytes] | None, ...]]
    sources: dict[bytes, int]  # how many units each has
    left: Left


@dataclass(frozen=True)
class Plan:
    """Who is compared, on which codes and where; ``above``: for each code marked, the codes it counts as; ``turns``: of sources
    that are compared in part, the turns (0-based); ``open``: sources left out because a round is open there."""

    coders: tuple[bytes, ...]
    codes: tuple[Code, ...]
    above: Mapping[bytes, tuple[bytes, ...]]
    looked: Looked
    turns: Mapping[bytes, Turns]
    open: frozenset[bytes]


def planned(
    project: Project, coders: Sequence[bytes] = (), codes: Collection[bytes] | None = None, sources: Collection[bytes] | None = None, *,
    under_parents: bool = False, same_meaning: Collection[bytes] = (), parts: Mapping[bytes, Part] | None = None,
) -> Plan:  # fmt: skip
    """What can be compared, before any text is read. UserError as ``compare``."""
    if parts is not None and not coders:
        coders = sorted(frozenset[bytes]().union(*(part.coders for part in parts.values())))
        coders = [who for (who,) in project.rows("SELECT id FROM coder ORDER BY name") if who in coders]
    chosen = tuple(dict.fromkeys(coders)) or _who_finished(project)
    if len(chosen) < 2:
        raise UserError(
            _("agreement needs two coders who have finished the same source"),
            todo=_("“qualcode finish SOURCE” says that a coder has finished one"),
        )
    book = codebook(project, all_codes=codes is not None)
    wanted = [code for code in book if code.merged_into is None and (codes is None or code.id in codes)]
    under = _under(codebook(project), wanted, under_parents)
    live = {rec for (rec,) in project.rows("SELECT id FROM source WHERE removed=0")}
    asked = live & set(live if sources is None else sources) & set(live if parts is None else parts)
    open_ = frozenset(open_rounds(project)) & asked
    found = looked(project, chosen, wanted, under, asked - open_, same_meaning)
    if parts is None:
        turns = turn_limits(project, chosen)
    else:
        turns = {source: part.turns for source, part in parts.items() if part.turns is not None}
        _only_in_round(found, chosen, parts)
    if not found.by_source and not found.older:
        raise UserError(
            _("no source is finished by two of the coders %s") % ", ".join(coder_names(project, chosen)),
            todo=_("A round is open; its sources are compared when it is closed: qualcode rounds")
            if open_
            else _("“qualcode finish SOURCE” says that a coder has finished one; “qualcode coders” lists how many"),
        )
    above: dict[bytes, list[bytes]] = defaultdict(list)
    for whole, below in under.items():
        for part in below:
            above[part].append(whole)
    return Plan(chosen, tuple(wanted), {part: tuple(wholes) for part, wholes in above.items()}, found, turns, open_)


def _only_in_round(found: Looked, coders: Sequence[bytes], parts: Mapping[bytes, Part]) -> None:
    """Leave out coders who have finished a source that the round gave to others."""
    for source, where in list(found.by_source.items()):
        for code, who in list(where.items()):
            where[code] = tuple(n for n in who if coders[n] in parts[source].coders)
            if len(where[code]) < 2:
                del where[code]
        if not where:
            del found.by_source[source]


def compare(
    project: Project, coders: Sequence[bytes] = (), *, unit: str = "turn", codes: Collection[bytes] | None = None,
    sources: Collection[bytes] | None = None, under_parents: bool = False, suggested: bool = False,
    same_meaning: Collection[bytes] = (), parts: Mapping[bytes, Part] | None = None, progress: Progress | None = None,
) -> Compared:  # fmt: skip
    """What the coders (where none are named: all who have finished a source) said of every unit.

    ``under_parents``: a code is also given where one of its children is; ``suggested``: accepted suggestions count too;
    ``parts``: only what a round gave out (``rounds.compared_in``). Without it a source of which a coder was given some turns only
    is compared on those, and one of an open round is left out. UserError where there are no two coders, or no source that two of them have finished.
    """
    plan = planned(project, coders, codes, sources, under_parents=under_parents, same_meaning=same_meaning, parts=parts)
    chosen, found = plan.coders, plan.looked
    left = Left(
        older=found.older, late=found.late, open=set(plan.open), in_part=plan.turns.keys() & found.by_source.keys()
    )
    tables = {code.id: Table(code, positives=[0] * len(chosen)) for code in plan.codes}
    sets: Counter[tuple[frozenset[bytes] | None, ...]] = Counter()
    counts: dict[bytes, int] = {}
    reader = Reader(project, chosen, left, suggested=suggested)
    for done, (source, where) in enumerate(found.by_source.items(), 1):
        now = versions.current(project, source)
        if now is not None:
            given = reader.marked(now)
            speech = Speech(project, now, unit, plan.turns.get(source))
            counts[source] = speech.size
            _count(speech, where, _placed(speech, given, plan.above, where, left), len(chosen), source, tables, sets)
        if progress:
            progress(done, len(found.by_source))
    left.alone = _alone(project, chosen, found.by_source, sources if parts is None else parts) - plan.open
    return Compared(
        chosen, coder_names(project, chosen), unit, {rec: t for rec, t in tables.items() if t.sources}, sets, counts, left
    )  # fmt: skip


def coder_names(project: Project, coders: Iterable[bytes]) -> tuple[str, ...]:
    names = dict(project.rows("SELECT id, name FROM coder"))
    return tuple(names[coder] for coder in coders)


def _who_finished(project: Project) -> tuple[bytes, ...]:
    """Coders who have finished a source that another has finished too, by name."""
    by_source: dict[bytes, set[bytes]] = defaultdict(set)
    for source, coder in project.rows(
        "SELECT DISTINCT c.source, c.coder FROM completion c JOIN source s ON s.id=c.source AND s.removed=0 WHERE c.removed=0"
    ):
        by_source[source].add(coder)
    shared = set().union(*(who for who in by_source.values() if len(who) > 1))
    return tuple(
        coder for (coder,) in project.rows("SELECT id FROM coder WHERE removed=0 ORDER BY name") if coder in shared
    )


def _alone(
    project: Project, coders: Sequence[bytes], compared: Collection[bytes], sources: Collection[bytes] | None
) -> set[bytes]:
    """Sources these coders coded, and no two of them finished."""
    return {
        source
        for source, coder in project.rows(
            "SELECT DISTINCT c.source, c.coder FROM coding c JOIN source s ON s.id=c.source AND s.removed=0 WHERE c.removed=0"
        )
        if coder in coders and source not in compared and (sources is None or source in sources)
    }


def _under(book: list[Code], wanted: list[Code], under_parents: bool) -> dict[bytes, set[bytes]]:
    """For each code those that count as it: itself, and where asked for all that stand below it."""
    under = {code.id: {code.id} for code in wanted}
    if under_parents:
        parents = {code.id: code.parent for code in book}
        for code in book:
            at = code.parent
            while at is not None:
                if at in under:
                    under[at].add(code.id)
                at = parents.get(at)
    return under


# For each code and coder: what was marked of own accord, and what on a suggestion, each cut at the units (number, start, stop).
Cut = tuple[int, int, int]
Placed = Mapping[bytes, Mapping[int, tuple[list[Cut], list[Cut]]]]


def _placed(
    speech: Speech, given: list[Marked], above: Mapping[bytes, tuple[bytes, ...]], where: Mapping[bytes, tuple[int, ...]], left: Left
) -> Placed:  # fmt: skip
    found: dict[bytes, dict[int, tuple[list[Cut], list[Cut]]]] = {}
    for mark in given:
        cuts = speech.inside(mark.start, mark.stop)
        left.unheard += not cuts and mark.coding is not None and speech.only is None
        for code in above.get(mark.code, ()):
            if mark.coder in where.get(code, ()):
                found.setdefault(code, {}).setdefault(mark.coder, ([], []))[not mark.own].extend(cuts)
    return found


def _count(
    speech: Speech, where: Mapping[bytes, tuple[int, ...]], placed: Placed, coders: int, source: bytes, tables: dict[bytes, Table],
    sets: Counter[tuple[frozenset[bytes] | None, ...]],
) -> None:  # fmt: skip
    """Add one source to the tables."""
    present = sorted({coder for who in where.values() for coder in who})
    common = {code for code, who in where.items() if len(who) == len(present)}
    chosen: dict[int, dict[int, set[bytes] | None]] = defaultdict(
        dict
    )  # unit -> coder -> codes; None: not of own accord
    for code, who in where.items():
        table = tables[code]
        cuts = placed.get(code, {})
        if speech.unit == "span":
            spans = {coder: merged(speech.now.text, cuts[coder][0]) for coder in who if coder in cuts}
            unsure = {coder: cuts[coder][1] for coder in who if coder in cuts}
            table.sources[source], apart = match_spans(spans, unsure, who, coders)
            table.boundary += apart
        elif speech.unit == "character":
            spans = {coder: merged(speech.now.text, cuts[coder][0]) for coder in who if coder in cuts}
            table.sources[source] = _characters(speech.size, who, cuts, coders)
        else:
            spans = {}
            table.sources[source] = _units(speech.size, who, cuts, coders)
        in_sets = code in common and speech.unit in ("turn", "sentence")
        for coder, (own, by_suggestion) in cuts.items():
            units = {cut[0] for cut in own}
            table.positives[coder] += len(spans.get(coder, ())) or len(units)
            if in_sets:
                for unit in units:
                    held = chosen[unit].setdefault(coder, set())
                    if held is not None:
                        held.add(code)
                for unit in {cut[0] for cut in by_suggestion} - units:
                    chosen[unit][coder] = None
    if common and speech.unit in ("turn", "sentence"):
        nothing: dict[int, frozenset[bytes]] = dict.fromkeys(present, frozenset())
        none: frozenset[bytes] = frozenset()
        for by_coder in chosen.values():
            sets[tuple([
                None if n not in nothing or (one := by_coder.get(n, none)) is None else frozenset(one) for n in range(coders)
            ])] += 1  # fmt: skip
        sets[tuple(nothing.get(n) for n in range(coders))] += speech.size - len(chosen)


def _units(size: int, who: tuple[int, ...], cuts: Mapping[int, tuple[list[Cut], list[Cut]]], coders: int) -> Ratings:
    """Units are yes where marked, missing where only marked on a suggestion, else no."""
    base: Pattern = tuple([0 if coder in who else None for coder in range(coders)])
    said: dict[int, Pattern] = {}
    for coder, (own, by_suggestion) in cuts.items():
        for value, parts in ((None, by_suggestion), (1, own)):
            for unit, _low, _high in parts:
                before = said.get(unit, base)
                said[unit] = (*before[:coder], value, *before[coder + 1 :])
    found: dict[Pattern, int] = {}
    for pattern in said.values():
        found[pattern] = found.get(pattern, 0) + 1
    if size > len(said):
        found[base] = found.get(base, 0) + size - len(said)
    return found


def _characters(
    size: int, who: tuple[int, ...], cuts: Mapping[int, tuple[list[Cut], list[Cut]]], coders: int
) -> Ratings:
    """The same of characters, from the places where somebody begins or ends."""
    ends: list[tuple[int, int, int, int]] = []  # place, +1 or -1, coder, 0 own or 1 on a suggestion
    for coder, kinds in cuts.items():
        for kind, parts in enumerate(kinds):
            for _unit, low, high in parts:
                ends += ((low, 1, coder, kind), (high, -1, coder, kind))
    ends.sort()
    depth = [[0, 0] for _coder in range(coders)]
    found: Counter[Pattern] = Counter()
    before = covered = 0
    looking = set(who)
    base = tuple(0 if coder in looking else None for coder in range(coders))
    for at, step, coder, kind in ends:
        if at > before:
            pattern = tuple(
                None if n not in looking else 1 if depth[n][0] else None if depth[n][1] else 0 for n in range(coders)
            )
            if pattern != base:
                found[pattern] += at - before
                covered += at - before
        before = at
        depth[coder][kind] += step
    if size > covered:
        found[base] += size - covered
    return found
