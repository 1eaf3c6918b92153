"""The law of the journal: after every command the state rebuilt from the journal equals the stored state.

``tests.cli_world`` looks at it after each command of every test that uses ``qc`` or ``study``. Here: that it does look, that
it sees a break, and that it holds after commands in an order nobody thought of.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.store import state
from tests.cli_world import FGD, INTERVIEW, CommandLine, elsewhere


def test_a_command_that_writes_is_replayed_and_one_that_reads_is_not(study: CommandLine) -> None:
    study("sources")
    looked = study.replays
    study("codes", "add", "bank-plecit")
    study("codes")
    study("sources")
    assert study.replays == looked + 1


def test_state_that_no_journal_wrote_is_seen(study: CommandLine) -> None:
    with study.project() as project:
        project.conn.execute("UPDATE code SET valence=1 WHERE name='air'")
    with pytest.raises(AssertionError, match="the stored state of a code is not what the journal says"):
        study("sources")


def test_a_write_that_forgets_the_state_is_seen(study: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The law would notice if an action stood in the journal and the state did not follow."""
    update = state.update

    calls = []

    def forgetful(conn: object, kind: object, rec: object, values: dict[str, object], later: object) -> None:
        calls.append(values)
        update(conn, kind, rec, {} if len(calls) == 1 else values, later)  # type: ignore[arg-type]

    monkeypatch.setattr(state, "update", forgetful)
    with pytest.raises(AssertionError):
        study("codes", "set", "air", "valence=1")


def test_an_index_that_lags_is_seen(study: CommandLine) -> None:
    with study.project() as project:
        project.conn.execute("DELETE FROM speech WHERE turn=0")
    with pytest.raises(AssertionError, match="index"):
        study("sources")


# In any order

CODES = ("ekonomi", "utang", "lingkungan", "gotong-royong", "air")
QUOTES = {
    "W-01": ("ngutang dulu", "Kartunya mati", "Kerja bakti"),
    "FGD-01": ("Saya utang", "air lancar", "Bantuan datang"),
}
Deed = Callable[[CommandLine, st.DataObject], tuple[object, ...]]


def one(data: st.DataObject, *choices: str) -> str:
    return data.draw(st.sampled_from(choices))


def coding_of(qc: CommandLine, data: st.DataObject) -> str:
    found = [str(coding["id"]) for coding in qc.items("codings")]
    return data.draw(st.sampled_from(found)) if found else "ffffffff"


def passage(qc: CommandLine, data: st.DataObject) -> tuple[object, ...]:
    source = one(data, *QUOTES)
    return (
        "code",
        source,
        "--code",
        one(data, *CODES),
        "--quote",
        one(data, *QUOTES[source]),
        "--valence",
        one(data, "-1", "0", "1"),
    )


def correction(qc: CommandLine, data: st.DataObject) -> tuple[object, ...]:
    text = INTERVIEW.replace(one(data, "Ya ngutang", "Kartunya", "Kerja bakti"), one(data, "Lha piye,", "", "Ya betul"))
    return ("import", "--replace", "--", qc.write("corpus/W-01.txt", text))


