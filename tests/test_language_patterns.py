"""spaCy token patterns, and the codebook without spaCy."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from qualcode.errors import UserError
from qualcode.language.matching import compile_keywords


def found(pattern: list[dict[str, Any]], text: str) -> list[str]:
    return [hit.found for hit in compile_keywords({"kode": [{"pattern": pattern}]}).find(text)]


def test_a_pattern_matches_our_tokens_at_our_positions() -> None:
    text = "😀 Kartunya, katanya… Kartu (KIS) mati; anak-anak 3 orang"
    assert found([{"LOWER": "kartu"}, {"IS_PUNCT": True, "OP": "*"}, {"IS_UPPER": True}], text) == ["Kartu (KIS"]
    assert found([{"LOWER": "anak-anak"}, {"IS_DIGIT": True}], text) == ["anak-anak 3"]
    assert found([{"ORTH": "…"}], text) == ["…"]


def test_its_lemmas_are_ours() -> None:
    assert found([{"LEMMA": "ngutang"}], "Diutangi, utange, utang-utang") == ["Diutangi", "utange", "utang-utang"]
    assert found([{"LEMMA": {"IN": ["uang"]}}, {"LEMMA": "sekolah"}], "duwit sekolahe") == ["duwit sekolahe"]


def test_a_pattern_may_begin_with_what_names_no_word() -> None:
    assert found([{"LIKE_NUM": True}, {"LOWER": "orang"}], "ada 5 orang") == ["5 orang"]
    assert found([{"IS_DIGIT": True}], "ada 5 orang") == ["5"], "every unit may match"


def test_a_pattern_is_a_strong_reason_and_can_exclude_nothing_by_accident() -> None:
    matcher = compile_keywords({"a": ["mati", {"pattern": [{"LOWER": "kartu"}, {"LOWER": "mati"}]}, "-ikan"]})
    assert [(hit.found, hit.strength) for hit in matcher.find("kartu mati")] == [("kartu mati", "strong")]
    assert [(hit.found, hit.strength) for hit in matcher.find("lampu mati")] == [("mati", "possible")]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ([{"POS": "NOUN"}], "a token pattern cannot ask for POS here"),
        ([{"LOWRE": "kartu"}], "a token pattern cannot ask for LOWRE here"),
        ([{"LOWER": 5}], "spaCy does not understand the pattern"),
        ([{"LOWER": "kartu", "OP": "many"}], "spaCy does not understand the pattern"),
    ],
)
def test_a_pattern_that_cannot_match_says_so(pattern: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(UserError) as caught:
        compile_keywords({"0190-id": [{"pattern": pattern}]}, {"0190-id": "kis-mati"})
    assert "of code kis-mati: " + message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_spacy_all_other_keywords_work(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name == "spacy" or name.startswith("spacy.")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "spacy", None)
    matcher = compile_keywords({"kis-mati": ["kartu mati", {"pattern": [{"LOWER": "kis"}]}], "air": ["air"]})
    assert [hit.found for hit in matcher.find("Air, KIS, kartu mati")] == ["Air", "kartu mati"]
    (skipped,) = matcher.skipped
    assert (skipped.code, skipped.keyword) == ("kis-mati", '[{"LOWER": "kis"}]')
    assert "spaCy" in skipped.reason


def test_spacy_is_imported_only_for_a_pattern() -> None:
    program = (
        "import sys\n"
        "from qualcode.language.matching import compile_keywords\n"
        "compile_keywords({'a': ['utang', 'air ~5 bersih']}).find('utang air bersih')\n"
        "print([name for name in ('spacy', 'numpy', 'rapidfuzz', 'sqlite3') if name in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_codings_leave_as_a_docbin_of_our_tokens() -> None:
    from spacy.tokens import DocBin

    from qualcode.language.documents import docbin, language

    text = "😀 Utangnya banyak; RT/RW."
    (doc,) = (
        DocBin()
        .from_bytes(docbin([(text, [(2, 10, "utang"), (1, 2, "nothing")], {"turn": 3})]))
        .get_docs(language().vocab)
    )
    assert [(token.text, token.lemma_) for token in doc][1:3] == [("Utangnya", "utang"), ("banyak", "banyak")]
    assert [(span.text, span.label_) for span in doc.spans["codes"]] == [("Utangnya", "utang")]
    assert doc.user_data["turn"] == 3
