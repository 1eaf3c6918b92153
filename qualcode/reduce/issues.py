"""Issue rows: from a problem over its cause to who should do what, each with the codings it rests on.

The rule: an issue is named by its theme, its scope and its problem when it is made, so that the same row written twice is one;
afterwards every word of it may change. What it rests on is ids of codings with their judgement, as in a summary.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.summaries import Rests, rests_read, rewrite_rests
from qualcode.store import Act, Project, act, blobs, state
from qualcode.store.ids import derived, fold
from qualcode.store.kinds import BY_NAME

TEXTS = ("problem", "cause", "recommendation", "owner", "target", "note", "reference")
_PROSE = ("problem", "cause", "recommendation", "target", "note")


@dataclass(frozen=True)
class Issue:
    """``theme``: None where it belongs to none; ``scope``: a region, None for the whole study."""

    id: bytes
    number: int  # its place in the list, from 1
    theme: bytes | None
    scope: bytes | None
    problem: str
    cause: str
    recommendation: str
    owner: str
    target: str
    note: str
    reference: str
    rests_on: Rests = field(default_factory=dict)


def issues(project: Project) -> list[Issue]:
    """The issue rows in their order."""
    found = []
    rows = project.rows(
        f"SELECT id, theme, scope, rests_on, {', '.join(TEXTS)} FROM issue WHERE removed=0 ORDER BY position, k"
    )
    for number, (rec, theme, scope, rests, *texts) in enumerate(rows, 1):
        said = {
            name: blobs.prose(project.conn, value) if name in _PROSE else value or ""
            for name, value in zip(TEXTS, texts, strict=True)
        }
        found.append(Issue(rec, number, theme, scope, **said, rests_on=rests_read(rests)))
    return found


def issue_id(project: Project, theme: bytes | None, scope: bytes | None, problem: str) -> bytes:
    return derived(project.id, f"issue:{theme.hex() if theme else ''}:{scope.hex() if scope else ''}:{fold(problem)}")


def put(
    project: Project, a: Act, rec: bytes | None, theme: bytes | None, scope: bytes | None, rests_on: Rests, **texts: str
) -> bytes:  # fmt: skip
    """Write an issue row in an open action, a new one where ``rec`` is None; texts not named stay. UserError where the problem
    would be empty, or somebody wrote it differently meanwhile."""
    values: dict[str, Any] = {name: text.strip() or None for name, text in texts.items()}
    if (rec is None or "problem" in values) and not values.get("problem"):
        raise UserError(_("an issue needs its problem in words"))
    kind = BY_NAME["issue"]
    made = rec or issue_id(project, theme, scope, str(values["problem"]))
    there = state.read(project.conn, kind, made)
    if there is None or there.values["removed"]:
        values = dict.fromkeys(TEXTS) | values  # what was taken away stays away
        values["position"] = 1 + (project.value("SELECT MAX(position) FROM issue WHERE removed=0") or 0)
        a.create("issue", made, theme=theme, scope=scope, **values)
    else:
        a.change("issue", made, theme=theme, scope=scope, **values)
    rewrite_rests(project, a, "issue", made, rests_on, there)
    return made


def write(
    project: Project, rec: bytes | None, theme: bytes | None, scope: bytes | None, rests_on: Rests, **texts: str
) -> bytes:  # fmt: skip
    """The same as one action."""
    with act(project, "issue") as a:
        return put(project, a, rec, theme, scope, rests_on, **texts)


def remove(project: Project, rec: bytes) -> None:
    with act(project, "issue") as a:
        a.remove("issue", rec)


def move(project: Project, rec: bytes, step: int) -> None:
    """Put a row ``step`` places further down (up where negative), as far as the list goes."""
    order = [one.id for one in issues(project)]
    at = order.index(rec)
    order.insert(min(max(at + step, 0), len(order) - 1), order.pop(at))
    with act(project, "issue") as a:
        for position, one in enumerate(order, 1):
            a.change("issue", one, position=position)


def find_issue(project: Project, words: str) -> Issue:
    """The issue of this number in the list, or whose id begins so. UserError where there is none."""
    for one in issues(project):
        if words.strip() == str(one.number) or (len(words) >= 6 and one.id.hex().startswith(fold(words))):
            return one
    raise UserError(_("there is no issue “%s”") % words, todo=_("“qualcode issues” lists them with their numbers"))
