"""Bringing a SWOT in: a YAML file with everything, or a table as printed.

One rule: a file is one action and comes in whole or not at all. What a YAML file names takes the file's values; from a
printed table what is there already is left alone, and the rest is put behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.collect.regions import Region
from qualcode.conclude.swot import CONVENTIONS, QUADRANTS
from qualcode.conclude.swot_deeds import next_key, on_scale, write_rating, write_weight
from qualcode.conclude.swot_evidence import LISTS
from qualcode.conclude.swot_printed import Printed
from qualcode.conclude.swot_records import QUESTIONS, Swot, coded, scope_named, stated_key
from qualcode.conclude.tows import CELLS, folded
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Act, Project, act, blobs
from qualcode.store.ids import derived, fold, new_id
from qualcode.store.lookup import find
from qualcode.store.settings import setting, write_setting


@dataclass(frozen=True)
class SwotImported:
    """How many came in; ``known``: how many of a printed table were there already."""

    items: int
    ratings: int
    strategies: int
    known: int = 0


def import_swot(project: Project, data: Any, where: str, *, scope: Region | None = None) -> SwotImported:
    """Bring in ``unit``, ``convention``, ``raters``, ``items`` and ``strategies`` (a mapping as read from YAML) for the city
    or ``scope``; what is there already takes the file's values. UserError where something is not understood; then nothing
    came in."""
    if not isinstance(data, Mapping) or not isinstance(data.get("items"), list):
        raise UserError(_("a SWOT file has a list “items”"), where=where)
    scope = scope_named(project, data.get("scope")) or scope
    convention = str(data.get("convention") or "")
    if convention not in CONVENTIONS:
        raise UserError(_("the rating convention is {convention!r}").format(convention=convention), where=where,
                        todo=_("Choose A (condition scale) or B (magnitude scale) for the whole project"))  # fmt: skip
    held = setting(project, "swot.convention")
    if held not in (None, convention) and project.value("SELECT 1 FROM rating WHERE removed=0 AND rating IS NOT NULL"):
        raise UserError(_("the file has convention %s, the project %s; A and B are never mixed") % (convention, held), where=where,
                        todo=_("Turn the project's ratings round first: qualcode swot set --convention %s --convert") % convention)  # fmt: skip
    raters = [str(name) for name in data.get("raters") or []]
    ratings = 0
    with act(project, "swot") as a:
        frame = {"unit": data.get("unit") or "", "convention": convention, "raters": raters, "sums": data.get("sums")}
        for key, value in frame.items():
            if value is not None:
                write_setting(project, a, "swot." + key, value)
        if data.get("stated"):
            write_setting(project, a, stated_key(scope), str(data["stated"]))
        for position, item in enumerate(data["items"], 1):
            ratings += _item(project, a, item, position, raters, scope, where)
        for position, strategy in enumerate(data.get("strategies") or [], 1):
            _strategy(project, a, strategy, position, scope, where)
    return SwotImported(len(data["items"]), ratings, len(data.get("strategies") or []))


def _item(
    project: Project, a: Act, item: Any, position: int, raters: list[str], scope: Region | None, where: str
) -> int:
    """One factor with its raters' values; how many."""
    place = f"{where}: {_of(item, 'id', where)}"
    if item.get("quadrant") not in QUADRANTS:
        raise UserError(
            _("the quadrant is {q!r}").format(q=item.get("quadrant")), where=place, todo=_("Choose S, W, O or T")
        )
    rec = record_for(project, "swot_item", "swot:", str(item["id"]), scope)
    a.create(
        "swot_item", rec, key=str(item["id"]), quadrant=item["quadrant"], text=_of(item, "text", place),
        scope=scope.id if scope else None, questions={key: (item.get("questions") or {}).get(key) for key in QUESTIONS},
        evidence=named_evidence(project, item.get("evidence") or {}, place), position=position,
    )  # fmt: skip
    if item.get("memo"):
        a.create(
            "memo",
            derived(rec, "memo"),
            belongs=None,
            about_kind="swot_item",
            about=rec,
            coder=project.coder,
            text=str(item["memo"]),
        )
    if item.get("weight") is not None:
        write_weight(a, rec, float(item["weight"]), str(item.get("weight_source") or ""))
    weights, marks = item.get("importance") or [], item.get("rating") or []
    if max(len(weights), len(marks)) > len(raters):
        raise UserError(
            _("there are more values than raters"), where=place, todo=_("Give one value for each rater, in their order")
        )
    given = 0
    for at, rater in enumerate(raters):
        importance, rating = (values[at] if at < len(values) else None for values in (weights, marks))
        if importance is not None or rating is not None:
            write_rating(
                a, project, rec, rater, {"importance": on_scale(importance, place), "rating": on_scale(rating, place)}
            )
            given += 1
    return given


def _strategy(project: Project, a: Act, strategy: Any, position: int, scope: Region | None, where: str) -> None:
    place = f"{where}: {_of(strategy, 'id', where)}"
    a.create(
        "strategy", record_for(project, "strategy", "strategy:", str(strategy["id"]), scope), key=str(strategy["id"]),
        cell=str(strategy.get("cell") or ""), text=_of(strategy, "text", place),
        items=[str(key) for key in strategy.get("items") or []], owner=_text(strategy, "owner"), scope=scope.id if scope else None,
        themes=[find(project, "theme", str(name), where=place).hex() for name in strategy.get("themes") or []],
        areas=[find(project, "region", str(name), where=place).hex() for name in strategy.get("areas") or []],
        frame=_text(strategy, "frame"), group=_text(strategy, "group"), position=position,
    )  # fmt: skip


def _text(entry: Mapping[str, Any], key: str) -> str | None:
    """A field of a file as text (a year comes as a number), or nothing."""
    return str(entry[key]) if entry.get(key) not in (None, "") else None


