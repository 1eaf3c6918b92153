"""What a triangulation came to, kept with the thresholds it was made with, and the threads it opens.

One rule: a result is never kept without what it was made of (level, year, τ, the stamp of the link), so that two results can be
told apart; and of a scan nothing is kept: what it finds becomes a link first, stamped as made after looking.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qualcode.conclude.joint import Joint
from qualcode.conclude.ranks import RankTest
from qualcode.conclude.threads import answer, open_thread, thread_id
from qualcode.conclude.triangulation import N_MIN, YEARS, Verdict
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Act, Project, act
from qualcode.store.ids import derived
from qualcode.store.settings import setting


def keep(project: Project, found: Sequence[Joint]) -> int:
    """Store thresholds and verdicts under the setting ``triangulation``, and a thread for each new dissonance; how many
    threads are new. The τ they were made with is the project's from then on.
    UserError for a scan."""
    if any(one.exploratory for one in found):
        raise UserError(
            _("an exploration is not kept as a result"), todo=_("Link what you want to follow: “qualcode links add”")
        )
    new = 0
    now = {(one.theme.id.hex(), one.series.indicator.id.hex()) for one in found}
    before = setting(project, "triangulation")
    others = [one for one in before if (one["theme"], one["indicator"]) not in now] if isinstance(before, list) else []
    with act(project, "triangulate") as a:
        if found:
            tau = derived(project.id, "setting:tau")
            a.create("setting", tau, key="tau", value=found[0].matrix.tau)
        a.create(
            "setting",
            derived(project.id, "setting:triangulation"),
            key="triangulation",
            value=[*others, *map(_kept, found)],
        )
        for one in found:
            for thread in one.result.threads:
                new += follow(project, a, one, thread.area)
    return new


def follow(project: Project, a: Act, one: Joint, area: str) -> bool:
    """Open the thread of a dissonance with what is seen now; False where it is open already, or there is none."""
    asked = next((thread.question for thread in one.result.threads if thread.area == area), None)
    if asked is None:
        return False
    region = one.areas[area].id
    verdict = next(v for v in one.result.verdicts if v.area == area)
    seen = _facts(one, verdict) | {
        "year": one.series.year, "level": one.level, "rated": one.series.rated,
        "codings": [rec.hex() for s in one.matrix.quotes.get((one.theme.id, region), ()) for rec in s.codings],
    }  # fmt: skip
    return open_thread(project, a, one.link, region, asked, seen)


def answer_dissonance(
    project: Project, one: Joint, area: str, explanations: Iterable[str], resolution: str | None = None
) -> None:
    """Open the thread of a dissonance where it is not open, and put explanations on it, with ``resolution`` closing it: one
    deed. UserError where the area is in no dissonance and has no thread, or an answer is not whole."""
    rec = thread_id(one.link.id, one.areas[area].id)
    with act(project, "thread") as a:
        if not follow(project, a, one, area) and not project.value(
            "SELECT 1 FROM thread WHERE id=? AND removed=0", rec
        ):
            raise UserError(_("there is no dissonance to follow here"), where=area)
        answer(a, rec, explanations, resolution)


def _facts(one: Joint, v: Verdict) -> dict[str, object]:
    """A verdict as it is stored."""
    return {
        "region": one.areas[v.area].id.hex(), "outcome": v.outcome.value, "kind": v.kind, "provisional": v.provisional,
        "reasons": list(v.reasons), "n": v.cell.E, "m": v.cell.M, "q": v.cell.q,
        "value": v.standing.value if v.standing else None, "rank": v.standing.rank if v.standing else None,
        "of": v.standing.m if v.standing else None, "class": v.standing.klass.value if v.standing else None,
    }  # fmt: skip


def _kept(one: Joint) -> dict[str, object]:
    """A result as it is stored: what was compared, with which thresholds, and what came of it (sampled areas)."""
    heard = [v for v in one.result.verdicts if v.cell.N]
    return {
        "theme": one.theme.id.hex(),
        "indicator": one.series.indicator.id.hex(),
        "layer": one.matrix.layer,
        "level": one.level,
        "year": one.series.year,
        "rated": one.series.rated,
        "thresholds": {
            "tau": one.matrix.tau, "n_min": N_MIN, "years": YEARS, "few_areas": heard[0].thresholds.few_areas if heard else None,
            "flat": heard[0].thresholds.flat if heard else None,
        },
        "made": one.link.made,
        "counts_accepted": one.accepted,
        "rank_test": _tested(one),
        "word": one.result.assessment.word,
        "verdicts": [_facts(one, v) for v in heard],
    }  # fmt: skip


def _tested(one: Joint) -> dict[str, object] | None:
    rank = one.result.rank
    if not isinstance(rank, RankTest):
        return None
    return {"rho": rank.rho, "p": rank.p, "n": rank.n, "permutations": rank.permutations, "seed": rank.seed,
            "adjusted": one.adjusted, "tested": one.tested}  # fmt: skip
