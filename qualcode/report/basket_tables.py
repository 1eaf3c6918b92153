"""Matrices in the basket: how a table was asked for, so that the report makes it anew from what counts then.

One rule: what lies here are the words of the question (rows, columns, unit, query, order), never a number: a table in the report
cannot be older than the report.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from qualcode.conclude.arranged import Asked
from qualcode.i18n import N_, _
from qualcode.store import Project, act
from qualcode.store.action import canonical_json
from qualcode.store.settings import settings, write_setting

PREFIX = "basket-table:"
_FORMS = {
    "contrast": N_("contrast"), "effects": N_("effects"), "checklist": N_("checklist"), "summary": N_("summary"),
    "events": N_("event listing"),
}  # fmt: skip
_LEFT = (
    "coder",
    "sources",
    "every",
)  # a report shows the agreed layer of all sources, and areas where somebody was heard


@dataclass(frozen=True)
class MarkedTable:
    key: str
    asked: Asked


def tables(project: Project) -> list[MarkedTable]:
    """The matrices in the basket, in the order of their words; what a later version asks for otherwise is passed over."""
    known = {field.name for field in fields(Asked)} - set(_LEFT)
    found = []
    for key, value in sorted(settings(project, PREFIX).items(), key=lambda one: canonical_json(one[1])):
        if isinstance(value, dict) and value.keys() <= known:
            found.append(MarkedTable(PREFIX + key, Asked(**{**value, "only": tuple(value.get("only") or ())})))
    return found


def put_table(project: Project, asked: Asked) -> bool:
    """Put a matrix in as it is asked for; False where it lies there already."""
    value = {name: what for name, what in asdict(asked).items() if name not in _LEFT}
    key = PREFIX + hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]
    if any(one.key == key for one in tables(project)):
        return False
    _write(project, key, value)
    return True


def take_tables_out(project: Project, marked: Iterable[MarkedTable]) -> None:
    for one in marked:
        _write(project, one.key, False)


def in_words(asked: Asked) -> str:
    """What a matrix is, on a line: ``themes × role · role:lurah``."""
    rows = _("themes") if asked.rows == "themes" else _("codes")
    form = _(_FORMS[asked.form]) if asked.form in _FORMS else ""
    order = "" if asked.order == "own" else asked.order
    return " · ".join(filter(None, (f"{rows} × {asked.columns}", form, " – ".join(asked.only), asked.where, order)))


def _write(project: Project, key: str, value: object) -> None:
    with act(project, "basket") as a:
        write_setting(project, a, key, value)
