"""The codebook goes out and comes back in REFI-QDA's exchange form."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.collect.study import new_study
from qualcode.errors import UserError
from qualcode.exchange.refi_codebook import read_codebook, write_codebook
from qualcode.reduce.codebook import add_code, codebook
from qualcode.reduce.codebook_yaml import import_data
from qualcode.store import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = new_study(tmp_path / "studi", "sri")
    top = add_code(made, "ekonomi", definition="Uang & harta <rumah tangga>", colour=2)
    add_code(
        made, "utang", parent=top, definition="Pinjam uang", use_not="modal usaha → usaha", example="Ngutang dulu 😀"
    )
    return made


def test_what_goes_out_comes_back_with_its_tree_and_ids(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "kode.qdc"
    file.write_bytes(write_codebook(codebook(project)))
    with new_study(tmp_path / "lain", "bagus") as other:
        import_data(other, read_codebook(file), file)
        assert [(c.id, c.path) for c in codebook(other)] == [(c.id, c.path) for c in codebook(project)]
        assert "Uang & harta <rumah tangga>" in codebook(other)[0].definition
        assert "Ngutang dulu 😀" in codebook(other)[1].definition


def test_signs_that_xml_cannot_hold_do_not_spoil_the_file(project: Project, tmp_path: Path) -> None:
    add_code(project, "bel\x07 dan \x1b", definition="satu\x00\ndua\ttiga \ufffe 😀 שלום")
    file = tmp_path / "kode.qdc"
    file.write_bytes(write_codebook(codebook(project)))
    *_before, last = read_codebook(file)["codes"]
    assert (last["name"], last["definition"]) == ("bel\ufffd dan \ufffd", "satu\ufffd\ndua\ttiga \ufffd 😀 שלום")


def test_codes_within_codes_without_end_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "dalam.qdc"
    opened = "".join(f'<Code guid="{n:032x}" name="k{n}">' for n in range(3000))
    file.write_text(f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{opened}{"</Code>" * 3000}</Codes></CodeBook>')
    with pytest.raises(UserError, match="too many things inside one another"):
        read_codebook(file)


@pytest.mark.shared
def test_it_is_valid_by_the_standards_schema(project: Project, shared: Path) -> None:
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(str(shared / "refi" / "Codebook-mrt2019.xsd")))
    schema.assertValid(etree.fromstring(write_codebook(codebook(project))))


def test_other_programs_write_braces_and_capitals(tmp_path: Path) -> None:
    file = tmp_path / "lain.qdc"
    file.write_text(
        '<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
        '<Code guid="{0F4C7B3A-1111-4222-8333-ABCDEF012345}" name="A" isCodable="true"/></Codes></CodeBook>',
        "utf-8",
    )
    assert read_codebook(file)["codes"] == [{"name": "A", "id": "0f4c7b3a111142228333abcdef012345"}]


@pytest.mark.parametrize(
    "text", ["", "<html/>", '<!DOCTYPE x [<!ENTITY a "b">]><CodeBook xmlns="urn:QDA-XML:codebook:1.0">&a;</CodeBook>']
)
def test_what_is_none_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.qdc"
    file.write_text(text, "utf-8")
    with pytest.raises(UserError) as error:
        read_codebook(file)
    assert "\n" not in str(error.value)
