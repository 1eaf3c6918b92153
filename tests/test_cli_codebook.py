"""The codebook: bringing one in, changing it by hand, naming its states, and merging a file that was edited meanwhile."""

from __future__ import annotations

import pytest

from tests.cli_world import CODEBOOK, CommandLine


def names(qc: CommandLine) -> list[str]:
    return [code["name"] for code in qc.items("codes")]


def one(qc: CommandLine, name: str) -> dict[str, object]:
    return next(code for code in qc.items("codes") if code["name"] == name)


def test_a_codebook_comes_in_as_a_tree(qc: CommandLine) -> None:
    qc.use_codebook()
    assert [code["path"] for code in qc.items("codes")] == [
        ["ekonomi"], ["ekonomi", "utang"], ["lingkungan"], ["lingkungan", "gotong-royong"], ["lingkungan", "air"],
    ]  # fmt: skip
    assert one(qc, "utang")["valence"] == -1
    assert one(qc, "utang")["keywords"] == ["utang"]
    assert one(qc, "utang")["definition"] == "Meminjam untuk bertahan"


def test_a_new_code_is_told_its_place_as_an_option_or_as_a_field(qc: CommandLine) -> None:
    qc.use_codebook()
    qc("codes", "add", "pinjol", "--parent", "ekonomi")
    qc("codes", "add", "listrik", "parent=ekonomi", "valence=-1")
    qc("codes", "add", "sungai", "--under", "ekonomi")  # as “codes move” has it, which takes both too
    qc("codes", "move", "sungai", "--parent", "lingkungan")
    assert one(qc, "sungai")["path"] == ["lingkungan", "sungai"]
    assert [one(qc, name)["path"] for name in ("pinjol", "listrik")] == [["ekonomi", "pinjol"], ["ekonomi", "listrik"]]


def test_codes_under_one_top_share_its_colour(qc: CommandLine) -> None:
    qc.use_codebook()
    assert {code["path"][0]: code["hue"] for code in qc.items("codes")} == {"ekonomi": 0, "lingkungan": 1}
    assert one(qc, "air")["hue"] == one(qc, "lingkungan")["hue"]


