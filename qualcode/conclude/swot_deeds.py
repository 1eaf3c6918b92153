"""Changing a SWOT: its frame, its factors, what they rest on, and the raters' values.

One rule: each deed is one action, so that undo takes back all of it. Where a factor stands is decided by a person who
answers three questions; a factor that changes from good to bad or back loses its ratings, which meant something else there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.collect.regions import Region
from qualcode.conclude.swot import CONVENTIONS, QUADRANTS, SUMS
from qualcode.conclude.swot_records import FRAME, QUESTIONS, WEIGHT, Swot, read_swot, stated_key
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Act, Project, act
from qualcode.store.ids import derived, fold, new_id
from qualcode.store.settings import setting, write_setting

HARMFUL = ("W", "T")
_SIDES = {(True, False): "internal", (False, True): "external"}


@dataclass(frozen=True)
class Moved:
    """A factor that stands elsewhere now: its new code, how many ratings went, and which strategies name it."""

    key: str
    ratings: int
    strategies: tuple[str, ...]


def side_of(can_change: bool | None, exists_without: bool | None, condition: bool | None) -> str:
    """Where the three answers put a factor: internal, external, borderline, wish; empty while one is missing."""
    if condition is False:
        return "wish"
    if can_change is None or exists_without is None:
        return ""
    return _SIDES.get((can_change, exists_without), "borderline")


def set_frame(
    project: Project, *, unit: str | None = None, convention: str | None = None, raters: Sequence[str] | None = None,
    sums: str | None = None, stated: str | None = None, scope: Region | None = None, convert: bool = False,
) -> int:  # fmt: skip
    """Declare the unit, the rating convention, the raters, what weights sum to one over, or the quadrant a document states.

    How many ratings were turned round: with ``convert`` those of W and T (1 for 4) when the convention changes. UserError
    where it would change under given ratings without that, or a word is unknown.
    """
    _need(convention, CONVENTIONS, _("the rating convention is {convention!r}").format(convention=convention), _("Choose A (condition scale) or B (magnitude scale) for the whole project"))  # fmt: skip
    _need(sums, SUMS, _("weights sum over {sums!r}").format(sums=sums), _("Choose side (S with W, O with T) or list"))
    before = setting(project, "swot.convention")
    rated = [
        (rec, value)
        for rec, value, quadrant in project.rows(
            "SELECT r.id, r.rating, i.quadrant FROM rating r JOIN swot_item i ON i.id=r.item WHERE r.removed=0 AND i.removed=0 AND r.rating IS NOT NULL"
        )
        if quadrant in HARMFUL
    ]
    turned = [] if convention in (None, before) or not before else rated
    if turned and not convert:
        raise UserError(
            _("%d ratings were given under convention %s; A and B are never mixed") % (len(turned), before),
            todo=_("Turn those of W and T round with --convert, or let the raters fill new sheets"),
        )
    given = {
        "unit": unit,
        "convention": convention,
        "raters": list(raters) if raters is not None else None,
        "sums": sums,
    }
    with act(project, "swot") as a:
        for key in FRAME:
            if given[key] is not None:
                write_setting(project, a, "swot." + key, given[key])
        if stated is not None:
            write_setting(project, a, stated_key(scope), stated)
        for rec, value in turned:
            a.change("rating", rec, rating=5 - value)
    return len(turned)


def _need(value: str | None, known: Collection[str], what: str, todo: str) -> None:
    if value is not None and value not in known:
        raise UserError(what, todo=todo)


def next_key(prefix: str, keys: Collection[str]) -> str:
    """The code after the highest number: `W4`."""
    numbers = [int(key[len(prefix) :]) for key in keys if key.startswith(prefix) and key[len(prefix) :].isdigit()]
    return f"{prefix}{max(numbers, default=0) + 1}"


def behind(project: Project, kind: str, wanted: str, scope: Region | None) -> int:
    """The place behind the last of a list: ``wanted`` is a quadrant of factors (``swot_item``) or a cell of strategies. What was
    brought in from a file may count its places over all lists, so the number in a list says nothing."""
    column = "quadrant" if kind == "swot_item" else "cell"
    last = project.value(
        f"SELECT MAX(position) FROM {kind} WHERE removed=0 AND {column}=? AND scope IS ?",
        wanted,
        scope.id if scope else None,
    )
    return 1 + int(last or 0)


def add_item(
    project: Project, quadrant: str, text: str, *, scope: Region | None = None, answers: Mapping[str, bool | None] | None = None,
    evidence: Mapping[str, Any] | None = None, memo: str = "",
) -> str:  # fmt: skip
    """Put a factor into S, W, O or T; its code. UserError where the list is unknown or the text is empty."""
    quadrant = quadrant_named(quadrant)
    if not text.strip():
        raise UserError(_("a factor needs a text"))
    held = read_swot(project, scope=scope)
    key = next_key(quadrant, held.ids)
    with act(project, "swot") as a:
        rec = a.create(
            "swot_item", new_id(project.clock()), key=key, quadrant=quadrant, text=text.strip(), scope=scope.id if scope else None,
            questions={name: (answers or {}).get(name) for name in QUESTIONS}, evidence=dict(evidence or {}),
            position=behind(project, "swot_item", quadrant, scope),
        )  # fmt: skip
        _note(project, a, rec, memo)
    return key


def quadrant_named(text: str) -> str:
    if text.strip().upper() not in QUADRANTS:
        raise UserError(_("the quadrant is {q!r}").format(q=text), todo=_("Choose S, W, O or T"))
    return text.strip().upper()


def _note(project: Project, a: Act, rec: bytes, memo: str) -> None:
    if memo.strip():
        a.create(
            "memo",
            new_id(project.clock()),
            belongs=None,
            about_kind="swot_item",
            about=rec,
            coder=project.coder,
            text=memo.strip(),
        )


def set_item(
    project: Project, held: Swot, key: str, *, text: str | None = None, answers: Mapping[str, bool | None] | None = None,
    add: Mapping[str, Sequence[Any]] | None = None, drop: Mapping[str, Sequence[Any]] | None = None, memo: str = "",
    position: int | None = None,
) -> None:  # fmt: skip
    """Change a factor: its text, answers (those named), what it rests on (``add``, ``drop``: by the names of
    ``swot_evidence.LISTS``), a memo on it, its place in the list. UserError where there is no such factor."""
    item = held.item(key)
    rec = held.ids[item.id]
    values: dict[str, Any] = {}
    if text is not None:
        if not text.strip():
            raise UserError(_("a factor needs a text"), where=item.id)
        values["text"] = text.strip()
    if answers:
        values["questions"] = {name: answers.get(name, getattr(item, name)) for name in QUESTIONS}
    if add or drop:
        values["evidence"] = changed_evidence(held.evidence[item.id], add or {}, drop or {})
    if position is not None:
        values["position"] = position
    with act(project, "swot") as a:
        if values:
            a.change("swot_item", rec, **values)
        _note(project, a, rec, memo)


def changed_evidence(
    now: Mapping[str, Any], add: Mapping[str, Sequence[Any]], drop: Mapping[str, Sequence[Any]]
) -> dict[str, Any]:
    """The evidence with some more and some less; nothing stands there twice."""
    made: dict[str, Any] = dict(now)
    for name in {*add, *drop}:
        left = [one for one in now.get(name, ()) if one not in drop.get(name, ())]
        made[name] = left + [one for one in add.get(name, ()) if one not in left]
    return made


def move_item(
    project: Project, held: Swot, key: str, quadrant: str, answers: Mapping[str, bool | None], memo: str = ""
) -> Moved:
    """Put a factor into another list, with the three answers that put it there; strategies follow its new code.

    UserError where the answers put it on the other side, leave it on the border without a memo, or call it a wish.
    """
    item, quadrant = held.item(key), quadrant_named(quadrant)
    given = {name: answers.get(name, getattr(item, name)) for name in QUESTIONS}
    refuse_wrong_side(quadrant, side_of(**given), noted=item.memo or bool(memo.strip()))
    rec = held.ids[item.id]
    if quadrant == item.quadrant:
        set_item(project, held, key, answers=given, memo=memo)
        return Moved(item.id, 0, ())
    turned = (quadrant in HARMFUL) != (item.quadrant in HARMFUL)
    new = next_key(quadrant, held.ids)
    followed = [one for one in held.strategies if item.id in one.items]
    with act(project, "swot") as a:
        a.change("swot_item", rec, key=new, quadrant=quadrant, questions=given,
                 position=behind(project, "swot_item", quadrant, held.scope))  # fmt: skip
        gone = (
            project.rows("SELECT id FROM rating WHERE item=? AND removed=0 AND rating IS NOT NULL", rec)
            if turned
            else []
        )
        for (rating,) in gone:
            a.change("rating", rating, rating=None)
        for one in followed:
            a.change(
                "strategy", held.strategy_ids[one.id], items=[new if name == item.id else name for name in one.items]
            )
        _note(project, a, rec, memo)
    return Moved(new, len(gone), tuple(one.id for one in followed))


def refuse_wrong_side(quadrant: str, side: str, *, noted: bool) -> None:
    """UserError where the three answers do not put a factor on the side of ``quadrant``."""
    if side == "wish":
        raise UserError(
            _("this is a wish, not a condition"), todo=_("Write it as a strategy: “qualcode strategies add”")
        )
    if side == "borderline" and not noted:
        raise UserError(
            _("the unit can change it and it would exist without the unit, or neither: it is on the border"),
            todo=_("Say in a memo why it stands in %s (--memo)") % quadrant,
        )
    if side in ("internal", "external") and (side == "internal") != (quadrant in "SW"):
        right = "S, W" if side == "internal" else "O, T"
        raise UserError(_("the answers put it into %s") % right, todo=_("Choose one of these, or answer otherwise"))


def remove_item(project: Project, held: Swot, key: str) -> tuple[str, ...]:
    """Take a factor out, with its values; strategies no longer name it: which."""
    item = held.item(key)
    rec = held.ids[item.id]
    named = [one for one in held.strategies if item.id in one.items]
    with act(project, "swot") as a:
        a.remove("swot_item", rec)
        for (rating,) in project.rows("SELECT id FROM rating WHERE item=? AND removed=0", rec):
            a.remove("rating", rating)
        for one in named:
            a.change("strategy", held.strategy_ids[one.id], items=[name for name in one.items if name != item.id])
    return tuple(one.id for one in named)


def rate(
    project: Project, held: Swot, given: Sequence[tuple[str, str, int | None, int | None]], weights: Mapping[str, float] | None = None,
    source: str = "",
) -> int:  # fmt: skip
    """Write raters' values: (factor, rater, importance, rating), 1 to 4, None leaves what is there. ``weights``: of factors,
    entered by experts with their ``source`` (AHP) instead of importance. How many values. UserError where a rater is not
    declared or a value is off the scale; then nothing is written."""
    known = {fold(name): name for name in held.raters}
    rows = []
    for key, rater, importance, rating in given:
        item = held.item(key)
        if fold(rater) not in known:
            raise UserError(
                _("“%s” is no rater of this project") % rater, todo=_("Declare them: qualcode swot set --raters A,B")
            )
        values = {
            name: on_scale(value, item.id)
            for name, value in (("importance", importance), ("rating", rating))
            if value is not None
        }
        rows.append((held.ids[item.id], known[fold(rater)], values))
    for key, weight in (weights or {}).items():
        held.item(key)
        if not 0 <= weight <= 1:
            raise UserError(_("a weight is between 0 and 1"), where=key)
    with act(project, "swot") as a:
        for rec, rater, values in rows:
            write_rating(a, project, rec, rater, values)
        for key, weight in (weights or {}).items():
            write_weight(a, held.ids[held.item(key).id], weight, source)
    return sum(len(values) for _rec, _rater, values in rows) + len(weights or {})


def write_rating(a: Act, project: Project, item: bytes, rater: str, values: Mapping[str, int | None]) -> None:
    """A rater's values of a factor; the other one stays as it is."""
    rec = derived(item, "rater:" + fold(rater))
    now = project.rows("SELECT importance, rating FROM rating WHERE id=? AND removed=0", rec)
    held = dict(zip(("importance", "rating"), now[0] if now else (None, None), strict=True))
    a.create("rating", rec, item=item, rater=rater, **(held | dict(values)))


def write_weight(a: Act, item: bytes, weight: float | None, source: str) -> None:
    a.create(
        "attribute", derived(item, WEIGHT), subject=item, key=WEIGHT,
        value=None if weight is None else {"weight": weight, "source": source},
    )  # fmt: skip


def on_scale(value: Any, where: str) -> int | None:
    """A value of the scale 1 to 4, or None. UserError for anything else."""
    if value not in (None, 1, 2, 3, 4):
        raise UserError(_("“%s” is not on the scale") % value, where=where, todo=_("Give whole numbers from 1 to 4"))
    return value if value is None else int(value)
