"""Who reads the screen is spoken to in their language, whatever the language of what they make."""

from __future__ import annotations

import copy
import pickle

import pytest

from qualcode import i18n
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext, readers, speaking
from qualcode.store.deeds import deed_words, record_words
from qualcode.store.kinds import KINDS
from tests.cli_world import CommandLine


def test_what_stops_a_document_is_told_in_the_language_of_who_asked_for_it() -> None:
    i18n.use("en")
    with speaking("id"):
        assert _("yes") == "ya"
        line = _("there is no code “%s”") % "utang" + ". " + _("Did you mean %s? %s") % ("air", _("yes"))
        assert line.startswith("tidak ada kode “utang”")
        with pytest.raises(UserError) as stopped:
            raise UserError(
                _("there is no code “%s”") % "utang", where="k.md", todo=_("“qualcode %s” lists them") % "codes"
            )
        counted = ngettext("%d surprise is still open:", "%d surprises are still open:", 1) % 1
        assert str(stopped.value).startswith("k.md: tidak ada kode “utang”")  # as the document notes it
    assert readers(line) == "there is no code “utang”. Did you mean air? yes"
    assert readers(counted) == "1 surprise is still open:"
    assert str(stopped.value) == "k.md: there is no code “utang”. “qualcode codes” lists them"


def test_a_text_in_another_language_is_copied_as_what_it_says() -> None:
    i18n.use("en")
    with speaking("id"):
        told = _("yes")
    assert copy.deepcopy(told) == pickle.loads(pickle.dumps(told)) == "ya"


def test_an_export_in_indonesian_is_refused_in_english_to_an_english_reader(study: CommandLine) -> None:
    study("themes", "add", "Utang", "--code", "utang", "--nature", "problem")
    for words in (("matrix", "--where", "warna:merah"), ("table", "framework", "--where", "warna:merah")):
        assert "there is no field “warna”" in study.fails("export", *words, "-o", "m.md", "--language", "id")


def test_deeds_and_records_have_words_in_both_languages_and_their_ids_in_json(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    i18n.use("id")
    assert "Diurungkan: kode diberikan, 1 butir." in study("undo").out
    assert "undo" not in study("history").out and "codebook" not in study("history").out
    kinds = {item["did"] for item in study.items("history")}
    assert kinds >= {"undo", "code", "codebook", "import"}
    for kind in kinds:
        assert deed_words(kind) != kind
    i18n.use("en")
    with study.project() as project:
        made = {rec for (rec,) in project.rows("SELECT kind FROM action")}
    assert all(deed_words(kind) != kind for kind in made)
    for one in KINDS:
        assert "_" not in record_words(one.name)


def test_kinds_of_source_and_built_in_keys_are_shown_in_words(study: CommandLine) -> None:
    filled = study.write("isi.csv", "pseudonym,consent\nBu Marni,tertulis\n")
    i18n.use("id")
    drawn = study("assign", "--sample", "50%", "--by", "kind", "--to", "sri", "--dry-run").out
    assert "wawancara" in drawn and "interview" not in drawn and "FGD" in drawn and "fgd" not in drawn
    assert "Bu Marni, persetujuan: – -> tertulis" in study("attributes", "import", filled, "--dry-run").out
    assert study.items("attributes", "import", filled, "--dry-run")[0]["key"] == "consent"


def test_what_a_report_could_not_tell_it_says_in_its_own_language(study: CommandLine) -> None:
    i18n.use("en")
    study("export", "report", "--parts", "content", "-o", "r.md", "--language", "id")
    noted = (study.folder / "r.md").read_text()
    assert "kejenuhan memerlukan 4 + 2" in noted and "Finish more sources" not in noted


def test_why_a_file_cannot_be_used_is_told_in_the_readers_language_in_one_line(study: CommandLine) -> None:
    study.write("x.docx", b"")
    study.write("hari.yaml", "codes: 2026-02-31\n")
    study.write("dalam.yaml", "[" * 1000)
    study.write("x.qdc", b"<a>")
    i18n.use("id")
    gone = study.fails("codebook", "import", "tidak-ada.yaml")
    assert gone.endswith("tidak-ada.yaml: berkas ini tidak dapat dibaca: " + _("no such file or folder"))
    assert len(study.fails("codebook", "import", "a\nb.yaml").splitlines()) == 1
    for words in (
        ("import", "x.docx"),
        ("codebook", "import", "x.qdc"),
        ("codebook", "import", "dalam.yaml"),
        ("codebook", "import", "hari.yaml"),
    ):
        told = study(*words, code=1).err
        for english in ("File is", "No such", "no element", "recursion", "out of range", "Traceback"):
            assert english not in told
