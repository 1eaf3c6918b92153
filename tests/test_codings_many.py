"""Many codings made in one action are what single ones would have been: the same records, the same entries, the same hash."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import UserError
from qualcode.reduce.codings import locate, put, uncode
from qualcode.reduce.codings_many import New, put_many
from qualcode.store import Act, act, action, versions
from qualcode.store.action import Entry
from qualcode.store.ids import derived
from tests.study_for_tests import Study, interview, study

BEFORE = interview("Pajang", "Saya utang di warung 😊. Airnya keruh.", "Anak saya tidak sekolah.", "Kartu KIS mati.")
AFTER = BEFORE.replace("Saya utang", "Ee, saya utang")
QUOTES = ("aya utang di warung 😊.", "Airnya keruh.", "Anak saya tidak sekolah.", "Kartu KIS mati.", "KIS")


@pytest.fixture(scope="module")
def s(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """A source that was corrected, with codings on both versions and one that was taken off."""
    one = study(tmp_path_factory.mktemp("many") / "studi")
    codes = one.codes("a", "b")
    source = one.text("W-01", BEFORE)
    one.code(source, codes[0], QUOTES[1])
    gone = derived(source, "4 1")
    with act(one.project, "code") as a:
        start, stop = locate(now(one, source), QUOTES[4])
        put(one.project, a, source, codes[1], start, stop, coder=one.project.coder, origin="keyword", rec=gone)
    uncode(one.project, [gone])
    one.text("W-01", AFTER, replace="")
    one.code(source, codes[1], QUOTES[3])
    yield one
    one.project.close()


def now(s: Study, source: bytes) -> Any:
    return versions.current(s.project, source)


class Undone(Exception):
    pass


def written(s: Study, deed: Callable[[Act], Any]) -> tuple[Any, Any, Any]:
    """What a deed answers, the action and the codings as they then stand; all of it is taken back."""
    held: list[Any] = []

    def look(a: Act) -> None:
        held.append(action.load(s.project.conn, a.number))
        held.append(s.project.rows("SELECT * FROM coding ORDER BY id"))
        raise Undone

    before = s.project.rows("SELECT * FROM coding ORDER BY id")
    answer = None
    try:
        with act(s.project, "code") as a:
            answer = deed(a)
            a.before_commit.append(lambda: look(a))
    except Undone:
        return answer, held[0], [row[1:] for row in held[1]]
    return answer, None, [row[1:] for row in before]


wanted = st.lists(
    st.tuples(st.integers(0, len(QUOTES) - 1), st.integers(0, 1), st.sampled_from([None, -1, 1]), st.sampled_from(["", "memo"])),
    max_size=8,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted)
def test_many_at_once_are_journaled_as_one_by_one(s: Study, some: list[tuple[int, int, int | None, str]]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "urandom", lambda n: bytes(n))  # the salts, else no two hashes are the same
        patched.setattr(s.project, "clock", lambda: 1)
        s.project.log_checked = False  # as after an action that was taken back: both are written to the same log
        source = s.project.value("SELECT id FROM source")
        codes = [rec for (rec,) in s.project.rows("SELECT id FROM code ORDER BY name")]
        new = []
        for quote, code, valence, memo in some:
            rec = derived(source, f"{quote} {code}")
            fields = {"valence": valence, "memo": memo or None, "review": "bulk"}
            span = locate(now(s, source), QUOTES[quote])
            new.append(New(source, codes[code], *span, s.project.coder, "keyword", rec=rec, fields=fields))

        def one_by_one(a: Act) -> list[bytes]:
            return [
                put(
                    s.project,
                    a,
                    n.source,
                    n.code,
                    n.start,
                    n.stop,
                    coder=n.coder,
                    origin=n.origin,
                    rec=n.rec,
                    **n.fields,
                )
                for n in new
            ]

        singly, together = written(s, one_by_one), written(s, lambda a: put_many(s.project, a, new))
    assert together[0] == singly[0]
    by_record = [sorted(one.entries, key=lambda entry: entry.rec) if one else [] for one in (singly[1], together[1])]
    assert by_record[0] == by_record[1]
    assert together[2] == singly[2]
    if not any(entry.old for entry in by_record[0]):  # what is there already is brought to its new values last
        assert together[1] == singly[1]


def test_one_bad_span_and_none_is_made(s: Study) -> None:
    source, code = s.project.value("SELECT id FROM source"), s.project.value("SELECT id FROM code")
    before = s.project.value("SELECT COUNT(*) FROM coding")
    spans = [locate(now(s, source), QUOTES[2]), (0, 3)]
    with pytest.raises(UserError, match="holds no speech"), act(s.project, "code") as a:
        put_many(s.project, a, [New(source, code, *span, s.project.coder, "keyword") for span in spans])
    assert s.project.value("SELECT COUNT(*) FROM coding") == before


def test_what_was_withdrawn_does_not_come_back_in_a_crowd(tmp_path: Path) -> None:
    one = study(tmp_path / "studi")
    with one.project as project:
        (code,) = one.codes("a")
        gone, stays = one.text("W-01", BEFORE), one.text("W-02", BEFORE.replace("KIS", "KTP"))
        span = locate(now(one, stays), "Airnya keruh.")
        from qualcode.store.withdraw import withdraw

        withdraw(project, "source", gone, "diminta")
        with pytest.raises(UserError, match=r"has no text|withdrawn"), act(project, "code") as a:
            put_many(project, a, [New(which, code, *span, project.coder, "keyword") for which in (stays, gone)])
        with act(project, "code") as a:
            put_many(project, a, [New(stays, code, *span, project.coder, "keyword")])
        assert project.value("SELECT COUNT(*) FROM coding") == 1


TEXTS = ("{}", '{"a":"“😊” \\"\\\\ \\n"}', '{"b":["0f",1,2]}')
PLAIN = [Entry(31 + n, bytes([n]) * 16, b"r" * 16, TEXTS[n % 3], None, bytes([n, 7]) * 8) for n in range(12)]
ODD = [
    PLAIN[0]._replace(root=None),
    PLAIN[0]._replace(old="{}"),
    PLAIN[0]._replace(new='{"a":"\\u0000"}'),
    PLAIN[0]._replace(new='{"a":"\0"}'),
    PLAIN[0]._replace(rec=b"short"),
    PLAIN[0].erase(),
]


@pytest.mark.parametrize("more", [[], *([one] for one in ODD)])
def test_entries_written_together_read_back_as_they_were(s: Study, more: list[Entry]) -> None:
    conn = s.project.conn
    conn.execute("BEGIN")
    try:
        conn.execute("INSERT INTO action(id,log,n,format,stamp,kind,hash) VALUES(99,1,99,1,1,'code',x'')")
        action.insert_entries(conn, 99, tuple(PLAIN + more))
        assert list(action.load(conn, 99).entries) == PLAIN + more
    finally:
        conn.execute("ROLLBACK")
