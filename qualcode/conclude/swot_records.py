"""A project's SWOT as its records say it: the frame, the factors with their evidence, the raters' values, the strategies.

One rule: a SWOT is of one area. The whole city's stands beside those of kecamatan and kelurahan, each with its own factors
and evidence counted in that area only; unit, convention and raters are those of the project and never differ in it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from qualcode.collect.regions import Region, regions
from qualcode.conclude.swot import Item, Table, swot_table
from qualcode.conclude.swot_evidence import Evidence, Support, basis, kinds_of, stored
from qualcode.conclude.tows import Strategy
from qualcode.display.matrix import Matrix
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.counting import Segment
from qualcode.store import Project, blobs
from qualcode.store.ids import fold
from qualcode.store.lookup import find
from qualcode.store.settings import setting

QUESTIONS = ("can_change", "exists_without", "condition")
FRAME = ("unit", "convention", "raters", "sums")  # settings of the project
WEIGHT = "swot.weight"  # the attribute of a factor that holds a weight experts gave, with its source


@dataclass(frozen=True)
class Swot:
    """A SWOT ready for ``swot.swot_table`` and ``tows``. ``ids``, ``support``, ``against``, ``evidence``: by the code of a
    factor; ``against``: passages somebody put against it; ``weight_source``: where entered weights are from; ``stated``: the
    quadrant a document states, as it was brought in."""

    unit: str
    convention: str
    raters: tuple[str, ...]
    items: tuple[Item, ...]
    strategies: tuple[Strategy, ...]
    support: dict[str, tuple[Support, ...]]
    scope: Region | None = None
    sums: str = "side"
    stated: str = ""
    ids: dict[str, bytes] = field(default_factory=dict)
    strategy_ids: dict[str, bytes] = field(default_factory=dict)
    against: dict[str, tuple[Segment, ...]] = field(default_factory=dict)
    evidence: dict[str, dict[str, Any]] = field(default_factory=dict)
    weight_source: str = ""
    counted: Evidence | None = field(default=None, compare=False, repr=False)  # for reading it again

    @property
    def head(self) -> str:
        """The unit with the area, as it stands over a table."""
        return f"{self.unit}, {self.scope.name}".strip(", ") if self.scope else self.unit

    def table(self) -> Table:
        """Weights, ratings and scores. UserError as ``swot_table``."""
        return swot_table(self.head, self.convention, self.raters, self.items, self.sums)

    def item(self, key: str) -> Item:
        """The factor of a code. UserError where there is none."""
        for one in self.items:
            if fold(one.id) == fold(key):
                return one
        raise UserError(_("there is no factor “%s”") % key, todo=_("Factors: %s") % (", ".join(self.ids) or "-"))

    def strategy(self, key: str) -> Strategy:
        """The strategy of a code. UserError where there is none."""
        for one in self.strategies:
            if fold(one.id) == fold(key):
                return one
        known = ", ".join(one.id for one in self.strategies) or "-"
        raise UserError(_("there is no strategy “%s”") % key, todo=_("Strategies: %s") % known)


def scope_named(project: Project, name: str | None) -> Region | None:
    """The area a SWOT is of, by its name or code; None for nothing and for a kota: the whole. UserError where it is unknown."""
    if not name:
        return None
    rec = find(project, "region", name)
    found = next(one for one in regions(project) if one.id == rec)
    return None if found.level == "kota" else found


def scopes(project: Project) -> list[Region | None]:
    """The areas that have a SWOT: the city first, then the others in the order of the tree."""
    used = {rec for (rec,) in project.rows("SELECT DISTINCT scope FROM swot_item WHERE removed=0")}
    return [*([None] if None in used else []), *(one for one in regions(project) if one.id in used)]


def stated_key(scope: Region | None) -> str:
    return "swot.stated" + (":" + scope.id.hex() if scope else "")


def coded(rows: Iterable[tuple[bytes, str]]) -> dict[bytes, str]:
    """The code each record is shown by: its own, with a letter behind it where two people made the same one apart."""
    found: dict[bytes, str] = {}
    seen: Counter[str] = Counter()
    for rec, key in rows:
        found[rec] = key + ("" if not seen[fold(key)] else chr(ord("a") + seen[fold(key)]))
        seen[fold(key)] += 1
    return found


def read_swot(
    project: Project, *, scope: Region | None = None, display: Matrix | None = None, counted: Evidence | None = None
) -> Swot:
    """The SWOT of the whole city or of ``scope``, its evidence counted there. ``display``: the matrix of that level, where
    the caller has it; ``counted``: the evidence as it was read before, where nothing was coded since."""
    frame = {key: setting(project, "swot." + key) for key in FRAME}
    raters = tuple(frame["raters"] or ())
    here = scope.id if scope else None
    rows = project.rows(
        "SELECT id, key, quadrant, text, questions, evidence FROM swot_item WHERE removed=0 AND scope IS ?"
        " ORDER BY INSTR('SWOT', quadrant), position, LENGTH(key), key, id",
        here,
    )
    keys = coded((row[0], row[1]) for row in rows)
    plans = project.rows(
        'SELECT id, key, cell, text, items, owner, themes, areas, frame, "group" FROM strategy WHERE removed=0 AND scope IS ?'
        " ORDER BY CASE cell WHEN 'SO' THEN 1 WHEN 'WO' THEN 2 WHEN 'ST' THEN 3 WHEN 'WT' THEN 4 ELSE 5 END, position, LENGTH(key), key, id",
        here,
    )
    names = coded((row[0], row[1]) for row in plans)
    read = (counted or Evidence(project, scope, display)) if rows else None
    held = {keys[rec]: stored(evidence) for rec, *_said, evidence in rows}
    support = {keys[rec]: read.of(quadrant, held[keys[rec]]) for rec, _key, quadrant, *_said in rows} if read else {}
    weights = _weights(project)
    return Swot(
        frame["unit"] or "",
        frame["convention"] or "",
        raters,
        tuple(_items(project, rows, keys, raters, support, weights)),
        tuple(_strategies(project, plans, names)),
        support,
        scope=scope,
        sums=frame["sums"] or "side",
        stated=setting(project, stated_key(scope)) or "",
        ids={keys[row[0]]: row[0] for row in rows},
        strategy_ids={names[row[0]]: row[0] for row in plans},
        against={key: read.against(evidence) for key, evidence in held.items()} if read else {},
        evidence=held,
        counted=read,
        weight_source=next((str(weights[row[0]].get("source") or "") for row in rows if row[0] in weights), ""),
    )


def _items(
    project: Project, rows: Iterable[Any], keys: dict[bytes, str], raters: tuple[str, ...], support: dict[str, tuple[Support, ...]],
    weights: dict[bytes, dict[str, Any]],
) -> Iterator[Item]:  # fmt: skip
    """The factors, with what raters and experts gave them."""
    given = {
        (item, fold(rater)): (importance, rating)
        for item, rater, importance, rating in project.rows(
            "SELECT item, rater, importance, rating FROM rating WHERE removed=0"
        )
    }
    noted = {rec for (rec,) in project.rows("SELECT about FROM memo WHERE about_kind='swot_item' AND removed=0")}
    for rec, _key, quadrant, text, questions, _evidence in rows:
        key = keys[rec]
        answers = json.loads(questions or "{}") or {}
        values = [given.get((rec, fold(rater)), (None, None)) for rater in raters]
        yield Item(
            key, quadrant, blobs.prose(project.conn, text),
            importance=tuple(one for one, _rating in values),
            rating=tuple(None if one is None else int(one) for _importance, one in values),
            weight=weights.get(rec, {}).get("weight"),
            evidence=tuple(one.name for one in support[key]), memo=rec in noted, basis=basis(support[key]),
            evidence_kinds=kinds_of(support[key]), **{name: answers.get(name) for name in QUESTIONS},
        )  # fmt: skip


def _weights(project: Project) -> dict[bytes, dict[str, Any]]:
    """The weights that experts gave, with their source, by factor."""
    rows = project.rows("SELECT subject, value FROM attribute WHERE key=? AND removed=0 AND value IS NOT NULL", WEIGHT)
    return {rec: json.loads(value) for rec, value in rows}


def _strategies(project: Project, rows: Iterable[Any], names: dict[bytes, str]) -> Iterator[Strategy]:
    for rec, _key, cell, text, used, owner, themes, areas, when, group in rows:
        yield Strategy(
            names[rec], cell, blobs.prose(project.conn, text), tuple(json.loads(used or "[]")), owner or "",
            tuple(json.loads(themes or "[]")), tuple(json.loads(areas or "[]")), when or "", group or "",
        )  # fmt: skip
