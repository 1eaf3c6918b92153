"""Who withdraws is gone from every byte: of researchers' texts in every wording too, and on devices that merge. People are invented."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.collect.hearing import Hearing
from qualcode.collect.withdrawing import what_goes, withdraw
from qualcode.errors import UserError
from qualcode.reduce.codings import codings
from qualcode.store import act, versions
from qualcode.store.check import backup, check, compact
from qualcode.store.ids import new_id
from qualcode.store.merge import merge
from qualcode.store.undo import undo, undo_deed
from tests.cli_world import CommandLine
from tests.study_for_tests import FGD, Study, copied, interview, study

SECRET = "Malam itu saya dan anak-anak tidur di emper pasar karena rumah sudah disita rentenir."
RUNS = [" ".join(SECRET.split()[at : at + 6]) for at in range(8)]  # eight runs of six words, each said by nobody else
NAME = "Kenanga Rekaan"


@pytest.fixture
def s(tmp_path: Path) -> Study:
    return study(tmp_path / "studi")


def person(s: Study, name: str) -> bytes:
    return bytes(s.project.value("SELECT id FROM participant WHERE pseudonym=?", name))


def memo(s: Study, text: str, about: bytes | None = None) -> bytes:
    rec = new_id()
    with act(s.project, "memo") as a:
        a.create("memo", rec, belongs=None, about_kind="code", about=about or new_id(), text=text)
    return rec


def memo_says(s: Study, rec: bytes) -> str:
    from qualcode.store import blobs

    return blobs.prose(s.project.conn, s.project.value("SELECT text FROM memo WHERE id=?", rec))


def rewrite(s: Study, rec: bytes, text: str) -> None:
    with act(s.project, "memo") as a:
        a.change("memo", rec, text=text)


def in_bytes(data: bytes) -> Iterator[bytes]:
    """The bytes, and what is packed anywhere in them (zlib, as the project packs; zip, as documents do)."""
    yield data
    for found in re.finditer(rb"x[\x01\x5e\x9c\xda]", data):
        try:
            yield zlib.decompressobj().decompress(data[found.start() : found.start() + 200_000])
        except zlib.error:
            continue


def held(folder: Path, words: list[str]) -> list[str]:
    """Which words stand in a byte of a file below the folder, and where."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            pieces = list(in_bytes(path.read_bytes()))
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    pieces += [packed.read(one) for one in packed.infolist()]
            for one in words:
                for encoded in (one.encode(), one.encode("utf-16-le")):
                    if any(encoded in piece for piece in pieces):
                        found.append(f"{path.name}: {one}")
    return found


def test_an_earlier_wording_goes_and_the_present_one_stays(s: Study) -> None:
    source = s.text("W-01", interview("Pajang", SECRET, "Ya.", name=f"Bu {NAME}"))
    rec = memo(s, f"Ia berkata: {SECRET}")
    rewrite(s, rec, "Ia kehilangan rumah.")
    rewritten = s.project.value("SELECT hash FROM action ORDER BY id DESC LIMIT 1")
    other = memo(s, "Air selalu lancar di kampung itu.")
    shown = what_goes(s.project, "source", source)
    assert (shown.whole, shown.earlier, shown.texts, shown.counts["source"]) == (("W-01",), 1, (), 1)
    assert held(s.folder, RUNS)  # only looked
    gone = withdraw(s.project, "source", source, "minta")
    assert (gone.whole, gone.earlier, gone.counts) == (shown.whole, shown.earlier, shown.counts)
    compact(s.project)
    (s.folder / "W-01.txt").unlink()
    assert held(s.folder, [*RUNS, NAME]) == []
    assert (memo_says(s, rec), memo_says(s, other)) == ("Ia kehilangan rumah.", "Air selalu lancar di kampung itu.")
    with pytest.raises(UserError):
        undo(s.project)
    with pytest.raises(UserError):
        undo_deed(s.project, rewritten)
    rewrite(s, rec, "Ia kehilangan rumah, dan pindah.")
    undo(s.project)
    assert memo_says(s, rec) == "Ia kehilangan rumah." and not check(s.project).faults


def test_what_repeats_them_is_blank_in_every_kind_of_text_also_in_a_release(s: Study) -> None:
    from qualcode.reduce.codebook_yaml import release
    from qualcode.store.settings import set_setting

    source = s.text("W-01", interview("Pajang", SECRET, name=f"Bu {NAME}"))
    (utang,) = s.codes("utang")
    with act(s.project, "edit") as a:
        a.change("code", utang, example=SECRET, definition="Meminjam untuk bertahan")
    release(s.project, "v1", "2025-07-01")
    with act(s.project, "edit") as a:
        a.change("code", utang, example="")
    set_setting(s.project, "captions", {"gambar": ["Kata informan", SECRET]})
    s.codes("tidur di emper pasar karena")  # a code in vivo
    withdraw(s.project, "source", source, "minta")
    compact(s.project)
    (s.folder / "W-01.txt").unlink()
    assert held(s.folder, [*RUNS, "emper pasar", NAME]) == []
    assert s.project.value("SELECT COUNT(*) FROM code WHERE removed=0") == 2
    assert not check(s.project).faults


