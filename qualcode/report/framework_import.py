"""A filled workbook or table of summaries or issues comes back: what it would change, and the change as one action.

The rule is that of attributes: three things are compared text by text, what was given out, what came back and what stands
now. Who left a text alone changes nothing; what somebody else wrote meanwhile is told and not written over; an empty cell says
nothing and a single ``-`` clears. What does not fit is named by its place, and then nothing comes in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.collect.attribute_files import READS, workbook_pages
from qualcode.collect.attribute_import import CLEAR, Conflict, Problem
from qualcode.collect.attribute_sheets import KEPT, LISTS, letters
from qualcode.collect.tables import read_table
from qualcode.display.framework import Listening
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce import issues as issue_rows
from qualcode.reduce import summaries as summary_rows
from qualcode.reduce.levels import level_word, scales
from qualcode.reduce.summaries import Case, CaseNames, Rests, find_case, find_theme, key, rests_read
from qualcode.report.csv import guarded
from qualcode.report.framework_sheets import FILLED, HEADS, RESTS
from qualcode.store import Project, act
from qualcode.store.ids import fold


@dataclass(frozen=True)
class Edit:
    """A text that would change: of which row, which column, what it was and would be."""

    name: str
    key: str
    old: str
    new: str


@dataclass(frozen=True)
class Target:
    """What a row is about. ``rec``: of an issue that is there; None for a new one and for summaries. ``rests_on``: the codings
    that stood beside it in the workbook; None where that is not known."""

    name: str
    theme: bytes | None
    case: Case
    rec: bytes | None = None
    rests_on: Rests | None = None


@dataclass(frozen=True)
class Plan:
    """What an import would change; with ``problems`` nothing comes in."""

    of: str
    rows: tuple[tuple[Target, tuple[Edit, ...]], ...]
    conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]

    @property
    def edits(self) -> list[Edit]:
        return [edit for _target, edits in self.rows for edit in edits]


def plan(project: Project, path: Path, of: str) -> Plan:
    """What a filled file (.xlsx, .ods, .csv) would change of ``summaries`` or ``issues``. UserError where it cannot be read
    at all."""
    reading = _Reading(project, of)
    given = _given(path, of)
    for where, row in _rows(path, of):
        try:
            reading.row(where, row, given)
        except UserError as error:
            reading.problems.append(Problem(where, error.what, error.todo))
    return Plan(of, tuple(reading.found), tuple(reading.conflicts), tuple(reading.problems))


def apply(project: Project, wanted: Plan) -> int:
    """Write a plan as one action; how many texts. UserError, and nothing written, where it has problems."""
    if wanted.problems:
        first = wanted.problems[0]
        raise UserError(first.what, where=first.where, todo=first.todo)
    listening = Listening(project)
    with act(project, wanted.of) as a:
        for target, edits in wanted.rows:
            texts = {edit.key: edit.new for edit in edits if edit.key in FILLED[wanted.of]}
            rests = _now(listening, target) if target.rests_on is None else target.rests_on
            if wanted.of == "summaries":
                assert target.theme is not None
                summary_rows.drop_empty(
                    project, a, summary_rows.put(project, a, target.theme, target.case, rests, **texts)
                )
            else:
                issue_rows.put(project, a, target.rec, target.theme, target.case.region, rests, **texts)
    return len(wanted.edits)


def _now(listening: Listening, target: Target) -> Rests:
    if target.theme is None or target.theme not in listening.rows:
        return {}
    return listening.rests_on(listening.heard(target.theme, target.case))


@dataclass(frozen=True)
class _Given:
    """What a workbook was given out with, by row name: texts (and column), and the codings beside."""

    texts: dict[tuple[str, str], str]
    rests: dict[str, Rests]


def _given(path: Path, of: str) -> _Given | None:
    """None where that is not known."""
    if path.suffix.casefold() == ".csv":
        return None
    kept = [row for name, rows in workbook_pages(path) if name == KEPT for row in rows]
    pieces: dict[str, str] = {}
    for row in kept:
        if row[0] == RESTS:
            pieces[row[1]] = pieces.get(row[1], "") + row[3]
    try:
        rests: dict[str, Rests] = {name: rests_read(text) for name, text in pieces.items()}
    except ValueError:  # somebody wrote in the hidden sheet
        rests = {}
    return _Given({(row[1], row[2]): row[3] for row in kept if row[0] == of}, rests) if kept else None


def _rows(path: Path, of: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each filled row with its place, its columns by key."""
    if path.suffix.casefold() not in READS:
        raise UserError(_("this is read from %s") % ", ".join(READS), where=str(path))
    needed = ("theme", "case") if of == "summaries" else ("problem",)
    keys = {fold(word): name for name, words in HEADS.items() for word in (name, *words)}
    if path.suffix.casefold() == ".csv":
        for one in read_table(path, ()):
            named = {keys[fold(head)]: _unguarded(text) for head, text in one.cells.items() if fold(head) in keys}
            if lacking := [one for one in needed if one not in named]:
                raise _lacking(path, lacking[0])
            if any(named.values()):
                yield f"{path.name}:{one.line}", named
        return
    for sheet, rows in workbook_pages(path):
        heads = {at: keys[fold(text)] for at, text in enumerate(rows[0]) if fold(text) in keys} if rows else {}
        if sheet in (KEPT, LISTS) or not set(needed) <= set(heads.values()):
            continue
        for line, row in enumerate(rows[1:], 2):
            named = {name: row[at] for at, name in heads.items()}
            if any(named.values()):
                first = next(iter(heads))
                yield f"{path.name}, {sheet}!{letters(first)}{line}", named
        return
    raise _lacking(path, needed[-1])


