"""Somebody withdrew on another device: what was written here that repeats them, and that nobody there had seen.

The rule: a merge tells while their words are still here (afterwards nobody knows them any more), and cannot write; so what
it was told of is written anew right after it, with all else that a merge leaves to be done.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from qualcode.collect.people import complete_joins
from qualcode.collect.repeated import Said, said_by
from qualcode.collect.withdrawing import Cleaner, decoded, rewordings
from qualcode.i18n import ngettext
from qualcode.store import Project, act, search, state, withdrawal
from qualcode.store.carried import NAMES
from qualcode.store.kinds import BY_NUMBER, Field, Kind
from qualcode.store.withdraw import complete, reword


def reworded_here(texts: int) -> str:
    """What is said of ``texts`` that lost words when a withdrawal came in."""
    return ngettext("%d text written here repeated who withdrew elsewhere: those words are blank now.",
                    "%d texts written here repeated who withdrew elsewhere: those words are blank now.", texts) % texts  # fmt: skip


class Hearing:
    """To be given to merges (``store.receive``); ``follow`` afterwards."""

    def __init__(self) -> None:
        self._said: list[Said] = []
        self._unseen: dict[tuple[str, bytes, str], Any] = {}  # kind, record, field -> what was written meanwhile

    def __call__(self, project: Project, subjects: Iterable[tuple[str, bytes]]) -> None:
        """These (``source`` or ``participant``, id) were withdrawn elsewhere and are still known here."""
        known = [(kind, rec) for kind, rec in subjects if project.value(f'SELECT 1 FROM "{kind}" WHERE id=?', rec)]
        if not known:
            return
        said = said_by(project, known)
        self._said.append(said)
        cleaner = Cleaner(project, said)
        for kind, rec, field, value in _written_meanwhile(project, known):
            self._unseen[kind.name, rec, field.name] = cleaner.cleaned(field, value) or decoded(project, field, value)

    def follow(self, project: Project) -> tuple[int, int]:
        """Write what a merge left to be done: in how many discussions two had withdrawn apart, and out of how many texts written
        here the words of who withdrew are taken. Done twice it writes nothing."""
        completed = complete(project, lambda text: [span for said in self._said for span in said.names(text)])
        complete_joins(project)
        return completed, self._blank(project)

    def _blank(self, project: Project) -> int:
        """Take the words out of the texts that hold them, as an action; and write again what was written here of a text while it
        lost words elsewhere: who withdrew it had changed nothing but blanks."""
        count = 0
        for said in self._said:
            with act(project, "withdraw") as a:
                count += reword(a, rewordings(project, said))
                a.before_commit += [
                    partial(withdrawal.obey, project.conn),
                    partial(search.refresh, project.conn, search.sources(project.conn)),
                ]
        with act(project, "withdraw", skip_conflicts=True) as a:
            for (kind, rec, name), value in self._unseen.items():
                if project.value(f'SELECT 1 FROM "{kind}" WHERE id=?', rec):
                    a.change(kind, rec, **{name: value})
        self._said, self._unseen = [], {}
        return count


def _written_meanwhile(
    project: Project, subjects: Collection[tuple[str, bytes]]
) -> Iterator[tuple[Kind, bytes, Field, Any]]:
    """What was written, by who had not seen it, of the texts that lost words when these withdrew: it is about to be erased."""
    marks = " OR ".join("(target=? AND subject=?)" for _one in subjects)
    made = f"SELECT a FROM withdrawal WHERE {marks}"
    sql = f"SELECT recs, a FROM withdrawal WHERE target=? AND a IN ({made})"
    for recs, action in project.rows(sql, NAMES, *chain.from_iterable(subjects)):
        for one in json.loads(recs):
            rec = bytes.fromhex(one[0])
            kind = BY_NUMBER.get(project.value("SELECT kind FROM entry WHERE rec=?", rec))
            row = state.read(project.conn, kind, rec) if kind is not None else None
            if kind is None or row is None:
                continue
            for name in row.values.keys() & set(one[1]):
                for head in row.heads(name):
                    new = project.value("SELECT new FROM entry WHERE action=? AND rec=?", head, rec)
                    if head == action or project.order.before(action, head) or new is None:
                        continue
                    if kind.field(name).type != "blob":  # a release: nobody writes those again
                        yield kind, rec, kind.field(name), json.loads(new).get(name)