def test_a_colleague_who_wrote_their_words_down_meanwhile_loses_them_at_the_merge(s: Study, tmp_path: Path) -> None:
    (utang,) = s.codes("utang")
    source = s.text("FGD-01", FGD.replace("Saya utang di warung.", SECRET))
    both = memo(s, f"Dua hal: {SECRET}")
    other = copied(s, tmp_path / "bagus", "bagus")
    other.code(source, utang, "rumah sudah disita rentenir", memo="memo bagus")
    other.code(source, utang, "air lancar, Mas.", memo=f"Bandingkan dengan Bu Marni: {SECRET}")
    mine = memo(other, f"Bu Marni bilang {SECRET[:60]} Begitu.")
    rewrite(other, both, f"Tiga hal: {SECRET}")
    withdraw(s.project, "participant", person(s, "Bu Marni"), "minta")
    hearing = Hearing()
    s.project.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    merge(other.project, s.project.path, hearing=hearing)
    assert hearing.follow(other.project) == (0, 2)
    assert hearing.follow(other.project) == (0, 0)
    other.project.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    merge(s.project, other.project.path, hearing=hearing)
    assert hearing.follow(s.project) == (0, 0)
    for one in (s, other):
        compact(one.project)
        assert not check(one.project).faults
        (one.folder / "FGD-01.txt").unlink(missing_ok=True)
        assert held(one.folder, [*RUNS, "Marni"]) == []
        assert [found.quote for found in codings(one.project)] == ["air lancar, Mas."]
        assert memo_says(one, mine).startswith("Bu █████ bilang █") and memo_says(one, mine).endswith(" Begitu.")
        assert memo_says(one, both).startswith("Tiga hal: █")  # what bagus wrote of it meanwhile is not lost


def test_what_was_written_meanwhile_is_erased_where_nobody_knows_the_words_any_more(s: Study, tmp_path: Path) -> None:
    source = s.text("W-01", interview("Pajang", SECRET, name="Bu Marni"))
    rec = memo(s, f"Awal: {SECRET}")
    other = copied(s, tmp_path / "bagus", "bagus")
    rewrite(other, rec, f"Bagus: {SECRET}")
    other.project.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    withdraw(s.project, "source", source, "minta")
    withdraw(s.project, "source", s.text("W-02", interview("Pajang", "Lain.", name="Bu Lain")), "minta")
    hearing = Hearing()
    merge(s.project, other.project.path, hearing=hearing)  # the withdrawing side hears of it first
    assert hearing.follow(s.project) == (0, 0)
    assert memo_says(s, rec).startswith("Awal: █")
    s.project.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    merge(other.project, s.project.path, hearing=hearing)
    assert hearing.follow(other.project) == (0, 0)  # it was taken already; what bagus wrote is written again
    assert memo_says(other, rec).startswith("Bagus: █")
    for one in (s, other):
        compact(one.project)
        assert not check(one.project).faults
        (one.folder / "W-01.txt").unlink(missing_ok=True)
        assert held(one.folder, [*RUNS, "Marni"]) == []


def test_only_what_is_theirs_alone_is_their_name(s: Study) -> None:
    s.text("W-01", interview("Pajang", "Ya, betul.", name="Bu Sri Wahyuni"))
    s.text("W-02", interview("Pajang", "Ya, salah.", name="Bu Sri Handayani"))
    s.text("W-03", interview("Pajang", "Ya, entah.", name="Informan 3"))
    rec = memo(s, "Bu Sri Wahyuni, Bu Wahyuni dan Bu Sri di Pajang; Informan 3.")
    assert withdraw(s.project, "participant", person(s, "Informan 3"), "minta").said.shared == ()
    assert withdraw(s.project, "participant", person(s, "Bu Sri Wahyuni"), "minta").said.shared == ("Bu Sri Wahyuni",)
    assert memo_says(s, rec) == "Bu ███████████, Bu Wahyuni dan Bu Sri di Pajang; Informan 3."


def test_others_who_name_them_in_the_discussion_keep_their_words_and_their_codings(s: Study) -> None:
    (air,) = s.codes("air")
    source = s.text("FGD-01", FGD.replace("Di tempat saya", "Kata Bu Marni benar, di tempat saya"))
    s.code(source, air, "Kata Bu Marni benar, di tempat saya air lancar, Mas.")
    withdraw(s.project, "participant", person(s, "Bu Marni"), "minta")
    assert [one.quote for one in codings(s.project)] == ["Kata Bu █████ benar, di tempat saya air lancar, Mas."]
    now = versions.current(s.project, source)
    assert now is not None and "Marni" not in now.text and not check(s.project).faults


