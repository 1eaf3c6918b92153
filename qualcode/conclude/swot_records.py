"""SWOT items, ratings and strategies as records, and the evidence each item rests on, counted.

One rule: an item's evidence is a name that leads somewhere. A theme is counted in the transcripts that speak for the
item and in those that speak against it; an indicator is one of the project. Nothing named, nothing counted: the item is
printed 'tanpa bukti'.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.conclude.swot import CONVENTIONS, QUADRANTS, Item
from qualcode.conclude.tows import Strategy
from qualcode.display.cells import settled_valence
from qualcode.display.matrix import Matrix, matrix
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import by_id
from qualcode.reduce.counting import Segment
from qualcode.reduce.themes import themes
from qualcode.store import Project, act, blobs
from qualcode.store.ids import derived, fold
from qualcode.store.lookup import find

QUESTIONS = ("can_change", "exists_without", "condition")
SPEAKS = {"S": 1, "O": 1, "W": -1, "T": -1}  # the valence that speaks for an item of the quadrant


@dataclass(frozen=True)
class SwotImported:
    items: int
    ratings: int
    strategies: int


@dataclass(frozen=True)
class Support:
    """What an item rests on. ``kind``: theme or indicator; ``sign``: +1 where strengths speak for the item, -1 where
    problems do. Of a theme: the passages that speak for the item and those that speak against it, and ``of``, the finished
    sources; empty for an indicator."""

    kind: str
    id: bytes
    name: str
    sign: int
    speaking: tuple[Segment, ...] = ()
    against: tuple[Segment, ...] = ()
    of: int = 0

    @property
    def raised(self) -> int:
        """Sources that speak for the item."""
        return len({segment.source for segment in self.speaking})

    @property
    def opposed(self) -> int:
        """Sources that speak against it; one source may do both."""
        return len({segment.source for segment in self.against})


@dataclass(frozen=True)
class Swot:
    """A project's SWOT as its records say: ready for ``swot.swot_table`` and ``tows``."""

    unit: str
    convention: str
    raters: tuple[str, ...]
    items: tuple[Item, ...]
    strategies: tuple[Strategy, ...]
    support: dict[str, tuple[Support, ...]]  # by item id


def item_id(project: Project, key: str) -> bytes:
    return derived(project.id, "swot:" + fold(key))


def import_swot(project: Project, data: Any, where: str) -> SwotImported:
    """Bring in ``unit``, ``convention``, ``raters``, ``items`` and ``strategies`` (a mapping as read from YAML); what
    is there already takes the file's values. UserError where something is not understood; then nothing came in."""
    if not isinstance(data, Mapping) or not isinstance(data.get("items"), list):
        raise UserError(_("a SWOT file has a list “items”"), where=where)
    convention = str(data.get("convention") or "")
    if convention not in CONVENTIONS:
        raise UserError(_("the rating convention is {convention!r}").format(convention=convention), where=where,
                        todo=_("Choose A (condition scale) or B (magnitude scale) for the whole project"))  # fmt: skip
    raters = [str(name) for name in data.get("raters") or []]
    strategies = data.get("strategies") or []
    ratings = 0
    with act(project, "swot") as a:
        for key, value in (("unit", data.get("unit") or ""), ("convention", convention), ("raters", raters)):
            a.create("setting", derived(project.id, "setting:swot." + key), key="swot." + key, value=value)
        for position, item in enumerate(data["items"], 1):
            place = f"{where}: {_of(item, 'id', where)}"
            if item.get("quadrant") not in QUADRANTS:
                raise UserError(
                    _("the quadrant is {q!r}").format(q=item.get("quadrant")),
                    where=place,
                    todo=_("Choose S, W, O or T"),
                )
            rec = item_id(project, str(item["id"]))
            a.create(
                "swot_item", rec, key=str(item["id"]), quadrant=item["quadrant"], text=_of(item, "text", place),
                questions={key: (item.get("questions") or {}).get(key) for key in QUESTIONS},
                evidence=_evidence(project, item.get("evidence") or {}, place), position=position,
            )  # fmt: skip
            weights, marks = item.get("importance") or [], item.get("rating") or []
            if max(len(weights), len(marks)) > len(raters):
                raise UserError(
                    _("there are more values than raters"),
                    where=place,
                    todo=_("Give one value for each rater, in their order"),
                )
            for at, rater in enumerate(raters):
                importance, rating = (values[at] if at < len(values) else None for values in (weights, marks))
                if importance is None and rating is None:
                    continue
                a.create(
                    "rating",
                    derived(rec, "rater:" + fold(rater)),
                    item=rec,
                    rater=rater,
                    importance=_scale(importance, place),
                    rating=_scale(rating, place),
                )
                ratings += 1
        for strategy in strategies:
            place = f"{where}: {_of(strategy, 'id', where)}"
            a.create(
                "strategy", derived(project.id, "strategy:" + fold(str(strategy["id"]))), key=str(strategy["id"]),
                cell=str(strategy.get("cell") or ""), text=_of(strategy, "text", place),
                items=[str(key) for key in strategy.get("items") or []], owner=strategy.get("owner"),
            )  # fmt: skip
    return SwotImported(len(data["items"]), ratings, len(strategies))