DEEDS: dict[str, Deed] = {
    "code": passage,
    "codings set": lambda qc, data: ("codings", "set", coding_of(qc, data), one(data, "valence=1", "valence=", "memo=satu", "about=Pajang", "grade=resmi")),
    "codings remove": lambda qc, data: ("codings", "remove", coding_of(qc, data)),
    "codes set": lambda qc, data: ("codes", "set", one(data, *CODES), one(data, "valence=1", "definition=lain", "parent=ekonomi", "parent=lingkungan", "name=baru")),
    "codes retire": lambda qc, data: ("codes", "retire", one(data, *CODES)),
    "codes remove": lambda qc, data: ("codes", "remove", one(data, *CODES)),
    "codebook import": lambda qc, data: ("codebook", "import", "codebooks/contoh.yaml"),
    "release": lambda qc, data: ("codebook", "release", one(data, "v1", "v2")),
    "finish": lambda qc, data: ("finish", one(data, *QUOTES), *data.draw(st.sampled_from([(), ("--undo",), ("--code", "utang")]))),
    "accept": lambda qc, data: ("suggest", "--accept", one(data, "all", "strong"), "--yes"),
    "reject": lambda qc, data: ("suggest", "--reject", 1),
    "correct": correction,
    "import": lambda qc, data: ("import", one(data, "corpus/W-01.txt", "corpus/FGD-01.txt")),
    "sources set": lambda qc, data: ("sources", "set", one(data, *QUOTES), one(data, "kelurahan=Pajang", "kelurahan=", "gelombang=2", "responsible=sri")),
    "sources remove": lambda qc, data: ("sources", "remove", one(data, *QUOTES)),
    "participants": lambda qc, data: ("participants", "set", one(data, "Bu Tutik", "Bu Marni"), one(data, "role=lain", "home=Sondakan")),
    "memo": lambda qc, data: ("memos", "add", one(data, "source"), one(data, *QUOTES), "catatan"),
    "settle": lambda qc, data: ("conflicts", "settle", 1, "--side", one(data, "1", "2")),
    "undo": lambda qc, data: ("undo",),
    "redo": lambda qc, data: ("redo",),
    "withdraw": lambda qc, data: ("withdraw", *data.draw(st.sampled_from([("source", "W-01"), ("participant", "Bu Marni")])), "--reason", "diminta"),
}  # fmt: skip
OFTEN = [name for name in DEEDS if name != "withdraw"] * 3 + ["withdraw"]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_commands_in_any_order_keep_the_law(
    made_once: Path, tmp_path_factory: pytest.TempPathFactory, nowhere: CommandLine, data: st.DataObject
) -> None:
    """Each command may be refused, none may break the law or show a traceback (``run`` looks at both)."""
    from tests.cli_world import as_if_made_here

    qc = as_if_made_here(made_once / "berisi", tmp_path_factory.mktemp("urutan") / "studi")
    for name in data.draw(st.lists(st.sampled_from(OFTEN), min_size=4, max_size=12)):
        ran = qc.run(*DEEDS[name](qc, data))
        assert ran.code in (0, 1), ran.err
        assert (ran.code == 0) == (ran.err == ""), ran


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_commands_on_two_laptops_that_merge_keep_the_law_and_agree(
    made_once: Path, tmp_path_factory: pytest.TempPathFactory, nowhere: CommandLine, data: st.DataObject
) -> None:
    from tests.cli_world import as_if_made_here

    folder = tmp_path_factory.mktemp("berdua")
    sri = as_if_made_here(made_once / "berisi", folder / "sri")
    bagus = elsewhere(sri, folder / "bagus", "bagus", folder / "state-bagus")
    for name in ("corpus/W-01.txt", "corpus/FGD-01.txt", "codebooks/contoh.yaml"):
        bagus.write(name, (sri.folder / name).read_bytes())
    for name in data.draw(st.lists(st.sampled_from([*OFTEN, "merge", "merge"]), min_size=5, max_size=10)):
        one_, other = data.draw(st.sampled_from([(sri, bagus), (bagus, sri)]))
        words = ("merge", other.project_file) if name == "merge" else DEEDS[name](one_, data)
        assert one_.run(*words).code in (0, 1)
    for one_, other in ((sri, bagus), (bagus, sri), (sri, bagus)):
        one_("merge", other.project_file)
    assert sri.state() == bagus.state()


def test_the_sample_texts_are_those_of_the_world() -> None:
    """The quotes above stand in the texts, so that coding is not refused each time."""
    for source, text in (("W-01", INTERVIEW), ("FGD-01", FGD)):
        assert all(quote in text for quote in QUOTES[source])