def test_one_person_in_two_sources_goes_from_both_and_a_namesake_is_told(s: Study) -> None:
    from qualcode.collect.people import join_people

    s.text("W-01", interview("Pajang", SECRET, name="Bu Marni"))
    s.text("FGD-01", FGD)
    alone, shared = (
        rec for (rec,) in s.project.rows("SELECT id FROM participant WHERE pseudonym='Bu Marni' ORDER BY k")
    )
    assert what_goes(s.project, "participant", alone).alike == ("FGD-01",)
    join_people(s.project, alone, shared)
    gone = withdraw(s.project, "participant", alone, "minta")
    assert (gone.whole, gone.partly, gone.turns, gone.alike) == (("W-01",), ("FGD-01",), 2, ())
    compact(s.project)
    for name in ("W-01", "FGD-01"):
        (s.folder / f"{name}.txt").unlink()
    assert held(s.folder, [*RUNS, "Bantuan datang ke yang mampu", "Marni"]) == []


def test_a_backup_and_an_export_that_hold_their_words_are_named(s: Study) -> None:
    from qualcode.collect.holding import files_holding

    source = s.text("W-01", interview("Pajang", SECRET, name="Bu Marni"))
    s.text("W-02", interview("Pajang", "Lain lagi ceritanya di sini, Mas.", name="Pak Rekaan"))
    exports = s.folder / "exports"
    exports.mkdir(exist_ok=True)
    (exports / "kutipan.html").write_text(f"<p>Malam <b>itu</b> {SECRET[10:]}</p>", "utf-8")
    (exports / "angka.csv").write_text("kode;jumlah\nair;3\n", "utf-8")
    with zipfile.ZipFile(exports / "laporan.docx", "w") as packed:
        packed.writestr("word/document.xml", f"<w:t>{SECRET[:20]}</w:t><w:t>{SECRET[20:]}</w:t>")
    backup(s.project, s.folder / "cadangan.qualcode")
    gone = withdraw(s.project, "source", source, "minta")
    assert [str(one) for one in files_holding(s.project, gone)] == [
        "W-01.txt", "cadangan.qualcode", "exports/kutipan.html", "exports/laporan.docx",
    ]  # fmt: skip


def test_a_conflict_about_a_text_that_repeats_them_is_no_hindrance(s: Study, tmp_path: Path) -> None:
    source = s.text("W-01", interview("Pajang", SECRET, name="Bu Marni"))
    rec = memo(s, f"Awal: {SECRET}")
    other = copied(s, tmp_path / "bagus", "bagus")
    rewrite(s, rec, f"Sri: {SECRET}")
    rewrite(other, rec, f"Bagus: {SECRET}")
    other.project.close()
    merge(s.project, other.project.path)
    withdraw(s.project, "source", source, f"minta Bu Marni: {SECRET}")  # she is named where nobody should be
    assert re.fullmatch("(Sri|Bagus): █+", memo_says(s, rec)[:-1]) and memo_says(s, rec)[-1] == "."
    assert not check(s.project).faults
    compact(s.project)
    (s.folder / "W-01.txt").unlink()
    assert held(s.folder, [*RUNS, "Marni"]) == []


def test_compacting_says_where_another_window_keeps_the_file_from_being_whole(s: Study) -> None:
    from qualcode.store import open_project

    source = s.text("W-01", interview("Pajang", SECRET, name="Bu Marni"))
    with open_project(s.project.path) as window:
        window.conn.execute("BEGIN")
        window.value("SELECT COUNT(*) FROM source")
        withdraw(s.project, "source", source, "minta")
        s.project.conn.execute("PRAGMA busy_timeout=0")
        assert not compact(s.project)
        window.conn.execute("COMMIT")
        assert compact(s.project)
    (s.folder / "W-01.txt").unlink()
    assert held(s.folder, [*RUNS, "Marni"]) == []


def test_a_backup_that_is_put_back_says_that_their_words_came_with_it(qc: CommandLine) -> None:
    qc.bring_in("W-01", interview("Pajang", SECRET, name="Bu Marni"))
    qc("backup", "lama.qualcode")
    assert "withdrew" not in qc("restore", "lama.qualcode").out
    qc("withdraw", "source", "W-01", "--reason", "minta")
    qc("backup", "baru.qualcode")
    told = qc("restore", "lama.qualcode").out
    aside = re.search(r"“qualcode merge (\S+)”", told)
    assert "those words are here again" in told and aside is not None
    qc("merge", aside.group(1))
    qc("check", "--compact")
    assert held(qc.project_file.parent, RUNS) != [] and qc.items("sources") == []  # in the old backup alone
    assert not [one for one in held(qc.folder, RUNS) if one.startswith(qc.project_file.name)]
    assert "withdrew" not in qc("restore", "baru.qualcode").out