def record_for(project: Project, kind: str, prefix: str, key: str, scope: Region | None) -> bytes:
    """The record that has this code in the scope; else the one every device makes of it; another where that one has taken a
    new code meanwhile."""
    here = scope.id if scope else None
    held = project.rows(f'SELECT id, key FROM "{kind}" WHERE removed=0 AND scope IS ? ORDER BY id', here)
    for rec, shown in coded(held).items():
        if fold(shown) == fold(key):
            return rec
    made = derived(project.id, prefix + (scope.id.hex() + ":" if scope else "") + fold(key))
    return new_id(project.clock()) if project.value(f'SELECT 1 FROM "{kind}" WHERE id=? AND removed=0', made) else made


def _of(entry: Any, key: str, where: str) -> str:
    if not isinstance(entry, Mapping) or not entry.get(key):
        raise UserError(_("“%s” is missing") % key, where=where)
    return str(entry[key])


def named_evidence(project: Project, evidence: Mapping[str, Any], where: str | None = None) -> dict[str, Any]:
    """Evidence as people name it, as records hold it: ``themes`` and ``indicators`` by name, ``codings`` and ``against`` by
    id, ``figures`` as {indicator, region, year}, ``documents`` as written. UserError where one is not there."""
    made: dict[str, Any] = {
        key: [find(project, kind, str(name), where=where).hex() for name in evidence.get(key) or []]
        for key, kind in (("themes", "theme"), ("indicators", "indicator"))
    }
    for key in ("codings", "against"):
        if evidence.get(key):
            made[key] = [_coding(project, str(one), where) for one in evidence[key]]
    if evidence.get("figures"):
        made["figures"] = [
            {
                "indicator": find(project, "indicator", str(one["indicator"]), where=where).hex(),
                "region": find(project, "region", str(one["region"]), where=where).hex(), "year": one.get("year"),
            }
            for one in evidence["figures"]
        ]  # fmt: skip
    if evidence.get("documents"):
        made["documents"] = [str(text).strip() for text in evidence["documents"] if str(text).strip()]
    return made


def dropped_evidence(held: Swot, key: str, names: Sequence[str]) -> dict[str, list[Any]]:
    """What of a factor's evidence people name by a theme's or indicator's name, a document's text, or the beginning of an id.
    UserError where it does not rest on that."""
    made: dict[str, list[Any]] = {}
    evidence = held.evidence[key]
    shown = {one.id.hex(): one.name for one in held.support[key]}
    for name in names:
        hits = [
            (kind, one)
            for kind in LISTS
            for one in evidence.get(kind, ())
            if fold(name) in (fold(str(one)), fold(shown.get(str(one), "")))
            or (len(name) >= 6 and isinstance(one, str) and one.startswith(fold(name).replace("-", "")))
            or (isinstance(one, dict) and fold(name) in fold(shown.get(one["indicator"] + one["region"], "")))
        ]
        if not hits:
            raise UserError(
                _("%s does not rest on “%s”") % (key, name), todo=_("“qualcode swot show %s” lists its evidence") % key
            )
        for kind, one in hits:
            made.setdefault(kind, []).append(one)
    return made


def _coding(project: Project, text: str, where: str | None) -> str:
    wanted = fold(text).replace("-", "")
    found: list[bytes] = (
        [rec for (rec,) in project.rows("SELECT id FROM coding WHERE removed=0") if rec.hex().startswith(wanted)]
        if len(wanted) >= 6
        else []
    )
    if len(found) != 1:
        raise UserError(
            _("“%s” names %d codings") % (text, len(found)),
            where=where,
            todo=_("“qualcode codings” lists them with their ids"),
        )
    return found[0].hex()


def import_printed(project: Project, printed: Printed, *, scope: Region | None = None) -> SwotImported:
    """Bring in a table as printed. Factors take the next codes of their lists; a factor or strategy whose words are there
    already is not made twice."""
    here = scope.id if scope else None
    items = project.rows("SELECT key, quadrant, text FROM swot_item WHERE removed=0 AND scope IS ?", here)
    plans = project.rows("SELECT key, cell, text FROM strategy WHERE removed=0 AND scope IS ?", here)
    keys, names = {row[0] for row in items}, {row[0] for row in plans}
    there = {(quadrant, folded(blobs.prose(project.conn, text))) for _key, quadrant, text in items}
    said = {(cell, folded(blobs.prose(project.conn, text))) for _key, cell, text in plans}
    made = written = 0
    with act(project, "swot") as a:
        for at, factor in enumerate(printed.factors, 1):
            if (factor.quadrant, folded(factor.text)) in there:
                continue
            key = next_key(factor.quadrant, keys)
            keys.add(key)
            there.add((factor.quadrant, folded(factor.text)))
            a.create(
                "swot_item", record_for(project, "swot_item", "swot:", key, scope), key=key, quadrant=factor.quadrant, text=factor.text,
                scope=here, questions=dict.fromkeys(QUESTIONS), evidence={"component": factor.component} if factor.component else {},
                position=len(items) + at,
            )  # fmt: skip
            made += 1
        for at, plan in enumerate(printed.strategies, 1):
            if (plan.cell, folded(plan.text)) in said:
                continue
            key = next_key(plan.cell if plan.cell in CELLS else "X", names)
            names.add(key)
            a.create(
                "strategy", record_for(project, "strategy", "strategy:", key, scope), key=key, cell=plan.cell, text=plan.text,
                items=list(plan.items), owner=plan.owner or None, frame=plan.frame or None, group=plan.group or None, scope=here,
                position=len(plans) + at,
            )  # fmt: skip
            written += 1
    return SwotImported(made, 0, written, len(printed.factors) + len(printed.strategies) - made - written)
