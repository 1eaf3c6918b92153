"""names.key: the one place for real names. It opens with its passphrase or says in one line why not, it is whole after a kill,
and what is in it stands nowhere else. All people are invented."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualcode.collect import keyfile, names, writings
from qualcode.errors import UserError
from qualcode.store import check, ids, open_project
from tests.cli_world import FGD, INTERVIEW, CommandLine, elsewhere

PRICE = {name: getattr(keyfile, name) for name in "NRP"}  # the other tests pay less (tests/conftest.py)
PASSPHRASE = "empat kuda baterai benar"
WHO = bytes(16)
REAL = """\
Jenis: wawancara
Kelurahan: Semanggi
Nama informan: Sri Kenanga
Usia: 52
Pewawancara: Dimas

Pewawancara: Bagaimana, Bu Sri?

Bu Sri: Ya begitu, Mas.
"""


@pytest.fixture(autouse=True)
def no_passphrase_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUALCODE_PASSPHRASE", raising=False)


@pytest.fixture
def key(tmp_path: Path) -> names.Names:
    made = names.create_key(tmp_path, PASSPHRASE)
    made.put(WHO, "Sri Kenanga", writings=["Bu Sri"], contact="0812-0000-0000")
    made.add("Warung Darmi", "Warung A")
    made.save()
    return made


def test_what_is_kept_comes_back_with_the_passphrase_and_is_in_no_byte_of_the_file(key: names.Names) -> None:
    data = key.path.read_bytes()
    for words in (b"Sri", b"Kenanga", b"0812", b"Darmi", PASSPHRASE.encode(), WHO.hex().encode()):
        assert words not in data
    again = names.open_key(key.path.parent, PASSPHRASE)
    assert again.real(WHO) == "Sri Kenanga" and again.people[WHO].writings == ("Bu Sri",)
    assert again.people[WHO].contact == "0812-0000-0000" and again.words == {"Warung Darmi": "Warung A"}
    assert "Kenanga" not in repr(again) + repr(again.people)  # nor in a traceback
    if os.name == "posix":
        assert key.path.stat().st_mode & 0o777 == 0o600


def test_a_key_costs_whoever_tries_passphrases_as_much_as_is_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, full in PRICE.items():
        monkeypatch.setattr(keyfile, name, full)
    made = names.create_key(tmp_path, PASSPHRASE)
    costs = json.loads(made.path.read_bytes().split(b"\n")[1])["scrypt"]
    assert (costs["n"], costs["r"], costs["p"]) == (2**15, 8, 3)
    assert names.open_key(tmp_path, PASSPHRASE).people == {}


def test_how_many_names_there_are_does_not_show_in_the_length(key: names.Names) -> None:
    size = key.path.stat().st_size
    for n in range(20):
        key.put(ids.derived(WHO, str(n)), f"Orang {n}")
    key.save()
    assert key.path.stat().st_size == size


def refused(folder: Path, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(UserError) as error:
        names.open_key(folder, passphrase)
    said = str(error.value)
    assert "\n" not in said and passphrase not in said and "Kenanga" not in said
    return said


def test_a_wrong_passphrase_is_told_from_a_damaged_file(key: names.Names) -> None:
    folder, data = key.path.parent, key.path.read_bytes()
    assert "does not open" in refused(folder, PASSPHRASE + "!")
    for at in range(0, len(data), 97):
        key.path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        assert "damaged" in refused(folder)
    for cut in (0, 1, 18, 40, 200, len(data) // 2, len(data) - 1):
        key.path.write_bytes(data[:cut])
        assert "damaged" in refused(folder)
    key.path.unlink()
    assert "there is no key here" in refused(folder)


def with_header(data: bytes, **changes: object) -> bytes:
    """The file with another header and a checksum that fits: somebody's work, not the disk's."""
    first, line, rest = data[:-32].split(b"\n", 2)
    body = b"\n".join([first, json.dumps(json.loads(line) | changes, sort_keys=True).encode(), rest])
    return body + hashlib.sha256(body).digest()


def test_a_newer_key_is_refused_and_a_header_somebody_changed_opens_nothing(key: names.Names) -> None:
    data = key.path.read_bytes()
    header = json.loads(data.split(b"\n")[1])
    key.path.write_bytes(with_header(data, format=2))
    assert "newer qualcode" in refused(key.path.parent)
    for costs in ({"n": 2**10}, {"n": 2**30}, {"r": 10**6}, {"p": 10**9}, {"salt": "xx"}):
        key.path.write_bytes(with_header(data, scrypt=header["scrypt"] | costs))
        assert "damaged" in refused(key.path.parent)  # nor is the cost paid that it asks for
    for change in ({"nonce": "00" * 12}, {"more": 1}):
        key.path.write_bytes(with_header(data, **change))
        assert "does not open" in refused(key.path.parent)


SAVING = """
import sys
from pathlib import Path
from qualcode.collect import names
key = names.open_key(Path(sys.argv[1]), sys.argv[2])
print("on", flush=True)
n = 0
while True:
    n += 1
    key.put(bytes(16), note=str(n))
    key.save()
