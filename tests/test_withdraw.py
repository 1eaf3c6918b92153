"""A participant of a group discussion withdraws: their turns and the header line about them are blank, all else stays."""

from __future__ import annotations

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


def test_undo_says_that_a_withdrawal_is_where_it_stops(tmp_path: Path) -> None:
    file = tmp_path / "FGD-9.txt"
    file.write_text(TALK, "utf-8")
    with new_study(tmp_path / "studi", "sri") as project:
        source = import_file(project, file).source
        withdraw(project, "source", source, "minta")
        with pytest.raises(UserError, match="withdrawal cannot be undone"):
            undo.undo(project)