def _of(entry: Any, key: str, where: str) -> str:
    if not isinstance(entry, Mapping) or not entry.get(key):
        raise UserError(_("“%s” is missing") % key, where=where)
    return str(entry[key])


def _scale(value: Any, where: str) -> int | None:
    if value not in (None, 1, 2, 3, 4):
        raise UserError(_("“%s” is not on the scale") % value, where=where, todo=_("Give whole numbers from 1 to 4"))
    return value if value is None else int(value)


def _evidence(project: Project, evidence: Mapping[str, Any], where: str) -> dict[str, list[str]]:
    return {
        key: [find(project, kind, str(name), where=where).hex() for name in evidence.get(key) or []]
        for key, kind in (("themes", "theme"), ("indicators", "indicator"))
    }


def read_swot(project: Project, *, display: Matrix | None = None) -> Swot:
    """The SWOT of the project with its evidence counted over the whole city (``display``: that matrix, where the caller
    has it)."""
    settings = {
        key: json.loads(value)
        for key, value in project.rows("SELECT key, value FROM setting WHERE key LIKE 'swot.%' AND removed=0")
    }
    raters = tuple(settings.get("swot.raters") or ())
    given = {
        (item, rater): (importance, rating)
        for item, rater, importance, rating in project.rows(
            "SELECT item, rater, importance, rating FROM rating WHERE removed=0"
        )
    }
    rows = project.rows(
        "SELECT id, key, quadrant, text, questions, evidence FROM swot_item WHERE removed=0"
        " ORDER BY INSTR('SWOT', quadrant), position, key"
    )
    supports = _supports(project, display or matrix(project, level="kota")) if rows else {}
    items: list[Item] = []
    support: dict[str, tuple[Support, ...]] = {}
    for rec, key, quadrant, text, questions, evidence in rows:
        named = json.loads(evidence or "{}")
        support[key] = tuple(
            found
            for rest in (*named.get("themes", ()), *named.get("indicators", ()))
            if (found := supports.get((bytes.fromhex(rest), SPEAKS[quadrant])))
        )
        answers = json.loads(questions or "{}")
        items.append(
            Item(
                key, quadrant, blobs.prose(project.conn, text),
                importance=tuple(given.get((rec, rater), (None, None))[0] for rater in raters),
                rating=tuple(None if (r := given.get((rec, rater), (None, None))[1]) is None else int(r) for rater in raters),
                evidence=tuple(one.name for one in support[key]), **{name: answers.get(name) for name in QUESTIONS},
            )
        )  # fmt: skip
    strategies = tuple(
        Strategy(key, cell, blobs.prose(project.conn, text), tuple(json.loads(names or "[]")), owner or "")
        for key, cell, text, names, owner in project.rows(
            "SELECT key, cell, text, items, owner FROM strategy WHERE removed=0 ORDER BY CASE cell WHEN 'SO' THEN 1 WHEN 'WO' THEN 2"
            " WHEN 'ST' THEN 3 ELSE 4 END, key"
        )
    )
    return Swot(
        settings.get("swot.unit") or "",
        settings.get("swot.convention") or "A",
        raters,
        tuple(items),
        strategies,
        support,
    )


def _supports(project: Project, display: Matrix) -> dict[tuple[bytes, int], Support]:
    """Every theme, for items that need strengths and for those that need problems; every indicator, for both."""
    found: dict[tuple[bytes, int], Support] = {}
    valences = {code.id: code.valence for code in by_id(project).values()}
    for theme in themes(project):
        cells = [(area, cell) for (row, area), cell in display.cells.items() if row == theme.id]
        sides: dict[int, list[Segment]] = {1: [], -1: []}
        for area, _cell in cells:
            for segment in display.quotes[theme.id, area]:
                value = settled_valence(segment.valence, valences.get(segment.code), theme.nature)
                if value:
                    sides[value].append(segment)
        of = sum(cell.E for _area, cell in cells)
        for sign in (1, -1):
            found[theme.id, sign] = Support(
                "theme", theme.id, theme.shown, sign, tuple(sides[sign]), tuple(sides[-sign]), of
            )
    for rec, name in project.rows("SELECT id, name FROM indicator WHERE removed=0"):
        for sign in (1, -1):
            found[rec, sign] = Support("indicator", rec, name, sign)
    return found
