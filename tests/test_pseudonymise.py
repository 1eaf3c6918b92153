"""Names leave the texts, everything else stays where it was; erased names are in no byte, on no device that merges.
All people are invented."""

from __future__ import annotations

import unicodedata
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.collect import keyfile, names
from qualcode.collect.detectors import proposals
from qualcode.collect.pseudonymise import apply, finder, plans
from qualcode.collect.writings import Finder
from qualcode.language.marks import Marks, Turn, speech_text
from qualcode.store import act, blobs, ids, versions
from qualcode.store.carried import carry, carry_marks, inverse, place, replaced
from qualcode.store.check import compact
from qualcode.store.merge import merge
from tests.cli_world import CommandLine, elsewhere
from tests.laws.world import canonical
from tests.study_for_tests import Study, copied, study

PASSPHRASE = "empat kuda baterai benar"
TALK = """\
Jenis: FGD
Kelurahan: Semanggi
Pewawancara: Moderator
Peserta:
- Bu Kenanga Rekaan (P, 41 tahun, penjahit, Pajang)
- Pak Bagyo Contoh (L, 63 tahun, pensiunan, Semanggi)

Moderator: Silakan, Bu Kenanga.

Bu Kenanga: Airnya keruh 😀 sejak lebaran. Kata Pak Bagyo di sana lancar.

Pak Bagyo: Betul. BU KENANGA REKAAN itu tetangga saya; pohon kenanga juga ada.

Bu Kenanga: Saya utang di warung depan.
"""


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "P", 1)
    monkeypatch.setenv("QUALCODE_PASSPHRASE", PASSPHRASE)


@pytest.fixture
def s(tmp_path: Path) -> Study:
    """A discussion in a project whose participants stand under pseudonyms, with the key beside it."""
    one = study(tmp_path / "studi")
    one.project.keyring = names.create_key(one.folder, PASSPHRASE)
    one.text("FGD-01", TALK)
    return one


def do_it(one: Study, erase: bool = False) -> None:
    from qualcode.collect import erasing
    from qualcode.collect.pseudonymise import keep_labels

    keyring = one.project.keyring
    keep_labels(one.project, keyring)
    apply(one.project, plans(one.project, finder(one.project, keyring)))
    if erase:
        erasing.erase(one.project, keyring, finder(one.project, keyring))


def text_of(one: Study) -> str:
    now = versions.current(one.project, one.project.value("SELECT id FROM source"))
    assert now is not None
    return now.text


def quotes(one: Study) -> list[tuple[str, str]]:
    from qualcode.reduce.codings import codings

    return [(found.quote, found.state) for found in codings(one.project)]


def whole(path: Path) -> bytes:
    """Every byte of the file and of what lies beside it, blobs unpacked too."""
    from qualcode.store import open_project

    with open_project(path) as project:
        texts = b"\n".join(blobs.get(project.conn, name) or b"" for (name,) in project.rows("SELECT hash FROM blob"))
        packed = [zlib.compress(text.encode(), 6)[10:40] for text in (TALK,)]
    raw = b"\n".join(file.read_bytes() for file in path.parent.iterdir() if file.name.startswith(path.name))
    assert not any(piece in raw for piece in packed)
    return raw + texts + raw.decode("utf-16-le", "replace").encode()


# Positions


