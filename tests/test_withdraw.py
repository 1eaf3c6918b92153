"""A participant of a group discussion withdraws: their turns and the header line about them are blank, all else stays."""

from __future__ import annotations

import contextlib
import re
import zlib
from pathlib import Path

import pytest

from qualcode.collect.sources import import_file
from qualcode.collect.study import new_study
from qualcode.errors import UserError
from qualcode.reduce import codings
from qualcode.reduce.codebook import add_code
from qualcode.store import check, undo, versions
from qualcode.store.lookup import find
from qualcode.store.withdraw import withdraw
from tests.cli_world import CommandLine

TALK = """Jenis: FGD
Peserta:
- Bu Rekaan (P, 52 tahun, buruh, Semanggi)
- Pak Contoh (L, 60 tahun, becak, Mojosongo)

Moderator: Bagaimana airnya?

Bu Rekaan: Air keruh sejak lebaran.

Pak Contoh: Di tempat saya lancar 😀 saja.

Bu Rekaan: Ya beda kampung.

Pak Contoh: Betul.
"""


def test_their_words_go_and_everybody_elses_codings_stay_where_they_lay(tmp_path: Path) -> None:
    file = tmp_path / "FGD-9.txt"
    file.write_text(TALK, "utf-8")
    with new_study(tmp_path / "studi", "sri") as project:
        source = import_file(project, file).source
        code = add_code(project, "air")
        before = versions.current(project, source)
        assert before is not None
        for quote in ("Air keruh sejak lebaran", "lancar 😀 saja"):
            codings.code(project, source, code, *codings.locate(before, quote), memo="catatan tentang " + quote)
        done = withdraw(project, "participant", find(project, "participant", "Bu Rekaan"), "minta lewat telepon")
        after = versions.current(project, source)
        assert after is not None
        assert (done.sources, done.blanked) == (0, 1)
        assert len(after.text) == len(before.text)
        for word in ("Rekaan", "52 tahun", "keruh", "beda kampung"):
            assert word not in after.text
        assert "Pak Contoh (L, 60 tahun" in after.text
        assert [c.quote for c in codings.codings(project, source)] == ["lancar 😀 saja"]
        assert check.check(project).faults == []
        check.compact(project)
    for path in (tmp_path / "studi").iterdir():
        if path.is_file():
            assert b"keruh sejak" not in path.read_bytes()


def test_blanks_of_who_withdrew_are_no_turns_to_compare_or_to_read_again(tmp_path: Path) -> None:
    from qualcode.conclude.theme_review import rest
    from qualcode.reduce.agreement_reading import informant_turns

    file = tmp_path / "FGD-9.txt"
    file.write_text(TALK, "utf-8")
    with new_study(tmp_path / "studi", "sri") as project:
        source = import_file(project, file).source
        withdraw(project, "participant", find(project, "participant", "Bu Rekaan"), "minta")
        now = versions.current(project, source)
        assert now is not None
        said = ["Di tempat saya lancar 😀 saja.", "Betul."]
        assert [now.text[start:stop] for _n, start, stop in informant_turns(project, now)] == said
        (left,) = rest(project)
        assert ([one.words for one in left.turns], left.of) == (said, 2)


def test_undo_says_that_a_withdrawal_is_where_it_stops(tmp_path: Path) -> None:
    file = tmp_path / "FGD-9.txt"
    file.write_text(TALK, "utf-8")
    with new_study(tmp_path / "studi", "sri") as project:
        source = import_file(project, file).source
        withdraw(project, "source", source, "minta")
        with pytest.raises(UserError, match="withdrawal cannot be undone"):
            undo.undo(project)


def in_the_folder(qc: CommandLine, words: bytes) -> bool:
    """Whether the words are in any byte of the project's file or of what SQLite keeps beside it; longer texts are packed, so
    whatever begins as something packed does is unpacked, also where no table names it any more."""
    raw = b"".join(path.read_bytes() for path in sorted(qc.folder.glob(qc.project_file.name + "*")))
    if words in raw:
        return True
    for found in re.finditer(rb"x[\x01\x5e\x9c\xda]", raw):
        with contextlib.suppress(zlib.error):
            if words in zlib.decompressobj().decompress(raw[found.start() : found.start() + 100_000]):
                return True
    return False


@pytest.mark.parametrize("gone", [("undo",), ("sources", "remove", "lama")])
def test_a_source_taken_off_or_undone_is_withdrawn_as_any_other(qc: CommandLine, gone: tuple[str, ...]) -> None:
    qc.bring_in("lama", TALK)
    qc(*gone)
    assert in_the_folder(qc, b"keruh sejak")
    assert "1 source whole" in qc("withdraw", "source", "lama", "--reason", "minta").out
    qc("check", "--compact")
    for words in (b"Rekaan", b"keruh sejak", b"Contoh", b"FGD"):
        assert not in_the_folder(qc, words)
    assert "no source" in qc.fails("withdraw", "source", "lama", "--reason", "minta")


def test_a_live_source_goes_before_those_taken_off_and_several_of_those_are_named_by_id(qc: CommandLine) -> None:
    for words in ("keruh", "asin", "bening"):
        qc("import", qc.write("corpus/lama.txt", TALK.replace("keruh", words)))
        if words != "bening":
            qc("sources", "remove", "lama")
    qc("withdraw", "source", "lama", "--reason", "minta")
    assert not qc.items("sources")
    several = qc.fails("withdraw", "source", "lama", "--reason", "minta")
    assert "names 2 records" in several
    first = qc.value("SELECT id FROM source ORDER BY k LIMIT 1")
    qc("withdraw", "source", first.hex(), "--reason", "minta")
    qc("check", "--compact")
    assert not in_the_folder(qc, b"bening") and not in_the_folder(qc, b"Air keruh") and in_the_folder(qc, b"Air asin")


def test_who_withdraws_is_taken_out_of_an_undone_import_too(qc: CommandLine) -> None:
    qc.bring_in("lama", TALK)
    qc("undo")
    done = qc("withdraw", "participant", "Bu Rekaan", "--reason", "minta").out
    assert "their turns in 1 discussion" in done
    qc("check", "--compact")
    assert not in_the_folder(qc, b"keruh sejak") and in_the_folder(qc, b"Di tempat saya")