"""


def test_killed_while_it_is_written_the_key_is_the_old_or_the_new_one(key: names.Names) -> None:
    for wait in (0.02, 0.07):
        writer = subprocess.Popen(
            [sys.executable, "-c", SAVING, str(key.path.parent), PASSPHRASE], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None and writer.stdout.readline() == "on\n"
        time.sleep(wait)
        writer.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        writer.wait()
        writer.stdout.close()
        assert names.open_key(key.path.parent, PASSPHRASE).real(WHO) == "Sri Kenanga"


def test_what_cannot_be_written_leaves_the_key_as_it_was(key: names.Names, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key.path.read_bytes()
    key.put(WHO, note="baru")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(UserError, match="cannot be written"):
            key.save()
    assert key.path.read_bytes() == before
    assert [path.name for path in key.path.parent.iterdir()] == [key.path.name]
    key.save()
    assert names.open_key(key.path.parent, PASSPHRASE).people[WHO].note == "baru"


def test_two_windows_on_one_key_lose_nothing_of_each_other(key: names.Names) -> None:
    other = names.open_key(key.path.parent, PASSPHRASE)
    one, two = (ids.derived(WHO, n) for n in "ab")
    key.put(one, "Bu Satu")
    key.save()
    other.put(two, "Bu Dua")
    other.drop("warung darmi")
    other.save()
    again = names.open_key(key.path.parent, PASSPHRASE)
    assert {again.real(who) for who in (WHO, one, two)} == {"Sri Kenanga", "Bu Satu", "Bu Dua"} and not again.words
    other.change_passphrase("yang lain sama sekali")
    key.put(one, note="x")
    with pytest.raises(UserError, match="another passphrase meanwhile"):
        key.save()
    assert "does not open" in refused(key.path.parent)
    assert names.open_key(key.path.parent, "yang lain sama sekali").real(two) == "Bu Dua"


def test_two_keys_become_one_and_differences_are_told(key: names.Names, tmp_path: Path) -> None:
    (tmp_path / "studi").mkdir()
    other = names.create_key(tmp_path / "studi", PASSPHRASE)
    new = ids.derived(WHO, "x")
    other.put(WHO, "Sri Kenonga", contact="0812-0000-0000")
    other.put(new, "Pak Baru")
    other.add("Warung Darmi", "Warung B")
    told = key.merge(other)
    assert [(one.participant, one.what, one.ours, one.theirs) for one in told] == [
        (WHO, "name", "Sri Kenanga", "Sri Kenonga"),
        (None, "Warung Darmi", "Warung A", "Warung B"),
    ]
    assert key.real(new) == "Pak Baru" and key.real(WHO) == "Sri Kenanga"
    assert "Sri Kenonga" in key.people[WHO].writings  # it is still looked for


def test_a_pseudonym_is_made_of_the_file_and_the_order_and_never_of_the_name() -> None:
    one, two = hashlib.md5(b"1").digest(), hashlib.md5(b"2").digest()
    assert names.pseudonym(one, 1, "Mojosongo") == names.pseudonym(one, 1, "Mojosongo")
    assert names.pseudonym(one, 1, "Mojosongo").startswith("I-MJS-")
    assert len({names.pseudonym(s, n, "Pajang") for s in (one, two) for n in (1, 2)}) == 4
    assert names.pseudonym(one, 3, "").count("-") == 2
    assert not writings.looks_real(names.pseudonym(one, 1, "Mojosongo"))


@pytest.mark.parametrize("name", ["Bu Tutik", "Sri Wahyuni", "SRI WAHYUNI", "sri wahyuni", "Hj. Siti A.", "M. Yusuf"])
def test_what_looks_like_a_name(name: str) -> None:
    assert writings.looks_real(name)


@pytest.mark.parametrize(
    "name",
    ["Ibu S", "Ibu SW", "Informan 3", "I-MJS-03", "R1", "Ketua RW 8", "Pak Lurah", "penjual soto", "Peserta 2",
     "Melati (nama samaran)", "PKK", "Subjek A", "Ny. X", ""],
)  # fmt: skip
def test_what_is_a_pseudonym_already(name: str) -> None:
    assert not writings.looks_real(name)


# The command line


def words_of_rows(qc: CommandLine) -> str:
    """All that stands in plain words in the journal and in the state: no texts."""
    with qc.project() as project:
        return " ".join(f"{new}{old}" for new, old in project.rows("SELECT new, old FROM entry"))


def test_an_honorific_behind_another_is_a_name() -> None:
    assert writings.looks_real("Mbak Ning") and not writings.looks_real("Ning")
    assert writings.name_words("Mbak Ning") == {"ning"} and writings.name_words("Ning Sri") == {"sri"}
    finder = writings.Finder([(b"n", "Mbak A", ["Mbak Ning"])])
    assert [(hit.new, hit.start) for hit in finder.hits("Kata Mbak Ning begitu.")] == [("A", 10)]


def test_without_a_passphrase_people_are_told_once_what_that_means(qc: CommandLine) -> None:
    one, two = qc.write("corpus/W-01.txt", REAL), qc.write("corpus/W-02.txt", REAL.replace("Sri", "Endah"))
    said = qc("import", one, two)
    assert said.out.count("anyone with the file can read them") == 1 and "2 names" in said.out
    assert "anyone with the file" not in qc("import", one).out  # nothing came in
    assert json.loads(qc("import", qc.write("W-03.txt", REAL.replace("Sri", "Yuli")), "--json").out)["schema"] == 1


def test_with_the_key_open_a_name_goes_there_and_the_project_gets_a_pseudonym(
    qc: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    names.create_key(qc.folder, PASSPHRASE)
    monkeypatch.setenv("QUALCODE_PASSPHRASE", PASSPHRASE)
    said = qc("import", qc.write("corpus/W-01.txt", REAL))
    assert "anyone with the file" not in said.out
    ((who, pseudonym),) = [(bytes.fromhex(p["id"]), p["pseudonym"]) for p in qc.items("participants")]
    assert pseudonym.startswith("I-SMN-") and pseudonym.endswith("-1")
    assert names.open_key(qc.folder, PASSPHRASE).real(who) == "Sri Kenanga"
    assert "Kenanga" not in words_of_rows(qc)
    qc("import", qc.write("corpus/W-01.txt", REAL.replace("begitu", "begini")), "--replace")
    assert [p["pseudonym"] for p in qc.items("participants")] == [pseudonym]
    monkeypatch.setenv("QUALCODE_PASSPHRASE", "salah")
    assert "does not open" in qc.fails("import", qc.write("corpus/W-02.txt", REAL.replace("Sri", "Endah")))
    assert len(qc.items("sources")) == 1


def test_the_pseudonym_is_the_same_whether_the_name_is_locked_at_import_or_later(
    qc: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bagus = elsewhere(qc, tmp_path / "bagus", "bagus", tmp_path / "state-bagus")
    for name, text in (("W-01", INTERVIEW), ("FGD-01", FGD)):
        bagus.bring_in(name, text)
    monkeypatch.setenv("QUALCODE_PASSPHRASE", PASSPHRASE)
    bagus("names", "lock")
    names.create_key(qc.folder, PASSPHRASE)
    for name, text in (("W-01", INTERVIEW), ("FGD-01", FGD)):
        qc.bring_in(name, text)
    locked = {p["id"]: p["pseudonym"] for p in bagus.items("participants")}
    assert locked == {p["id"]: p["pseudonym"] for p in qc.items("participants")} and len(locked) == 3


def test_a_name_that_is_said_to_be_made_up_stays(qc: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    names.create_key(qc.folder, PASSPHRASE)
    monkeypatch.setenv("QUALCODE_PASSPHRASE", PASSPHRASE)
    qc(
        "import",
        qc.write(
            "a.txt", REAL.replace("Nama informan: Sri Kenanga", "Nama samaran: Melati").replace("Bu Sri", "Bu Melati")
        ),
    )
    qc("import", qc.write("b.txt", REAL.replace("Sri Kenanga", "Ibu S").replace("Bu Sri", "Ibu S")))
    assert {p["pseudonym"] for p in qc.items("participants")} == {"Melati", "Ibu S"}
    assert not names.open_key(qc.folder, PASSPHRASE).people
    assert "anyone with the file" not in qc("names").out


def test_lock_moves_names_into_the_key_and_undo_takes_the_project_back(
    study: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = study.state()
    assert "Bu Tutik" in study("names", "lock", "--dry-run").out and study.state() == before
    assert "needs its passphrase" in study.fails("names", "lock")
    monkeypatch.setenv("QUALCODE_PASSPHRASE", "pendek")
    said = study("names", "lock")
    assert "short" in said.err and "Tutik" not in said.out
    assert all(p["pseudonym"].startswith("I-") for p in study.items("participants"))
    listed = {row["name"] for row in study.items("names")}
    assert listed == {"Bu Tutik", "Bu Marni", "Pak Bagyo"}
    monkeypatch.delenv("QUALCODE_PASSPHRASE")
    locked = study("names", "--json").out + study("names").out
    assert "Tutik" not in locked and "There is a key" in locked
    study("undo")
    assert "Bu Tutik" in {p["pseudonym"] for p in study.items("participants")}


def test_the_key_is_kept_by_command(study: CommandLine, tmp_path: Path) -> None:
    file, other = (
        study.write("../rahasia", PASSPHRASE + "\nbaris kedua"),
        study.write("../baru", "sesuatu yang baru sekali"),
    )
    secret = ("--passphrase-file", file)
    study("names", "set", "Bu Tutik", "--name", "Tutik Rekaan", "--contact", "0812", *secret)
    study("names", "add", "Warung Bu Darmi", "--as", "Warung A", *secret)
    study("names", "passphrase", "--new-passphrase-file", other, *secret)
    assert "does not open" in study.fails("names", *secret)
    rows = study.items("names", "--passphrase-file", other)
    assert ("Tutik Rekaan", "0812") in {(row["name"], row["contact"]) for row in rows}
    assert ("Warung Bu Darmi", "Warung A") in {(row["name"], row["pseudonym"]) for row in rows}
    study("names", "remove", "Bu Tutik", "--passphrase-file", other)
    assert "Tutik Rekaan" not in {row["name"] for row in study.items("names", "--passphrase-file", other)}


def test_a_file_of_the_passphrase_that_is_not_there_is_told_where_there_is_no_key_either(study: CommandLine) -> None:
    assert "tidak-ada" in study.fails(
        "import", study.write("../b.txt", "P: Apa?\nN: Itu.\n"), "--passphrase-file", "tidak-ada"
    )


def test_a_colleagues_key_is_taken_in(study: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUALCODE_PASSPHRASE", PASSPHRASE)
    who = bytes.fromhex(next(p["id"] for p in study.items("participants") if p["pseudonym"] == "Bu Tutik"))
    theirs = names.create_key(tmp_path, PASSPHRASE)
    theirs.put(who, "Tutik Rekaan")
    theirs.save()
    study("names", "set", "Bu Tutik", "--name", "Tutik Contoh")
    said = study("names", "merge", theirs.path).out
    assert "0 names are new" in said and "Tutik Rekaan" in said
    assert names.open_key(study.folder, PASSPHRASE).real(who) == "Tutik Contoh"


def test_neither_backup_nor_export_nor_the_error_log_knows_the_key(
    study: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QUALCODE_PASSPHRASE", PASSPHRASE)
    study("names", "set", "Bu Tutik", "--name", "Wulandari Rekaan", "--contact", "0812-3333")
    study("backup", tmp_path / "cadangan.qualcode")
    study("export", "table", "participants", "-o", tmp_path / "peserta.csv")
    study("names", "remove", "tidak-ada-orangnya", code=1)
    for file in tmp_path.rglob("*"):
        if file.is_file() and file.name != "names.key":
            for words in ("Wulandari", "0812-3333", PASSPHRASE):
                assert words.encode() not in file.read_bytes(), file
    with open_project(tmp_path / "cadangan.qualcode") as project:
        assert not check.check(project).faults


def test_one_person_under_two_pseudonyms_is_found_by_the_open_key_and_not_named(
    qc: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    names.create_key(qc.folder, PASSPHRASE)
    monkeypatch.setenv("QUALCODE_PASSPHRASE", PASSPHRASE)
    for name, who in (("W-01", "Sri Kenanga"), ("W-02", "Sri Kenangga")):
        qc.bring_in(name, REAL.replace("Sri Kenanga", who) + f"\n\nBu Sri: Ini {name}.\n")
    said = qc("participants", "same").out
    assert "the names are alike" in said and "I-SMN" in said and "Kenang" not in said
    assert "Kenang" not in qc("participants", "same", "--json").out
    monkeypatch.delenv("QUALCODE_PASSPHRASE")
    assert qc.items("participants", "same") == []


def test_an_export_that_may_print_people_says_that_their_names_were_never_locked(
    qc: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUALCODE_PASSPHRASE", raising=False)
    qc.bring_in("W-01")
    assert "1 name of a person" in qc("export", "transcript", "W-01", "-o", "W-01.md").out
    monkeypatch.setenv("QUALCODE_PASSPHRASE", "empat kuda baterai benar")
    qc("names", "lock")
    assert "name of a person" not in qc("export", "transcript", "W-01", "-o", "lagi.md").out


def test_before_names_are_locked_it_is_said_who_may_be_there_twice(study: CommandLine) -> None:
    assert "two pseudonyms" not in study("names", "lock", "--dry-run").out
    study.bring_in("W-03", INTERVIEW.replace("ngutang dulu", "pinjam"))
    assert "! 1 pair may be one person, with two pseudonyms then" in study("names", "lock", "--dry-run").out