NAMES = Finder([(b"1", "I-SMN-X-1", ["Bu Sri Kenanga", "Bu Sri"]), (b"2", "Å😀", ["Bagyo"]), (None, "W", ["Warung É"])])
PIECES = st.sampled_from(
    ["Sri Kenanga", "Bu Sri", "SRI\nKENANGA", "bu sri", "Bagyo", "Bagyonya", "Warung É", "😀", "e\u0301", "air", " ", "\n", ". ",
     "kenanga", "Srigala", "Sri\u0327", "𝔘x", ",", "Pak. Bagyo"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map(lambda pieces: unicodedata.normalize("NFC", " ".join(pieces)))


@given(text=TEXTS, data=st.data())
@settings(max_examples=300, deadline=None)
def test_what_holds_no_name_keeps_its_words_and_what_holds_one_has_all_of_its_stand_in(text: str, data: Any) -> None:
    hits = list(NAMES.hits(text))
    assert all(a.stop <= b.start for a, b in pairwise(hits))
    new, blocks = replaced(text, [(hit.start, hit.stop, hit.new) for hit in hits])
    assert unicodedata.normalize("NFC", new) == new
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    stop = data.draw(st.integers(start + 1, len(text) + 1)) if text else 1
    stop = min(stop, len(text))
    if start >= stop:
        return
    low, high = carry(blocks, start, stop)
    touched = [hit for hit in hits if hit.start < stop and start < hit.stop]
    if not touched:
        assert new[low:high] == text[start:stop]
        assert carry(inverse(blocks), low, high) == (start, stop)
    else:
        first, last = min(start, touched[0].start), max(stop, touched[-1].stop)
        changes = [(hit.start - first, hit.stop - first, hit.new) for hit in touched]
        assert new[low:high] == replaced(text[first:last], changes)[0]


@given(text=TEXTS, cuts=st.lists(st.integers(0, 400), max_size=8))
@settings(max_examples=200, deadline=None)
def test_marks_go_with_the_words(text: str, cuts: list[int]) -> None:
    hits = list(NAMES.hits(text))
    free = sorted({cut for cut in cuts if cut <= len(text) and not any(h.start < cut < h.stop for h in hits)})
    spans = list(zip(free[::2], free[1::2], strict=False))
    wraps = tuple((at, at + 1) for at, sign in enumerate(text) if sign == "\n" and any(a <= at < b for a, b in spans))
    marks = Marks("x", tuple(Turn(None, span, "informant") for span in spans), wraps=wraps)
    new, blocks = replaced(text, [(hit.start, hit.stop, hit.new) for hit in hits])
    moved = carry_marks(marks, blocks)
    for before, after in zip(marks.turns, moved.turns, strict=True):
        here = [(h.start, h.stop, h.new) for h in hits if before.speech[0] <= h.start and h.stop <= before.speech[1]]
        start = before.speech[0]
        again = replaced(text[start : before.speech[1]], [(a - start, b - start, w) for a, b, w in here])[0]
        assert new[slice(*after.speech)] == again
        if not here:
            assert speech_text(new, moved, after) == speech_text(text, marks, before)
    assert all(new[start:stop] == "\n" for start, stop in moved.wraps)


def test_a_span_of_an_edition_that_is_gone_is_exact_inside_common_words_and_else_a_guess() -> None:
    blocks = [[0, 0, 0], [0, 0, 10], [20, 12, 10], [30, 22, 0]]
    assert place(blocks, False, 2, 8).state == "moved"
    assert place(blocks, False, 6, 13).state == "changed"
    assert place(blocks, False, 11, 19).state == "lost"


# Which words


@pytest.mark.parametrize(
    ("words", "after"),
    [
        ("Bu Kenanga Rekaan", "Bu X"), ("bu kenanga", "bu X"), ("Ibu  Kenanga\nRekaan", "Ibu  X"), ("KENANGA REKAAN", "X"),
        ("Bu Kenanganya", "Bu Xnya"), ("pohon kenanga", "pohon kenanga"), ("Kenanga", "Kenanga"), ("Bu Rekaan", "Bu X"),
        ("Rekaanto", "Rekaanto"), ("Hj. Kenanga", "Hj. X"), ("Kenanga-Rekaan", "Kenanga-Rekaan"), ("Ya, Bu. Kenanga", "Ya, Bu. X"),
        ("Melati", "M"), ("melati", "melati"), ("bu melati", "bu M"), ("Pak Lurah", "Pak Lurah"),
    ],
)  # fmt: skip
def test_which_writings_of_a_name_are_meant(words: str, after: str) -> None:
    find = Finder([(b"1", "X", ["Bu Kenanga Rekaan"]), (b"2", "M", ["Melati"])])
    assert replaced(words, [(hit.start, hit.stop, hit.new) for hit in find.hits(words)])[0] == after


def test_of_two_people_of_one_name_it_is_who_speaks_here_else_nobody() -> None:
    find = Finder([(b"1", "X", ["Sri Kenanga"]), (b"2", "Y", ["Sri Melati"])])
    assert [hit.new for hit in find.hits("Bu Sri")] == [""]
    assert [hit.new for hit in find.hits("Bu Sri", frozenset([b"2"]))] == ["Y"]


def test_an_honorific_is_not_said_twice() -> None:
    find = Finder([(b"1", "Ibu M", ["Bu Kenanga"])])
    text = "Bu Kenanga. Kenanga."
    assert replaced(text, [(h.start, h.stop, h.new) for h in find.hits(text)])[0] == "Bu M. Ibu M."


def test_detectors_propose() -> None:
    text = (
        "NIK 3372010101700001, HP 0812-3456-7890 atau +62 812 3456 789, surel a.b@contoh.id, motor AD 1234 XY, RT 03 RW 05, "
        "Jalan Melati No. 7, lahir tanggal 3 Mei 1970, tetangga Bu Darmi, Pak Lurah, Rp 1500 per RT, tahun 2024."
    )
    assert [(one.kind, text[one.start : one.stop]) for one in proposals(text)] == [
        ("identity number", "3372010101700001"), ("telephone", "0812-3456-7890"), ("telephone", "+62 812 3456 789"),
        ("e-mail", "a.b@contoh.id"), ("number plate", "AD 1234 XY"), ("address", "RT 03 RW 05"), ("address", "Jalan Melati No. 7"),
        ("date of birth", "lahir tanggal 3 Mei 1970"), ("name", "Darmi"),
    ]  # fmt: skip


# The project


def test_texts_labels_and_codings_after_it_and_after_its_undo(s: Study) -> None:
    from qualcode.store.undo import undo

    (air,) = s.codes("air")
    source = s.project.value("SELECT id FROM source")
    for quote in ("keruh 😀 sejak", "Kata Pak Bagyo di sana", "Bagyo", "BU KENANGA REKAAN itu", "utang di warung"):
        s.code(source, air, quote, **({"turn": 2} if quote == "Bagyo" else {}))
    people = "SELECT label, side, participant FROM speaker WHERE removed=0 ORDER BY participant, side"
    sides = [(side, who) for _label, side, who in s.project.rows(people)]
    before = quotes(s)
    do_it(s)
    text = text_of(s)
    bu, pak = (
        s.project.value("SELECT pseudonym FROM participant WHERE home=?", s.region(n)) for n in ("Pajang", "Semanggi")
    )
    assert f"\nBu {bu}: Airnya keruh 😀 sejak lebaran. Kata Pak {pak} di sana lancar." in text
    assert f"BU {bu} itu tetangga saya; pohon kenanga juga ada." in text and f"- Pak {pak} (L, 63 tahun" in text
    assert [(side, who) for _label, side, who in s.project.rows(people)] == sides
    after = quotes(s)
    assert [quote for quote, _state in after] == [
        "keruh 😀 sejak", f"Kata Pak {pak} di sana", f"{pak}", f"BU {bu} itu", "utang di warung",
    ]  # fmt: skip
    assert {state for _quote, state in after} == {"unchanged"}
    undo(s.project)
    assert quotes(s) == before and text_of(s) == TALK


def test_reading_turns_again_finds_the_same_turns_and_speakers(s: Study) -> None:
    from qualcode.collect.conventions import read_marks

    do_it(s)
    now = versions.current(s.project, s.project.value("SELECT id FROM source"))
    assert now is not None
    assert [(turn.label, turn.speech) for turn in read_marks(now.text).turns] == [
        (turn.label, turn.speech) for turn in now.marks.turns
    ]


def test_erased_names_are_in_no_byte(s: Study) -> None:
    (air,) = s.codes("air")
    source = s.project.value("SELECT id FROM source")
    s.code(source, air, "keruh 😀 sejak")
    s.text("FGD-01", TALK.replace("lebaran", "Lebaran"), replace="")  # an older edition
    do_it(s, erase=True)
    compact(s.project)
    s.project.close()
    everything = whole(s.project.path)
    for words in (b"Kenanga", b"KENANGA", b"Rekaan", b"Bagyo", b"Contoh"):
        assert words not in everything
    assert "keruh 😀 sejak".encode() in everything


def test_names_typed_without_a_key_are_locked_replaced_and_erased_by_command(
    qc: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUALCODE_PASSPHRASE")
    qc("import", qc.write("corpus/wawancara_Kenanga_Rekaan.txt", TALK))
    monkeypatch.setenv("QUALCODE_PASSPHRASE", PASSPHRASE)
    qc("names", "lock")
    shown = qc("pseudonymise", "--dry-run").out
    assert (
        "[Kenanga Rekaan → I-" in shown and "(label)" in shown and "[wawancara_Kenanga_Rekaan → wawancara_I-" in shown
    )
    left = qc("check").out
    assert "texts" in left and "originals" in left and "older entries" in left
    assert "Kenanga" not in left and "Kenanga" in qc("check", "--show").out
    qc("pseudonymise", "--erase")
    qc("check", "--compact")
    assert "No name of the key is left" in qc("check").out
    everything = whole(qc.project_file)
    for words in (b"Kenanga", b"Rekaan", b"Bagyo", b"Contoh"):
        assert words not in everything
    assert "do not come back" in qc.fails("undo")
    again = qc("import", qc.folder / "corpus/wawancara_Kenanga_Rekaan.txt", "--replace", qc.items("sources")[0]["name"])
    assert "names were replaced again" in again.out  # and nothing else was written
    assert all(words not in whole(qc.project_file) for words in (b"Kenanga", b"Rekaan", b"Bagyo", b"Contoh"))


def test_a_corrected_file_with_the_real_names_gets_the_stand_ins_again(
    qc: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    names.create_key(qc.folder, PASSPHRASE)
    qc.bring_in("FGD-01", TALK)
    qc("pseudonymise", "--erase")
    qc("check", "--compact")
    people = {row["id"] for row in qc.items("participants")}
    corrected = qc.write("corpus/FGD-01.txt", TALK.replace("lebaran", "Lebaran kemarin"))
    said = qc("import", corrected, "--replace").out
    assert "names were replaced again" in said and "Kenanga" not in said
    assert qc.items("search", "Lebaran kemarin") and {row["id"] for row in qc.items("participants")} == people
    everything = whole(qc.project_file)
    assert all(words not in everything for words in (b"Kenanga", b"Rekaan", b"Bagyo", b"Contoh"))
    monkeypatch.delenv("QUALCODE_PASSPHRASE")
    before = qc.state()
    assert "--passphrase-file" in qc.fails("import", corrected, "--replace")
    assert qc.state() == before
    new = TALK.replace(
        "\nModerator: Silakan", "- Mbak Cempaka Misal (P, 30 tahun, guru, Pajang)\n\nModerator: Silakan", 1
    )
    word = qc.write("sandi.txt", PASSPHRASE)
    qc.write("corpus/FGD-01.txt", new + "\nMbak Cempaka: Nggih.\n")
    assert "learned only now" in qc("import", corrected, "--replace", "--passphrase-file", word).out


def test_two_locked_names_that_are_one_person_have_one_stand_in_after_the_join(qc: CommandLine) -> None:
    names.create_key(qc.folder, PASSPHRASE)
    qc.bring_in("FGD-01", TALK)
    qc.bring_in(
        "W-02",
        "Jenis: wawancara\nKelurahan: Pajang\nInforman: Kenanga Rekaan\n\nP: Apa?\n\nBu Kenanga: Saya Kenanga.\n",
    )
    qc("pseudonymise")
    here, there = [one for one in qc.items("participants") if one["home"] == "Pajang"]

    def all_texts() -> list[str]:
        with qc.project() as project:
            found = [versions.load(project, one) for (one,) in project.rows("SELECT version FROM source ORDER BY name")]
        return [one.text for one in found if one]

    before = all_texts()
    qc("participants", "join", here["id"], there["id"])
    texts = all_texts()
    assert not any(there["pseudonym"] in text for text in texts) and all(here["pseudonym"] in text for text in texts)
    assert {one["pseudonym"] for one in qc.items("names") if "Kenanga" in one["name"]} == {here["pseudonym"]}
    qc("undo")
    assert all_texts() == before and len(qc.items("participants")) == 3


def test_memos_are_counted_and_not_changed(s: Study) -> None:
    with act(s.project, "memo") as a:
        source = s.project.value("SELECT id FROM source")
        a.create(
            "memo", ids.new_id(), belongs=source, about_kind="source", about=source, text="Bu Kenanga Rekaan ramah"
        )
    do_it(s, erase=True)
    from qualcode.collect.traces import traces

    left = list(traces(s.project, finder(s.project, s.project.keyring)))
    assert [(one.kind, one.words) for one in left] == [("memos", "Kenanga Rekaan")]
    assert "Kenanga" not in repr(left)


def test_while_a_passage_waits_for_review_nothing_is_erased(s: Study) -> None:
    from qualcode.collect import erasing
    from qualcode.errors import UserError

    (air,) = s.codes("air")
    s.code(s.project.value("SELECT id FROM source"), air, "Airnya keruh 😀 sejak lebaran.")
    s.text("FGD-01", TALK.replace("keruh 😀 sejak", "keruh sekali sejak"), replace="")
    do_it(s)
    entries = s.project.rows("SELECT new, old FROM entry")
    with pytest.raises(UserError, match="waits for review"):
        erasing.erase(s.project, s.project.keyring, finder(s.project, s.project.keyring))
    assert s.project.rows("SELECT new, old FROM entry") == entries


# Others


def clean(one: Study) -> None:
    compact(one.project)
    one.project.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def take(one: Study, other: Study) -> None:
    other.project.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    merge(one.project, other.project.path)


@pytest.mark.parametrize("colleague_first", [True, False])
@pytest.mark.parametrize("locked_later", [True, False])
def test_what_a_colleague_did_meanwhile_stays_and_the_names_do_not_come_back(
    tmp_path: Path, colleague_first: bool, locked_later: bool
) -> None:
    """A colleague works on a copy that holds the names, and has not seen the erasure: codings, a role, a memo, a home."""
    s = study(tmp_path / "studi")
    (air,) = s.codes("air")
    keyring = names.create_key(s.folder, PASSPHRASE)
    s.project.keyring = None if locked_later else keyring
    source = s.text("FGD-01", TALK)
    person = s.project.value("SELECT id FROM participant WHERE home=?", s.region("Pajang"))
    other = copied(s, tmp_path / "bagus", "bagus")
    other.code(source, air, "keruh 😀 sejak")
    other.code(source, air, "Kata Pak Bagyo di sana", memo="penting")
    with act(other.project, "edit") as a:
        a.change("participant", person, role="ketua RT")
        a.create("memo", ids.new_id(), belongs=person, about_kind="participant", about=person, text="bicara pelan")
    s.project.keyring = keyring
    if locked_later:
        from qualcode.collect.locking import lock, unlocked

        lock(s.project, keyring, unlocked(s.project))
    do_it(s, erase=True)
    for one, two in [(other, s), (s, other)] if colleague_first else [(s, other), (other, s)]:
        take(one, two)
    assert canonical(s.project) == canonical(other.project)
    for one in (s, other):
        from qualcode.store.check import check
        from qualcode.store.conflicts import conflicts

        assert not check(one.project).faults
        assert {conflict.field for conflict in conflicts(one.project)} <= {"role"}
        pak = one.project.value("SELECT pseudonym FROM participant WHERE home=?", one.region("Semanggi"))
        assert sorted(quote for quote, _state in quotes(one)) == [f"Kata Pak {pak} di sana", "keruh 😀 sejak"]
        assert {state for _quote, state in quotes(one)} == {"moved"}
        assert one.project.value("SELECT COUNT(*) FROM memo WHERE about=?", person) == 1
        clean(one)
        one.project.close()
        everything = whole(one.project.path)
        for words in (b"Kenanga", b"KENANGA", b"Rekaan", b"Bagyo", b"Contoh"):
            assert words not in everything
        assert b"ketua RT" in everything


def test_a_third_copy_that_meets_them_in_any_order_ends_the_same(s: Study, tmp_path: Path) -> None:
    (air,) = s.codes("air")
    source = s.project.value("SELECT id FROM source")
    others = [copied(s, tmp_path / name, name) for name in ("bagus", "tejo")]
    for one in others:
        one.code(source, air, "keruh 😀 sejak")
        with act(one.project, "edit") as a:
            a.change("source", source, name=f"Kenanga Rekaan {one.folder.name}")
    do_it(s, erase=True)
    bagus, tejo = others
    for one, two in ((tejo, bagus), (tejo, s), (bagus, tejo), (s, bagus), (s, tejo)):
        take(one, two)
    assert canonical(s.project) == canonical(bagus.project) == canonical(tejo.project)


def test_a_text_with_names_that_a_colleague_brought_in_meanwhile_is_said(qc: CommandLine, tmp_path: Path) -> None:
    names.create_key(qc.folder, PASSPHRASE)
    qc.bring_in("FGD-01", TALK)
    bagus = elsewhere(qc, tmp_path / "bagus", "bagus", tmp_path / "state-bagus")
    bagus("import", bagus.write("FGD-01.txt", TALK.replace("lebaran", "Lebaran")), "--replace")
    qc("pseudonymise", "--erase")
    qc("merge", bagus.project_file)
    left = qc("check").out
    assert "texts" in left and "Names of the key that are left" in left
    conflict = next(row for row in qc.items("conflicts") if row["field"] == "version")
    qc("conflicts", "settle", conflict["number"], "--side", 1)
    qc("pseudonymise", "--erase")
    assert "older texts" not in qc("check").out


def test_a_withdrawal_reaches_what_was_coded_on_the_erased_text(s: Study, tmp_path: Path) -> None:
    from qualcode.store.check import check
    from qualcode.store.withdraw import complete, withdraw

    (air,) = s.codes("air")
    source = s.project.value("SELECT id FROM source")
    person = s.project.value("SELECT id FROM participant WHERE home=?", s.region("Pajang"))
    other = copied(s, tmp_path / "bagus", "bagus")
    other.code(source, air, "keruh 😀 sejak", memo="kata rahasia")
    other.code(source, air, "pohon kenanga")
    do_it(s, erase=True)
    withdraw(s.project, "participant", person, "minta")
    take(s, other)
    complete(s.project)
    take(other, s)
    for one in (s, other):
        assert not check(one.project).faults
        assert [quote for quote, _state in quotes(one)] == ["pohon kenanga"]
        clean(one)
        one.project.close()
        everything = whole(one.project.path)
        assert b"rahasia" not in everything and "keruh 😀".encode() not in everything and b"Kenanga" not in everything


def test_a_source_no_screen_shows_is_named_with_what_erases_it(qc: CommandLine) -> None:
    names.create_key(qc.folder, PASSPHRASE)
    qc.bring_in("lama", TALK)
    qc("undo")
    qc("names", "add", "Kenanga", "--as", "Mawar")
    said = qc("pseudonymise", "--erase").out
    line = next(line for line in said.splitlines() if "“lama” was taken off" in line)
    assert "“lama”" not in qc("check").out and "withdraw source" in qc("check").out
    withdraw, source, rec = line.partition("qualcode ")[2].split()[:3]
    qc(withdraw, source, rec, "--reason", "minta")
    qc("check", "--compact")
    assert "No name of the key is left" in qc("check").out
    assert b"Kenanga" not in whole(qc.project_file) and b"KENANGA" not in whole(qc.project_file)


@pytest.mark.parametrize("chosen", [(), ("FGD-01",)])
def test_the_name_somebody_stood_under_before_a_join_is_erased(qc: CommandLine, chosen: tuple[str, ...]) -> None:
    names.create_key(qc.folder, PASSPHRASE)
    qc.bring_in("FGD-01", TALK)
    keep = next(one["pseudonym"] for one in qc.items("participants") if "Pajang" in str(one))
    qc("participants", "add", "Lastri Handayani")
    qc("participants", "join", keep, "Lastri Handayani")
    qc("names", "add", "Lastri Handayani", "--as", "Mawar")
    assert "Lastri" in qc("check", "--show").out
    qc("pseudonymise", *chosen, "--erase")
    assert "Lastri" not in qc("check", "--show").out
    qc("check", "--compact")
    assert b"Lastri" not in whole(qc.project_file)


def test_a_mended_word_of_an_erased_text_leaves_file_and_journal_of_one_mind_in_every_order(
    s: Study, tmp_path: Path
) -> None:
    from qualcode.collect.corrections import mend
    from qualcode.store.check import check

    source = s.project.value("SELECT id FROM source")
    text = TALK
    mend(s.project, source, text.index("lebaran"), text.index("lebaran") + 7, "Lebaran")
    other = copied(s, tmp_path / "bagus", "bagus")
    there = text.replace("lebaran", "Lebaran")
    mend(other.project, source, there.index("keruh"), there.index("keruh") + 5, "kotor")  # on a text erased meanwhile
    do_it(s, erase=True)
    assert not check(s.project).faults
    take(s, other)
    take(other, s)
    assert not check(s.project).faults and not check(other.project).faults
    assert canonical(s.project) == canonical(other.project)


@pytest.mark.parametrize("erased", [False, True])
def test_a_pseudonym_of_ones_own_is_no_name_to_lock(
    qc: CommandLine, monkeypatch: pytest.MonkeyPatch, erased: bool
) -> None:
    names.create_key(qc.folder, PASSPHRASE)
    monkeypatch.delenv("QUALCODE_PASSPHRASE")
    qc.bring_in("FGD-01", TALK)
    monkeypatch.setenv("QUALCODE_PASSPHRASE", PASSPHRASE)
    qc("names", "lock")
    stand_in = next(one["pseudonym"] for one in qc.items("participants") if one["home"] == "Pajang")
    qc("participants", "set", stand_in, "pseudonym=Bu Melati")
    said = qc("pseudonymise", *(["--erase"] if erased else []))
    assert "as it was typed" not in said.out + said.err
    monkeypatch.delenv("QUALCODE_PASSPHRASE")
    assert "0 names would be locked" in qc("names", "lock", "--dry-run").out
    monkeypatch.setenv("QUALCODE_PASSPHRASE", PASSPHRASE)
    qc("names", "lock")
    assert "Bu Melati" in {one["pseudonym"] for one in qc.items("participants")}
    qc("participants", "set", "Bu Melati", "pseudonym=Bu Kenanga")  # the real one, typed back
    assert "1 name is in names.key" in qc("names", "lock").out


def test_who_withdrew_is_counted_in_the_checklist_and_erased_names_are_not(qc: CommandLine) -> None:
    names.create_key(qc.folder, PASSPHRASE)
    qc.bring_in("FGD-01", TALK)
    qc("pseudonymise", "--erase")
    keep = next(one["pseudonym"] for one in qc.items("participants") if one["home"] == "Pajang")

    def item_13() -> str:
        return next(line for line in qc("checklist", "coreq").out.splitlines() if line.startswith("13 "))

    assert " 1 " not in item_13()
    qc("participants", "add", "I-K4F2-9")
    qc("participants", "join", keep, "I-K4F2-9")
    qc("withdraw", "participant", keep, "--reason", "minta")
    assert " 1 " in item_13()  # the person, and neither the names that were erased nor the one joined into them


def test_names_whose_locking_was_undone_are_told_to_stand_there_again(
    qc: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    names.create_key(qc.folder, PASSPHRASE)
    monkeypatch.delenv("QUALCODE_PASSPHRASE")
    qc.bring_in("FGD-01", TALK)
    monkeypatch.setenv("QUALCODE_PASSPHRASE", PASSPHRASE)
    assert "2 names are in names.key" in qc("names", "lock").out
    qc("undo")
    monkeypatch.delenv("QUALCODE_PASSPHRASE")
    assert "2 names would be locked" in qc("names", "lock", "--dry-run").out


def test_the_name_of_who_withdrew_is_still_found_where_others_say_it(qc: CommandLine) -> None:
    names.create_key(qc.folder, PASSPHRASE)
    qc.bring_in("FGD-01", TALK)
    qc("names", "lock")
    person = next(one["pseudonym"] for one in qc.items("participants") if one["home"] == "Pajang")
    qc.bring_in("W-01", "Kelurahan: Semanggi\n\nP: Siapa lagi?\n\nI: BU KENANGA REKAAN itu tetangga saya.\n")
    qc("withdraw", "participant", person, "--reason", "minta")
    said = qc("check", "--show").out
    assert "W-01: KENANGA REKAAN" in said and "FGD-01: KENANGA" not in said.upper()  # where Pak Bagyo spoke of her
    qc("pseudonymise", "--erase")
    qc("check", "--compact")
    assert "No name of the key is left" in qc("check").out
    everything = whole(qc.project_file)
    assert all(word not in everything for word in (b"Rekaan", b"REKAAN"))
    qc.bring_in("W-02", "Kelurahan: Pajang\n\nP: Siapa yang tahu?\n\nI: Tanya Bu Kenanga Rekaan saja.\n")
    qc("pseudonymise", "--erase")
    qc("check", "--compact")
    assert b"Rekaan" not in whole(qc.project_file)
