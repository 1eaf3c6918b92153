"""What was said of a theme and an indicator before anybody saw how they compare, and what only afterwards.

One rule: looking is a fact of the journal. Whoever makes the comparison of a pair has been shown it, on screen, in a file or
through another command, and the project keeps that (an attribute of the theme, an action ``looked`` that nobody undoes). A
link declares before looking where the action that gave it its relation and closeness had not seen such a look; the order of
the journal decides, never the clock, and a colleague whose copy had not seen the result has not looked. A link that is
changed after a look is declared afterwards, however it first stood; one that is taken off then is named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from qualcode.collect.yamlfile import words
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.themes import CLOSENESS, RELATIONS, Link, links
from qualcode.store import Project, act
from qualcode.store.ids import derived

_LOOKED = "looked:"  # key of a theme's attribute, then the indicator's id
_COUNTS = "counts"  # key of a link's attribute: somebody agreed to compare counts
_SAYS = ("relation", "closeness")


@dataclass(frozen=True)
class Agreed:
    """Somebody agreed that areas are compared by counts though they differ in size: 'setuju memakai jumlah'."""

    reason: str
    who: str


def link_id(theme: bytes, indicator: bytes) -> bytes:
    """The link of a theme and an indicator, the same on every device."""
    return derived(theme, "link:" + indicator.hex())


def _look_id(theme: bytes, indicator: bytes) -> bytes:
    return derived(theme, "attribute:" + _LOOKED + indicator.hex())


def note_looked(project: Project, pairs: Iterable[tuple[bytes, bytes]]) -> int:
    """Keep that these (theme, indicator) are shown beside each other; how many were shown for the first time. What is no
    theme, a code, say, is passed over."""
    themes = {rec for (rec,) in project.rows("SELECT id FROM theme")}
    known = {rec for (rec,) in project.rows("SELECT id FROM attribute WHERE key GLOB ?", _LOOKED + "*")}
    fresh = {_look_id(*pair): pair for pair in pairs if pair[0] in themes}
    new = [(rec, pair) for rec, pair in fresh.items() if rec not in known]
    if new:
        with act(project, "looked") as a:
            for rec, (theme, indicator) in new:
                a.create("attribute", rec, subject=theme, key=_LOOKED + indicator.hex(), value=True)
    return len(new)


def stamped(project: Project, theme: bytes | None = None) -> list[Link]:
    """The links, each with ``made`` as the journal knows it: before or after the result was shown."""
    return [replace(link, made=_when(project, link)) for link in links(project, theme)]


def _when(project: Project, link: Link) -> str:
    if link.made != "before":
        return "after"  # whoever made it said so
    looks = _actions(project, _look_id(link.theme, link.indicator))
    if not looks:
        return "before"
    said: dict[str, object] = {}
    for action, new in project.rows(
        "SELECT action, new FROM entry WHERE rec=? AND new IS NOT NULL ORDER BY action", link.id
    ):
        if not any(project.order.before(look, action) for look in looks):
            said |= json.loads(new)
    stands = not said.get("removed") and all(said.get(name) == getattr(link, name) for name in _SAYS)
    return "before" if stands else "after"


def _actions(project: Project, record: bytes) -> list[int]:
    return [action for (action,) in project.rows("SELECT action FROM entry WHERE rec=?", record)]


def dropped(project: Project) -> list[tuple[str, str]]:
    """(theme, indicator) of the links that were taken off after their result had been shown: what is left out of a report
    because of how it came out is to be said in it."""
    found = []
    for rec, theme, indicator, theme_name, indicator_name in project.rows(
        "SELECT l.id, l.theme, l.indicator, t.name, i.name FROM link l JOIN theme t ON t.id=l.theme"
        " JOIN indicator i ON i.id=l.indicator WHERE l.removed=1 AND t.removed=0 ORDER BY l.k"
    ):
        looks = _actions(project, _look_id(theme, indicator))
        last = project.value("SELECT MAX(action) FROM entry WHERE rec=?", rec)
        if last is not None and any(project.order.before(look, last) for look in looks):
            found.append((theme_name, indicator_name))
    return found


def declare(
    project: Project, theme: bytes, indicator: bytes, *, relation: str | None = None, closeness: str | None = None,
    rationale: str | None = None,
) -> str:  # fmt: skip
    """Link a theme to an indicator, or change what a link says; what is not given stays. Returns how the journal stamps it:
    before or after. UserError where a new link has no relation, closeness or reason."""
    rec = link_id(theme, indicator)
    now = next((one for one in links(project, theme) if one.id == rec), None)
    given = {
        "relation": relation,
        "closeness": closeness,
        "rationale": words(rationale.strip(), "") if rationale else None,
    }
    for name, allowed in (("relation", RELATIONS), ("closeness", CLOSENESS)):
        if given[name] is not None and given[name] not in allowed:
            raise UserError(_("“%s” is no %s") % (given[name], _(name)), todo=", ".join(allowed))
    missing = [name for name, value in given.items() if now is None and not value]
    if missing:
        raise UserError(
            _("a new link says its %s too") % ", ".join(missing),
            todo=_("A link is an expectation with its reason: --relation, --closeness, --reason"),
        )
    with act(project, "themes") as a:
        if now is None:
            a.create("link", rec, theme=theme, indicator=indicator, made="before", **given)
        else:
            a.change("link", rec, **{name: value for name, value in given.items() if value is not None})
    return next(one.made for one in stamped(project, theme) if one.id == rec)


def take_off(project: Project, theme: bytes, indicator: bytes) -> None:
    """Remove a link. UserError where there is none."""
    with act(project, "themes") as a:
        a.remove("link", _there(project, theme, indicator))


def _there(project: Project, theme: bytes, indicator: bytes) -> bytes:
    rec = link_id(theme, indicator)
    if not project.value("SELECT 1 FROM link WHERE id=? AND removed=0", rec):
        raise UserError(_("this theme and this indicator are not linked"), todo=_("“qualcode links” lists the links"))
    return rec


def accept_counts(project: Project, theme: bytes, indicator: bytes, reason: str | None) -> None:
    """Agree that this link compares counts without a denominator, for ``reason``; None takes that back. UserError where there
    is no such link, or the reason is empty."""
    rec = _there(project, theme, indicator)
    kept = derived(rec, "attribute:" + _COUNTS)
    if reason is not None and not reason.strip():
        raise UserError(
            _("comparing counts needs a reason"), todo=_("Say why areas of different size may be compared so")
        )
    with act(project, "themes") as a:
        if reason is not None:
            a.create("attribute", kept, subject=rec, key=_COUNTS, value={"reason": reason.strip(), "who": _me(project)})
        elif project.value("SELECT 1 FROM attribute WHERE id=? AND removed=0", kept):
            a.remove("attribute", kept)


def _me(project: Project) -> str:
    return str(project.value("SELECT name FROM coder WHERE id=?", project.coder) or "")


def counts_accepted(project: Project) -> dict[bytes, Agreed]:
    """By link: who agreed to compare counts, and why."""
    return {
        subject: Agreed(str(kept.get("reason", "")), str(kept.get("who", "")))
        for subject, value in project.rows("SELECT subject, value FROM attribute WHERE key=? AND removed=0", _COUNTS)
        if isinstance(kept := json.loads(value or "null"), dict)
    }