def _lacking(path: Path, needed: str) -> UserError:
    return UserError(
        _("the table lacks the column %s") % " / ".join(dict.fromkeys(HEADS[needed])), where=str(path),
        todo=_("Columns: %s") % ", ".join(HEADS),
    )  # fmt: skip


def _unguarded(text: str) -> str:
    """A text without the apostrophe that kept a spreadsheet from calculating it."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) != text[1:] else text


class _Reading:
    """Rows of a file being compared with what stands."""

    def __init__(self, project: Project, of: str) -> None:
        self.project, self.of = project, of
        self.found: list[tuple[Target, tuple[Edit, ...]]] = []
        self.conflicts: list[Conflict] = []
        self.problems: list[Problem] = []
        self._naming = CaseNames(project)
        self._scales = scales(project)
        self._summaries = summary_rows.summaries(project)
        self._issues = {one.id: one for one in issue_rows.issues(project)}
        self._named: dict[str, Case] = {}
        self._themes: dict[str, bytes] = {}
        self._seen: dict[bytes, str] = {}

    def row(self, where: str, row: dict[str, str], given: _Given | None) -> None:
        """Compare one row. UserError where it does not fit."""
        target, now = self._summary(row) if self.of == "summaries" else self._issue(row)
        fresh = {name: text for name in FILLED[self.of] if (text := row.get(name, "").strip())}
        if target is None:
            raise UserError(
                _("the row does not say which theme and case it is about"), todo=_("Fill the columns theme and case")
            )
        given_name = row.get("id", "") if self.of == "issues" else f"{row.get('theme', '')} × {row.get('case', '')}"
        edits = self._moved(target)
        for name, text in fresh.items():
            new = "" if text == CLEAR else level_word(self._scales, text) if name == "level" else text
            old = now.get(name, "")
            before = given.texts.get((given_name, name)) if given else None
            if new == old or (before is not None and text == before.strip()):
                continue
            if before is not None and old != before.strip():
                self.conflicts.append(Conflict(where, target.name, name, before, old, new))
                continue
            edits.append(Edit(target.name, name, old, new))
        if edits:
            self._refuse_twice(where, target)
            rests = (
                given.rests.get(given_name) if given and all(edit.key in FILLED[self.of] for edit in edits) else None
            )
            self.found.append((replace(target, rests_on=rests), tuple(edits)))

    def _moved(self, target: Target) -> list[Edit]:
        """An issue that is given another theme or area."""
        if target.rec is None:
            return []
        one = self._issues[target.rec]
        names = dict(self.project.rows("SELECT id, name FROM theme"))
        was, now = names.get(one.theme, ""), names.get(target.theme, "")
        before, after = self._naming(Case(one.scope)), self._naming(target.case)
        moved = [Edit(target.name, "theme", was, now)] if was != now else []
        return [*moved, Edit(target.name, "scope", before, after)] if before != after else moved

    def _refuse_twice(self, where: str, target: Target) -> None:
        assert target.theme is not None or self.of == "issues"
        rec = target.rec or (
            summary_rows.summary_id(target.theme, target.case) if self.of == "summaries" and target.theme else None
        )
        if rec is None:
            return
        if rec in self._seen:
            raise UserError(
                _("“%s” stands here twice") % target.name, todo=_("Leave one of the two rows: %s") % self._seen[rec]
            )
        self._seen[rec] = where

    def _theme(self, name: str) -> bytes:
        if name not in self._themes:
            self._themes[name] = find_theme(self.project, name)
        return self._themes[name]

    def _case(self, words: str) -> Case:
        if words not in self._named:
            self._named[words] = find_case(self.project, words)
        return self._named[words]

    def _summary(self, row: dict[str, str]) -> tuple[Target | None, dict[str, str]]:
        if not row.get("theme") or not row.get("case"):
            return None, {}
        theme, case = self._theme(row["theme"]), self._case(row["case"])
        one = self._summaries.get((theme, key(case)))
        now = {"level": one.level, "text": one.text, "conclusion": one.conclusion} if one else {}
        return Target(f"{row['theme']} × {self._naming(case)}", theme, case), now

    def _issue(self, row: dict[str, str]) -> tuple[Target | None, dict[str, str]]:
        theme = self._theme(row["theme"]) if row.get("theme") else None
        case = self._case(row["scope"]) if row.get("scope") else Case()
        if case.of:
            raise UserError(_("an issue is of a region or of the whole study"), todo=_("Name a region, or write semua"))
        problem = row.get("problem", "").strip()
        rec = next((one for one in self._issues if row.get("id") and one.hex() == row["id"]), None)
        if rec is None and row.get("id"):
            raise UserError(_("this issue is there no more"), todo=_("Empty its id to write it as a new one"))
        if rec is None and problem:
            rec = next(
                (one for one in self._issues if one == issue_rows.issue_id(self.project, theme, case.region, problem)),
                None,
            )
        if rec is None and (not problem or problem == CLEAR):
            raise UserError(_("an issue needs its problem in words"))
        if rec is not None and problem == CLEAR:
            raise UserError(_("an issue needs its problem in words"), todo=_("To take it away: qualcode issues remove"))
        now = {name: str(getattr(self._issues[rec], name)) for name in issue_rows.TEXTS} if rec else {}
        return Target((now.get("problem") or problem)[:60], theme, case, rec), now
