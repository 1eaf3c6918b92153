"""What theory a theme is tied to: constructs of the literature, as a researcher names them (theory triangulation, Denzin 1978, ch. 10;
conceptual coherence, Miles & Huberman 1994, pp. 261-262).

One rule: only a person ties a theme to a construct; nothing is guessed from words, and where nobody did, the report asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from qualcode.collect.yamlfile import words
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project, act
from qualcode.store.ids import derived, fold

_KEY = "theory"  # of the theme's attribute


def constructs(project: Project) -> dict[bytes, tuple[str, ...]]:
    """The constructs by theme, in the order they were tied; a theme without any is left out."""
    return {
        theme: tuple(map(str, named))
        for theme, value in project.rows("SELECT subject, value FROM attribute WHERE key=? AND removed=0", _KEY)
        if isinstance(named := json.loads(value or "[]"), list) and named
    }


def tie(project: Project, theme: bytes, named: Sequence[str], *, loosen: bool = False) -> tuple[str, ...]:
    """Tie a theme to constructs (``loosen``: no longer); those it has now. A name stands once, whatever its capitals. UserError
    for an empty name, or one to be loosened that is not there."""
    before = constructs(project).get(theme, ())
    given = [words(name.strip(), "") or "" for name in named]
    if not all(given):
        raise UserError(_("a construct needs a name"), todo=_("e.g. “pendekatan kapabilitas (Sen 1999)”"))
    known = {fold(name) for name in before}
    if loosen and (missing := [name for name in given if fold(name) not in known]):
        raise UserError(_("the theme is not tied to “%s”") % missing[0], todo=", ".join(before))
    meant = {fold(name) for name in given}
    fresh = {fold(name): name for name in reversed(given) if fold(name) not in known}
    return set_constructs(
        project,
        theme,
        [name for name in before if fold(name) not in meant] if loosen else [*before, *reversed(fresh.values())],
    )


def set_constructs(project: Project, theme: bytes, named: Sequence[str]) -> tuple[str, ...]:
    """Write the constructs of a theme as they are to stand."""
    rec = derived(theme, "attribute:" + _KEY)
    with act(project, "themes") as a:
        if named or project.value("SELECT 1 FROM attribute WHERE id=? AND removed=0", rec):
            a.create("attribute", rec, subject=theme, key=_KEY, value=list(named))
    return tuple(named)
