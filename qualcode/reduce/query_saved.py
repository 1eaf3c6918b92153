"""Queries that were given a name, to be used as ``@name`` wherever a query stands.

One rule: a saved query is text, read anew each time it is used, so that it means what it says today; what could not be read
is not saved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.store.ids import fold
from qualcode.store.settings import set_setting, settings

_KEY = "query:"
_NAME = re.compile(r"[^\W\d][\w-]{0,39}")


@dataclass(frozen=True)
class Saved:
    name: str
    text: str


def saved(project: Project) -> list[Saved]:
    """All saved queries by name."""
    found = settings(project, _KEY).values()
    return sorted((Saved(one["name"], one["text"]) for one in found if one), key=lambda one: fold(one.name))


def texts(project: Project) -> dict[str, str]:
    """The saved queries by folded name."""
    return {fold(one.name): one.text for one in saved(project)}


def save(project: Project, name: str, text: str) -> Saved:
    """Give a query a name, new or in the place of what had it. UserError where it cannot be read, or the name is none."""
    from qualcode.reduce.query_codings import understood

    name = name.removeprefix("@")
    if not _NAME.fullmatch(name):
        raise UserError(
            _("“%s” is no name of a query") % name, todo=_("One word of letters, digits, - and _, at most 40")
        )
    understood(project, text)
    if fold(name) in called(project, text):
        raise UserError(_("the saved query “%s” calls itself") % f"@{name}")
    set_setting(project, _KEY + fold(name), {"name": name, "text": text.strip()})
    return Saved(name, text.strip())


def called(project: Project, text: str) -> set[str]:
    """The saved queries a query calls, directly or through another; folded names."""
    known = texts(project)
    found: set[str] = set()
    waiting = [text]
    while waiting:
        for name in map(fold, re.findall(r"@([^\W\d][\w-]*)", waiting.pop())):
            if name in known and name not in found:
                found.add(name)
                waiting.append(known[name])
    return found


def drop(project: Project, name: str) -> None:
    """Forget a saved query. UserError where there is none of the name, or another one calls it."""
    folded = fold(name.removeprefix("@"))
    known = texts(project)
    if folded not in known:
        told = ", ".join(f"@{one}" for one in sorted(known)) or _("none is saved yet")
        raise UserError(_("there is no saved query “%s”") % f"@{folded}", todo=_("Saved queries: %s") % told)
    for one in saved(project):
        if fold(one.name) != folded and folded in called(project, one.text):
            raise UserError(_("the saved query “%s” uses it") % f"@{one.name}", todo=_("Change that one first"))
    set_setting(project, _KEY + folded, None)
