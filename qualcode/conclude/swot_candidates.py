"""What triangulation proposes for a SWOT, with its evidence, for a person to decide.

One rule: the tool proposes and a person assigns. A problem that figures confirm may be a weakness or a threat, a strength a
strength or an opportunity; a dissonance nothing until its thread is resolved, and then the resolution is what is weighed;
where one side is silent the evidence is stamped so. A factor made of a candidate is never born without evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.collect.regions import Region
from qualcode.conclude.joint import Joint, joints
from qualcode.conclude.swot_deeds import add_item, refuse_wrong_side, side_of
from qualcode.conclude.swot_evidence import within
from qualcode.conclude.swot_records import Swot, read_swot
from qualcode.conclude.threads import thread_id, threads
from qualcode.conclude.triangulation import Outcome, Verdict
from qualcode.display.columns import ALL
from qualcode.display.matrix import Matrix, matrix
from qualcode.display.terms import Term
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.reduce.themes import links, themes
from qualcode.store import Project, act
from qualcode.store.ids import derived, fold

DECLINED = "swot.declined:"  # attributes of a theme
STAMPS: dict[str, Term] = {
    "agree": ("sejalan dengan angka", N_("figures agree")),
    "resolved": ("benang selesai", N_("thread resolved")),
    "one_sided": ("satu sisi", N_("one side only")),
    "open": ("benang belum selesai", N_("thread not resolved")),
}
_SIDES = {"problem": ("W", "T"), "strength": ("S", "O")}


@dataclass(frozen=True)
class Candidate:
    """A theme that may become a factor. ``basis``: a key of STAMPS; ``quadrants``: where it may stand, none while its thread
    is open; ``raised`` of ``of`` finished transcripts; ``used``: codes of factors that rest on the theme already."""

    id: str
    theme: bytes
    name: str
    basis: str
    quadrants: tuple[str, ...]
    indicator: bytes | None = None
    indicator_name: str = ""
    areas: tuple[str, ...] = ()
    raised: int = 0
    of: int = 0
    threads: tuple[bytes, ...] = ()
    resolution: str = ""
    used: tuple[str, ...] = ()
    declined: bool = False


def candidate(status: str, outcome: str, thread_resolved: bool = False) -> tuple[tuple[str, ...], str | None]:
    """Where a theme might stand in a SWOT by its triangulation: quadrants a person chooses from, and a stamp.

    A problem that figures confirm may be W or T, a strength S or O; after a dissonance only once its thread
    is resolved ('thread_open'); where one side is silent the evidence is 'one_sided'. ``status`` and
    ``outcome`` are ids of a cell and a verdict.
    """
    quadrants = _SIDES.get(status, ())
    if outcome == "dissonance" and not thread_resolved:
        return (), "thread_open" if quadrants else None
    stamp = "one_sided" if outcome in ("silence_quant", "no_verdict") and quadrants else None
    return quadrants, stamp


def candidates(
    project: Project, scope: Region | None = None, *, found: Sequence[Joint] | None = None, held: Swot | None = None
) -> list[Candidate]:
    """What triangulation proposes in the city or a ``scope``: undecided ones first, then those in use, then the declined.

    ``found`` and ``held``: the triangulation and the SWOT, where the caller has them.
    """
    if found is None:
        found = joints(project) if links(project) else []
    held = held or read_swot(project, scope=scope)
    display = matrix(project, columns=scope.level if scope else ALL)
    inside = within(project, scope)
    resolutions = {one.id: one.resolution for one in threads(project)}
    made: dict[str, Candidate] = {}
    for one in found:
        for verdict in one.result.verdicts:
            if verdict.cell.N and (inside is None or one.areas[verdict.area].id in inside):
                _of_verdict(made, one, verdict, resolutions)
    spoken = {(one.theme, one.quadrants) for one in made.values() if one.basis in ("agree", "resolved")}
    kept = [one for one in made.values() if one.basis != "one_sided" or (one.theme, one.quadrants) not in spoken]
    kept += _unlinked(project, display, {one.theme for one in kept}, scope)
    counted = [_with_counts(one, display, scope) for one in kept]
    declined = {
        key
        for (key,) in project.rows(
            "SELECT key FROM attribute WHERE key GLOB ? AND removed=0 AND value='true'", DECLINED + "*"
        )
    }
    done = [_decided(one, held, declined, scope) for one in counted]
    order = {name: at for at, name in enumerate(STAMPS)}
    return sorted(done, key=lambda one: (one.declined, bool(one.used), order[one.basis], -one.raised, one.name))


def _of_verdict(made: dict[str, Candidate], one: Joint, verdict: Verdict, resolutions: Mapping[bytes, str]) -> None:
    """Add what one area says to the candidate it belongs to."""
    status, thread, said = verdict.cell.status.value, None, ""
    if verdict.outcome is Outcome.DISSONANCE:
        thread = thread_id(one.link.id, one.areas[verdict.area].id)
        said = resolutions.get(thread, "")
    if verdict.outcome is Outcome.AGREE and verdict.kind in _SIDES:
        status = str(verdict.kind)
    quadrants, stamp = candidate(status, verdict.outcome.value, bool(said))
    if thread is not None:  # what the thread found may be of either side: the voices, or what figures do not show
        basis = "resolved" if said else "open"
        quadrants = (_SIDES.get(status) or ("W", "T")) if said else ()
    elif stamp == "one_sided":
        basis = "one_sided"
    elif verdict.outcome is Outcome.AGREE and quadrants:
        basis = "agree"
    else:
        return
    id = f"{one.theme.id.hex()[:12]}-{one.link.indicator.hex()[:6]}-{basis}-{''.join(quadrants)}"
    if thread is not None:
        id += "-" + thread.hex()[:6]  # each thread is a question of its own
    before = made.get(id) or Candidate(
        id,
        one.theme.id,
        one.theme.shown,
        basis,
        quadrants,
        one.link.indicator,
        one.series.indicator.name,
        resolution=said,
    )
    made[id] = _more(before, verdict.area, thread)


def _more(one: Candidate, area: str, thread: bytes | None) -> Candidate:
    return replace(one, areas=(*one.areas, area), threads=(*one.threads, thread) if thread else one.threads)


def _unlinked(project: Project, display: Matrix, known: set[bytes], scope: Region | None) -> list[Candidate]:
    """Themes no figure speaks of: what the voices say by themselves, stamped as one side only."""
    found = []
    for theme in themes(project):
        cells = [
            cell
            for (row, area), cell in display.cells.items()
            if row == theme.id and (scope is None or area == scope.id)
        ]
        sides = {side for cell in cells if (side := _SIDES.get(cell.status.value))}
        if theme.id not in known and len(sides) == 1:
            (side,) = sides
            found.append(
                Candidate(f"{theme.id.hex()[:12]}--one_sided-{''.join(side)}", theme.id, theme.shown, "one_sided", side)
            )
    return found


def _with_counts(one: Candidate, display: Matrix, scope: Region | None) -> Candidate:
    cells = [
        cell for (row, area), cell in display.cells.items() if row == one.theme and (scope is None or area == scope.id)
    ]
    return replace(one, raised=sum(cell.M for cell in cells), of=sum(cell.E for cell in cells))


def _decided(one: Candidate, held: Swot, declined: set[str], scope: Region | None) -> Candidate:
    used = tuple(
        item.id
        for item in held.items
        if item.quadrant in (one.quadrants or "SWOT") and one.theme.hex() in held.evidence[item.id]["themes"]
        and (not one.threads or set(held.evidence[item.id].get("from", {}).get("threads", ())) & {t.hex() for t in one.threads})
    )  # fmt: skip
    return replace(one, used=used, declined=_declined_key(one, scope) in declined)


def _declined_key(one: Candidate, scope: Region | None) -> str:
    return f"{DECLINED}{one.id}{':' + scope.id.hex() if scope else ''}"


def find_candidate(found: Sequence[Candidate], text: str) -> Candidate:
    """The candidate of this number (from 1), id, or theme's name where only one is of it. UserError where none or several are."""
    if text.isdigit() and 0 < int(text) <= len(found):
        return found[int(text) - 1]
    named = [one for one in found if one.id == text or fold(one.name) == fold(text)]
    if len(named) == 1:
        return named[0]
    raise UserError(
        _("“%s” names %d candidates") % (text, len(named)), todo=_("Give its number in “qualcode swot candidates”")
    )


