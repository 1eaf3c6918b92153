"""Codes combined, retired, moved and renamed.

One rule: no coding is touched. A combined code points at the code it lives on in, and whatever counts or lists asks there;
so a colleague's codings of it that arrive later count too, and undoing is taking the pointer back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import Code, by_id, codebook
from qualcode.reduce.codebook_effect import Effect, Progress, carried_out
from qualcode.store import Act, Project, act
from qualcode.store.ids import fold


def combine(
    project: Project, codes: Iterable[Code], into: Code, *, dry_run: bool = False, progress: Progress | None = None
) -> Effect:
    """Let the codes live on in ``into``, as one action: their codings count there (a span that one coder gave both is one
    segment), the codes beneath them move beneath it, it takes over their keywords. It is finished only where all were.
    UserError where ``into`` is not in use, or nothing is left to combine."""
    parts = [code for code in codes if code.id != into.id and code.merged_into != into.id]
    if not into.live:
        raise UserError(_("“%s” is not in use: nothing can be combined into it") % into.name)
    if not parts:
        raise UserError(_("name at least two codes to combine"))
    return carried_out(
        project,
        {into.id, *(code.id for code in parts)},
        lambda a: combine_within(project, a, parts, into),
        dry_run=dry_run,
        progress=progress,
    )


def combine_within(project: Project, a: Act, parts: Sequence[Code], into: Code) -> set[bytes]:
    """The same inside an action that is open."""
    known = by_id(project)
    gone = {code.id for code in parts}
    if into.parent in gone:
        a.change("code", into.id, parent=_above(known, into, gone))
    for code in known.values():
        if code.parent in gone and code.id not in gone and code.id != into.id:
            a.change("code", code.id, parent=into.id)
    for code in parts:
        # A code in a loop would stay hidden; the living one has taken its place in the tree.
        a.change("code", code.id, merged_into=into.id)
    words = joined_keywords(into.keywords, *(code.keywords for code in parts))
    if len(words) > len(into.keywords):
        a.change("code", into.id, keywords=list(words))
    return set()


def _above(known: dict[bytes, Code], code: Code, gone: set[bytes]) -> bytes | None:
    """The nearest code above that is not among those that go."""
    at = code.parent
    while at is not None and at in gone:
        at = known[at].parent if at in known else None
    return at


def joined_keywords(*lists: Sequence[Any]) -> tuple[Any, ...]:
    """Keywords of several codes, each once, in their order."""
    found: dict[str, Any] = {}
    for keyword in (one for words in lists for one in words):
        found.setdefault(fold(str(keyword)), keyword)
    return tuple(found.values())


def retire(
    project: Project, code: Code, *, undo: bool = False, dry_run: bool = False, progress: Progress | None = None
) -> Effect:
    """Use a code no more (its codings stay and are listed; no table asks for it), or again."""

    def deed(a: Act) -> set[bytes]:
        a.change("code", code.id, retired=None if undo else 1)
        return set()

    if code.merged_into is not None:
        raise UserError(_("“%s” was combined into another code") % code.name, todo=_("qualcode undo, or recode"))
    return carried_out(project, {code.id}, deed, dry_run=dry_run, progress=progress)


def move(project: Project, code: Code, under: Code | None, *, dry_run: bool = False) -> Effect:
    """Put a code, and what is beneath it, under another one or at the top. UserError where it would become its own ancestor."""
    known = by_id(project)
    at = under
    while at is not None and under is not None:
        if at.id == code.id:
            raise UserError(_("“%s” stands under “%s”: a code cannot be its own ancestor") % (under.name, code.name))
        at = known.get(at.parent) if at.parent else None

    def deed(a: Act) -> set[bytes]:
        last = project.value(
            "SELECT MAX(position) FROM code WHERE parent IS ? AND removed=0", under.id if under else None
        )
        a.change("code", code.id, parent=under.id if under else None, position=(last or 0) + 1)
        return set()

    return carried_out(project, {code.id}, deed, dry_run=dry_run)


def reorder(project: Project, code: Code, step: int) -> bool:
    """Put a code one place later (``step`` 1) or earlier (-1) among the codes in use beside it, as one action; False where there is
    no such place."""
    beside = [one for one in codebook(project) if one.parent == code.parent]
    at = next((n for n, one in enumerate(beside) if one.id == code.id), None)
    if at is None or not 0 <= at + step < len(beside):
        return False
    now = [project.value("SELECT position FROM code WHERE id=?", one.id) or 0 for one in beside]
    if len(set(now)) < len(now):  # some share a place and stand by their names: give all their own
        now = list(range(1, len(now) + 1))
    beside[at], beside[at + step] = beside[at + step], beside[at]
    with act(project, "codebook") as a:
        for one, position in zip(beside, now, strict=True):
            a.change("code", one.id, position=position)
    return True


def rename(
    project: Project, code: Code, name: str | None = None, english: str | None = None, *, dry_run: bool = False
) -> Effect:
    """Give a code another name, in one language or both. UserError where another live code has it."""
    if name is None and english is None:
        raise UserError(_("a code needs a name"))
    if name is not None and not fold(name):
        raise UserError(_("a code needs a name"))
    if name is not None and any(fold(c.name) == fold(name) and c.id != code.id for c in codebook(project)):
        raise UserError(_("there is a code “%s” already") % name, todo=_("To make one of both: qualcode codes combine"))

    def deed(a: Act) -> set[bytes]:
        if name is not None:
            a.change("code", code.id, name=name)
        if english is not None:
            a.change("code", code.id, name_en=english or None)
        return set()

    return carried_out(project, {code.id}, deed, dry_run=dry_run)
