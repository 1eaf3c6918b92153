"""What leaves for those who train models: turns of informants, their codes, and what was looked for in them."""

from __future__ import annotations

import sys

import pytest

from tests.cli_world import CommandLine

SPEECH = "Pewawancara: Utang?\n\nBu Rekaan: Saya 😊 ngutang\ndi warung. Airnya keruh.\n\nPewawancara: Ya.\n\nBu Rekaan: Begitu.\n"


@pytest.fixture
def coded(qc: CommandLine) -> CommandLine:
    qc.bring_in("W-09", SPEECH)
    for name in ("utang", "air"):
        qc("codes", "add", name)
    qc("code", "W-09", "--code", "utang", "--quote", "ngutang di warung")
    qc("finish", "W-09", "--code", "utang")
    return qc


def test_a_doc_a_turn_with_its_codes_and_what_was_looked_for(coded: CommandLine) -> None:
    from spacy.tokens import DocBin

    from qualcode.language.documents import language

    file = coded.folder / "latih.spacy"
    coded("export", "docbin", "-o", file)
    first, second = DocBin().from_bytes(file.read_bytes()).get_docs(language().vocab)
    assert [(span.text, span.label_) for span in first.spans["codes"]] == [("ngutang di warung", "utang")]
    assert first.user_data["source"] == "W-09" and list(first.user_data["looked_for"]) == ["utang"]
    assert (first.user_data["turn"], second.user_data["turn"], second.text) == (2, 4, "Begitu.")


def test_it_says_what_the_file_must_be_called_and_what_it_needs(
    coded: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "latih.spacy" in coded("export", "docbin", "-o", coded.folder / "latih.csv", code=1).err
    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    assert "spaCy is not installed" in coded("export", "docbin", "-o", coded.folder / "latih.spacy", code=1).err
