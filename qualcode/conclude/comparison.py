"""Two researchers code the verdicts by themselves; both stay, and what they settle on stands beside them.

One rule: a verdict of a person never replaces the computed one nor another person's. Agreement is of the independent verdicts,
before anything was settled (researcher comparison: Farmer, Robinson, Elliott & Eyles 2006, Qual Health Res 16, pp. 388-390;
coefficients as everywhere, see ``reduce.agreement``).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations

from qualcode.collect.yamlfile import words
from qualcode.conclude.declared import link_id
from qualcode.conclude.triangulation import HEARD
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.agreement import Figure, alpha, cohen_kappa
from qualcode.store import Project, act
from qualcode.store.ids import derived

VERDICTS = tuple(outcome.value for outcome in HEARD)
_BY = "verdict:"  # key of a link's attribute, then region and coder
_SETTLED = "settled:"  # then region


@dataclass
class Compared:
    """The verdicts of people on a link in an area: ``given`` by coder's name; ``settled``: what they came to, by ``settled_by``
    with ``reason``, empty while open."""

    theme: bytes
    indicator: bytes
    region: bytes
    given: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    settled: str = ""
    reason: str = ""
    settled_by: str = ""

    @property
    def differ(self) -> bool:
        return len(set(self.given.values())) > 1


@dataclass(frozen=True)
class PairOfCoders:
    """Two coders over the ``n`` verdicts both gave: how many alike, Krippendorff's alpha (nominal) and Cohen's kappa."""

    names: tuple[str, str]
    n: int
    alike: int
    alpha: Figure
    kappa: Figure


def give(project: Project, theme: bytes, indicator: bytes, region: bytes, outcome: str, note: str = "") -> None:
    """Write down the own verdict of who is working; given again it takes the new value. UserError for what is no verdict, or
    where nobody is named."""
    coder, name = _me(project)
    _write(project, theme, indicator, f"{_BY}{region.hex()}:{coder.hex()}", {"outcome": _outcome(outcome), "note": words(note.strip(), "") or "", "who": name})  # fmt: skip


def settle(project: Project, theme: bytes, indicator: bytes, region: bytes, outcome: str, reason: str) -> None:
    """Write down what was settled on, with its reason; the independent verdicts stay. UserError without a reason, or where
    fewer than two have judged."""
    here = next(
        (one for one in compared(project) if (one.theme, one.indicator, one.region) == (theme, indicator, region)), None
    )
    if here is None or len(here.given) < 2:
        raise UserError(
            _("fewer than two people have judged this"), todo=_("“qualcode verdicts set” writes down a verdict")
        )
    said = words(reason.strip(), "")
    if not said:
        raise UserError(_("settling needs a reason"), todo=_("Say what decided it: --reason TEXT"))
    _coder, name = _me(project)
    _write(
        project, theme, indicator, _SETTLED + region.hex(), {"outcome": _outcome(outcome), "reason": said, "who": name}
    )


def _outcome(outcome: str) -> str:
    if outcome not in VERDICTS:
        raise UserError(_("“%s” is no %s") % (outcome, _("verdict")), todo=", ".join(VERDICTS))
    return outcome


def _me(project: Project) -> tuple[bytes, str]:
    name = project.value("SELECT name FROM coder WHERE id=?", project.coder) if project.coder else None
    if project.coder is None or name is None:
        raise UserError(_("who are you?"), todo=_("Name a coder: --coder NAME, or QUALCODE_CODER"))
    return project.coder, str(name)


def _write(project: Project, theme: bytes, indicator: bytes, key: str, value: dict[str, str]) -> None:
    rec = link_id(theme, indicator)
    if not project.value("SELECT 1 FROM link WHERE id=? AND removed=0", rec):
        raise UserError(_("this theme and this indicator are not linked"), todo=_("“qualcode links” lists the links"))
    with act(project, "verdict") as a:
        a.create("attribute", derived(rec, "attribute:" + key), subject=rec, key=key, value=value)


def compared(project: Project) -> list[Compared]:
    """All that people judged, link by link and area by area."""
    found: dict[tuple[bytes, bytes, bytes], Compared] = {}
    for theme, indicator, key, value in project.rows(
        "SELECT l.theme, l.indicator, a.key, a.value FROM attribute a JOIN link l ON l.id=a.subject AND l.removed=0"
        " LEFT JOIN region r ON hex(r.id)=upper(substr(a.key, instr(a.key, ':')+1, 32))"
        " WHERE a.removed=0 AND (a.key GLOB ? OR a.key GLOB ?) ORDER BY l.k, r.code, a.key",
        _BY + "*", _SETTLED + "*",
    ):  # fmt: skip
        region = bytes.fromhex(key.split(":")[1])
        one = found.setdefault((theme, indicator, region), Compared(theme, indicator, region))
        said = json.loads(value)
        if key.startswith(_SETTLED):
            one.settled, one.reason, one.settled_by = said["outcome"], said.get("reason", ""), said.get("who", "")
        else:
            one.given[said["who"]], one.notes[said["who"]] = said["outcome"], said.get("note", "")
    return list(found.values())


def agreement_of_verdicts(project: Project) -> list[PairOfCoders]:
    """Each two people over the verdicts both gave."""
    both: dict[tuple[str, str], Counter[tuple[str | None, ...]]] = defaultdict(Counter)
    for one in compared(project):
        for first, second in combinations(sorted(one.given), 2):
            both[first, second][one.given[first], one.given[second]] += 1
    return [
        PairOfCoders(
            names,
            sum(ratings.values()),
            sum(times for (one, other), times in ratings.items() if one == other),
            alpha(ratings),
            cohen_kappa(ratings),
        )
        for names, ratings in sorted(both.items())
    ]