def test_names_are_shown_in_the_language_in_use(qc: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    from qualcode import i18n

    qc.use_codebook()
    assert "debt" in qc("codes").out
    i18n.use("id")
    assert "utang" in qc("codes").out


def test_a_dry_run_says_what_would_happen_and_does_nothing(qc: CommandLine) -> None:
    path = qc.write("codebooks/contoh.yaml", CODEBOOK)
    before = qc.state()
    said = qc("codebook", "import", path, "--dry-run").out
    assert "Would bring: 5 new codes, 0 changed, 0 the same." in said
    assert "+ utang" in said
    assert qc.state() == before


def test_the_same_codebook_again_changes_nothing(qc: CommandLine) -> None:
    qc.use_codebook()
    before = qc.state()
    assert "0 new codes, 0 changed, 5 the same." in qc("codebook", "import", "codebooks/contoh.yaml").out
    assert qc.state() == before


def test_a_code_without_id_is_the_same_code_on_every_device(qc: CommandLine) -> None:
    from qualcode.store.ids import code_id

    qc.use_codebook()
    with qc.project() as project:
        assert one(qc, "utang")["id"] == code_id(project.id, ("ekonomi", "utang")).hex()


def test_what_was_exported_comes_in_as_the_same(qc: CommandLine) -> None:
    qc.use_codebook()
    qc("codebook", "export", "-o", "codebooks/keluar.yaml")
    before = qc.state()
    assert "0 new codes, 0 changed, 5 the same." in qc("codebook", "import", "codebooks/keluar.yaml").out
    assert qc.state() == before


@pytest.mark.parametrize("name", ["buku.xlsx", "buku.CSV", "buku kode.docx"])
def test_no_yaml_is_written_under_the_name_of_a_document(study: CommandLine, name: str) -> None:
    said = study.fails("codebook", "export", "-o", name)
    assert ".yaml" in said and "qualcode export codebook -o" in said and not (study.folder / name).exists()


def test_a_renamed_code_in_an_exported_file_is_the_same_code(qc: CommandLine) -> None:
    qc.use_codebook()
    before = one(qc, "utang")
    text = qc("codebook", "export").out.replace("id: utang", "id: pinjaman")
    qc("codebook", "import", qc.write("codebooks/keluar.yaml", text))
    assert one(qc, "pinjaman")["id"] == before["id"]
    assert len(names(qc)) == 5


def test_codes_that_the_file_lacks_stay(qc: CommandLine) -> None:
    qc.use_codebook()
    qc("codes", "add", "bank-plecit", "--parent", "ekonomi")
    assert "Only in the project, left as they are: bank-plecit" in qc("codebook", "import", "codebooks/contoh.yaml").out
    assert "bank-plecit" in names(qc)


# Releases: the ancestor of a three-way merge


def test_a_file_of_a_release_brings_only_what_it_changed(qc: CommandLine) -> None:
    """The file changed the definition of air, the project that of utang: both changes stand."""
    qc.use_codebook()
    qc("codebook", "release", "v1")
    text = qc("codebook", "export").out
    assert "release: v1" in text
    qc("codes", "set", "utang", "definition=Meminjam dari siapa pun")
    qc("codebook", "import", qc.write("dari-ratri.yaml", text.replace("Air bersih", "Air bersih dan aliran")))
    assert one(qc, "utang")["definition"] == "Meminjam dari siapa pun"
    assert one(qc, "air")["definition"] == "Air bersih dan aliran"


def test_what_both_changed_is_shown_and_the_projects_stays(qc: CommandLine) -> None:
    qc.use_codebook()
    qc("codebook", "release", "v1")
    text = qc("codebook", "export").out.replace("Air bersih", "Air dari berkas")
    qc("codes", "set", "air", "definition=Air dari proyek")
    said = qc("codebook", "import", qc.write("dari-ratri.yaml", text)).out
    assert "! air: definition was changed here and in the file; the project's stays" in said
    assert one(qc, "air")["definition"] == "Air dari proyek"


def test_a_release_is_named_only_while_the_codebook_is_in_that_state(qc: CommandLine) -> None:
    qc.use_codebook()
    qc("codebook", "release", "v1")
    qc("codes", "set", "air", "valence=1")
    assert "release:" not in qc("codebook", "export").out
    assert [row["name"] for row in qc.items("releases")] == ["v1"]
    assert "there is a release “v1” already" in qc.fails("codebook", "release", "v1")


# By hand


def test_a_code_is_added_under_another_with_fields(qc: CommandLine) -> None:
    qc.use_codebook()
    qc(
        "codes",
        "add",
        "bank-plecit",
        "--parent",
        "ekonomi",
        "definition=Rentenir keliling",
        "valence=-1",
        "keywords=plecit*, bank titil",
    )
    code = one(qc, "bank-plecit")
    assert (code["path"], code["valence"], code["keywords"]) == (
        ["ekonomi", "bank-plecit"],
        -1,
        ["plecit*", "bank titil"],
    )


def test_two_codes_of_one_name_are_not_made_by_hand(qc: CommandLine) -> None:
    qc.use_codebook()
    assert "there is a code “UTANG” already" in qc.fails("codes", "add", "UTANG")
    assert "there is a code “utang” already" in qc.fails("codes", "set", "air", "name=utang")
    qc("codes", "set", "air", "name=Air")  # its own name in other letters
    assert qc.items("conflicts") == []


@pytest.mark.parametrize("name", ["", "   "])
def test_a_code_has_a_name(qc: CommandLine, name: str) -> None:
    qc.use_codebook()
    assert "a code needs a name" in qc.fails("codes", "add", name)
    assert "a code needs a name" in qc.fails("codes", "set", "air", f"name={name}")


@pytest.mark.parametrize(
    "pair",
    [
        "valence=2",
        "valence=baik",
        "valence=--1",
        "colour=0",
        "colour=9",
        "colour=12",
        "colour=x",
        "warna=2",
        "definition",
    ],
)
def test_a_field_takes_only_what_it_can_hold(qc: CommandLine, pair: str) -> None:
    qc.use_codebook()
    before = qc.state()
    qc.fails("codes", "set", "air", pair)
    assert qc.state() == before


def test_an_empty_value_clears_a_field(qc: CommandLine) -> None:
    qc.use_codebook()
    qc("codes", "set", "utang", "valence=", "keywords=", "definition=")
    code = one(qc, "utang")
    assert (code["valence"], code["keywords"], code["definition"]) == (None, [], "")


def test_an_empty_parent_brings_a_code_to_the_top(qc: CommandLine) -> None:
    qc.use_codebook()
    qc("codes", "set", "air", "parent=")
    assert one(qc, "air")["path"] == ["air"]


@pytest.mark.parametrize(("code", "parent"), [("ekonomi", "ekonomi"), ("ekonomi", "utang")])
def test_a_code_is_not_its_own_ancestor(qc: CommandLine, code: str, parent: str) -> None:
    qc.use_codebook()
    assert "its own ancestor" in qc.fails("codes", "set", code, f"parent={parent}")


def test_a_code_may_lie_under_one_of_the_same_name(qc: CommandLine) -> None:
    """Two branches may each have ``lain``; a move is judged by the codes, not by their names."""
    qc(
        "codebook",
        "import",
        qc.write("b.yaml", "codes:\n- name: a\n  codes: [{name: lain}]\n- name: b\n  codes: [{name: lain}]\n"),
    )
    qc("codes", "set", "a/lain", "parent=b/lain")
    assert ["b", "lain", "lain"] in [code["path"] for code in qc.items("codes")]


def test_a_code_in_use_is_retired_instead_of_removed(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    assert "qualcode codes retire utang" in study.fails("codes", "remove", "utang")
    study("codes", "retire", "utang")
    assert "utang" not in names(study)
    assert [coding["code"] for coding in study.items("codings")] == ["utang"]
    assert "there is no code “utang”" in study.fails("code", "W-01", "--code", "utang", "--quote", "Kartunya mati")
    study("codes", "retire", "utang", "--undo")
    assert "utang" in names(study)


def test_a_code_without_codings_is_removed_and_comes_back(qc: CommandLine) -> None:
    qc.use_codebook()
    qc("codes", "remove", "air")
    assert "air" not in names(qc)
    qc("undo")
    assert "air" in names(qc)


def test_codes_below_a_removed_one_come_to_the_top(qc: CommandLine) -> None:
    qc.use_codebook()
    qc("codes", "remove", "lingkungan")
    assert one(qc, "air")["path"] == ["air"]


def test_show_tells_all_the_codebook_says_of_a_code(qc: CommandLine) -> None:
    qc.use_codebook()
    said = qc("codes", "show", "debt").out  # either language finds it
    for words in (
        "ekonomi › utang",
        "Meminjam untuk bertahan",
        "Borrowing to get by",
        "Ada kewajiban",
        "modal usaha",
        "−",
    ):
        assert words in said


def test_a_mistyped_code_is_answered_with_the_nearest(qc: CommandLine) -> None:
    qc.use_codebook()
    assert "Did you mean gotong-royong?" in qc.fails("codes", "show", "gotongroyong")


def test_check_names_what_will_mislead(qc: CommandLine) -> None:
    qc.use_codebook()
    qc("codes", "add", "kosong", "--parent", "ekonomi", "keywords=utang")
    qc("codebook", "import", qc.write("rusak.yaml", "codes: [{name: rusak, keywords: ['/[/']}]\n"))
    said = [(row["code"], row["what"]) for row in qc.items("codebook", "check")]
    assert ("kosong", "has no definition") in said
    assert ("kosong", "does not say where it stops (field “not”)") in said
    assert any(code == "rusak" and "/[/" in what for code, what in said)
    assert any("keyword “utang” also stands in" in what for _code, what in said)
    assert not any(code == "air" for code, _what in said)


# Files that are not understood: nothing of them comes in


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- name: utang\n", "a codebook file has a list “codes”"),
        ("codes: utang\n", "“codes” must be a list"),
        ("codes: [{definition: tanpa nama}]\n", "a code needs a name"),
        ("codes: [{name: a}, {name: a}]\n", "“a” stands twice"),
        ("codes: [{name: a}, {name: A}]\n", "“A” stands twice"),
        ("codes: [{name: a, warna: 2}]\n", "a code has no “warna”"),
        ("codes: [{name: a, valence: 2}]\n", "valence is -1, 0 or 1, not “2”"),
        ("codes: [{name: a, valence: true}]\n", "valence is -1, 0 or 1, not"),
        ("codes: [{name: a, keywords: utang}]\n", "keywords must be a list"),
        ("codes: [{name: a, colour: biru}]\n", "colour is a number from 1 to 8, not “biru”"),
        ("codes: [{name: a, colour: 12}]\n", "colour is a number from 1 to 8, not “12”"),
        ("codes: [{name: a, id: xyz}]\n", "“xyz” is no id"),
        ("codes: [{name: a, id: abcd}]\n", "“abcd” is no id"),
        ("codes: [{name: a, definition: [satu, dua]}]\n", "definition must be a text"),
        ("codes: [{name: a, codes: b}]\n", "“codes” must be a list"),
        ("format: 2\ncodes: []\n", "made by a newer qualcode"),
        ("format: satu\ncodes: []\n", "“satu” is no format number"),
        ("codes: [{name: a\n", "this is no valid YAML"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_understood_changes_nothing(qc: CommandLine, text: str, says: str) -> None:
    qc.use_codebook()
    before = qc.state()
    line = qc.fails("codebook", "import", qc.write("codebooks/salah.yaml", text))
    assert says in line
    assert "salah.yaml" in line
    assert qc.state() == before


def test_words_of_yaml_1_1_stay_words(qc: CommandLine) -> None:
    qc("codebook", "import", qc.write("b.yaml", "codes:\n- name: no\n  keywords: [no, yes, on, 12:30, 2025]\n"))
    assert names(qc) == ["no"]
    assert one(qc, "no")["keywords"] == ["no", "yes", "on", "12:30", "2025"]


def test_a_keyword_that_cannot_be_read_does_not_come_in(study: CommandLine) -> None:
    assert "air ~x bersih" in study.fails("codes", "set", "utang", "keywords=ngutang,air ~x bersih")
    assert study.items("codes")[0]["keywords"] != ["ngutang", "air ~x bersih"]
