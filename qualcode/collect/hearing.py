"""Somebody withdrew on another device: what was written here that repeats them, and that nobody there had seen.

The rule: a merge tells while their words are still here (afterwards nobody knows them any more), and cannot write; so what
it was told of is written anew right after it, with all else that a merge leaves to be done.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Any

from qualcode.collect.people import complete_joins
from qualcode.collect.repeated import Said, said_by
from qualcode.collect.withdrawing import Kept, rewordings
from qualcode.i18n import ngettext
from qualcode.store import Project, act, search, state, withdrawal
from qualcode.store.carried import NAMES
from qualcode.store.kinds import BY_NAME
from qualcode.store.withdraw import Reworded, complete, reword


def reworded_here(texts: int) -> str:
    """What is said of ``texts`` that lost words when a withdrawal came in."""
    return ngettext("%d text written here repeated who withdrew elsewhere: those words are blank now.",
                    "%d texts written here repeated who withdrew elsewhere: those words are blank now.", texts) % texts  # fmt: skip


class Hearing:
    """To be given to merges (``store.receive``); ``follow`` afterwards."""

    def __init__(self) -> None:
        self._said = Said(())
        self._kept: Kept = {}
        self._were: dict[tuple[bytes, str], Any] = {}

    def __call__(self, project: Project, subjects: Iterable[tuple[str, bytes]]) -> None:
        """These (``source`` or ``participant``, id) were withdrawn elsewhere and are still known here."""
        known = [(kind, rec) for kind, rec in subjects if project.value(f'SELECT 1 FROM "{kind}" WHERE id=?', rec)]
        self._said = said_by(project, known)
        for rec, one in rewordings(project, self._said, {rec for _kind, rec in known}).items():
            row = state.read(project.conn, BY_NAME[one.kind], rec)
            assert row is not None
            here = self._kept.setdefault(rec, Reworded(one.kind))
            here.fields |= one.fields
            here.instead |= one.instead
            self._were |= {(rec, name): row.values[name] for name in one.instead}

    def follow(self, project: Project) -> tuple[int, int]:
        """Write what a merge left to be done: in how many discussions two had withdrawn apart, and out of how many texts written
        here the words of who withdrew are taken. Done twice it writes nothing."""
        completed = complete(project, self._said.names)
        complete_joins(project)
        return completed, self._blank(project)

    def _blank(self, project: Project) -> int:
        """Take the words out of the texts that held them, as an action. What the merge itself wrote anew, or took, is left."""
        kept: Kept = {}
        for rec, one in self._kept.items():
            row = state.read(project.conn, BY_NAME[one.kind], rec)
            if row is None or _taken(project, rec, one.fields):
                continue
            same = {name: text for name, text in one.instead.items() if row.values[name] == self._were[rec, name]}
            kept[rec] = Reworded(one.kind, one.fields, same)
        self._kept = {}
        if not kept:
            return 0
        with act(project, "withdraw") as a:
            count = reword(a, kept)
            a.before_commit += [
                partial(withdrawal.obey, project.conn),
                partial(search.refresh, project.conn, search.sources(project.conn)),
            ]
        return count


def _taken(project: Project, rec: bytes, fields: set[str]) -> bool:
    """Whether a withdrawal that came in took these fields of the record already."""
    for (recs,) in project.rows("SELECT recs FROM withdrawal WHERE target=? AND recs LIKE ?", NAMES, f"%{rec.hex()}%"):
        for one in json.loads(recs):
            if isinstance(one, list) and one[0] == rec.hex() and fields <= set(one[1]):
                return True
    return False