def propose(
    project: Project, one: Candidate, quadrant: str, *, text: str = "", answers: Mapping[str, bool | None] | None = None,
    scope: Region | None = None, memo: str = "",
) -> str:  # fmt: skip
    """Make a factor of a candidate, with its evidence; its code. ``text``: else the resolution of its thread, else the
    theme's name. UserError while its thread is open, or where ``quadrant`` is not one of its own or not where the answers
    put it."""
    if one.basis == "open":
        raise UserError(
            _("the dissonance on “%s” has no resolution yet, and cannot be weighed") % one.name,
            todo=_("Resolve its thread first: “qualcode threads”"),
        )
    if quadrant.upper() not in one.quadrants:
        raise UserError(
            _("“%s” cannot stand in %s") % (one.name, quadrant), todo=_("Choose %s") % ", ".join(one.quadrants)
        )
    given = dict(answers or {})
    side = side_of(given.get("can_change"), given.get("exists_without"), given.get("condition"))
    refuse_wrong_side(quadrant.upper(), side, noted=bool(memo.strip()))
    evidence: dict[str, object] = {
        "themes": [one.theme.hex()],
        "indicators": [one.indicator.hex()] if one.indicator and one.basis != "one_sided" else [],
    }
    evidence["from"] = {"basis": one.basis, "threads": [thread.hex() for thread in one.threads]}
    return add_item(
        project, quadrant, text or one.resolution or one.name, scope=scope, answers=given, evidence=evidence, memo=memo
    )


def decline(project: Project, one: Candidate, scope: Region | None = None, *, back: bool = False) -> None:
    """Say that a candidate becomes no factor; ``back``: that it may again."""
    key = _declined_key(one, scope)
    with act(project, "swot") as a:
        a.create("attribute", derived(one.theme, key), subject=one.theme, key=key, value=not back)
