"""Trying a keyword, what the codebook's check says of keywords, and that the kept words go where words must go."""

from __future__ import annotations

import sys

import pytest

from qualcode.errors import UserError
from qualcode.language.keywords import parse
from qualcode.language.matching import compile_keywords
from qualcode.reduce import held
from qualcode.reduce.suggestions import suggestions
from tests.cli_world import CommandLine

SPEECH = (
    "Pewawancara: Pendapatan?\n\nBu Rekaan: Pendapatan kurang. Saya dapat bantuan, seklah mahal. Utangnya, ngutang.\n"
)


@pytest.fixture
def small(qc: CommandLine) -> CommandLine:
    qc.bring_in("W-09", SPEECH)
    return qc


def test_what_a_keyword_asks_beside_its_words() -> None:
    asked = parse("air ~5 bersih @sentence @all", "kode")
    assert (asked.scope, asked.unit, asked.source) == ("all", "sentence", "air ~5 bersih @sentence @all")
    assert (parse("/rp \\d+/ @20", "kode").unit, parse("/rp \\d+/ @20", "kode").window) == ("window", 20)
    assert parse({"pattern": [{"LOWER": "air"}], "scope": "interviewer"}, "kode").scope == "interviewer"
    with pytest.raises(UserError, match="@kalimat means nothing here"):
        parse("air @kalimat", "kode")


def test_scope_and_unit_decide_where_a_keyword_is_found() -> None:
    def found(keyword: str, text: str, side: str = "informant") -> list[str]:
        return [hit.found for hit in compile_keywords({"kode": [keyword]}).find(text, side)]

    assert found("utang+", "Utangnya, utang-utang, ngutang") == ["Utangnya", "utang-utang"]
    assert found("utang", "Utang?", "interviewer") == [] and found("utang @all", "Utang?", "interviewer") == ["Utang"]
    assert found("air bersih @sentence", "Air. Bersih itu air bersih") == ["air bersih"]
    assert found("air ~3 bersih @sentence", "Bersih. Air itu bersih") == ["Air itu bersih"], (
        "not the nearer one next door"
    )
    assert found("air ~3 bersih @paragraph", "air\nbersih") == []


def test_the_passage_is_as_large_as_the_keyword_asks(small: CommandLine) -> None:
    passages = {}
    for keyword in ("bantuan", "bantuan @turn", "bantuan @1"):
        small("codes", "add", f"k{len(passages)}", f"keywords={keyword}")
        passages[keyword] = small.items("suggest", "--code", f"k{len(passages)}")[0]["quote"]
    assert passages["bantuan"] == "Saya dapat bantuan, seklah mahal."
    assert passages["bantuan @turn"].startswith("Pendapatan kurang.") and passages["bantuan @turn"].endswith("ngutang.")
    assert passages["bantuan @1"] == "dapat bantuan, seklah"


def test_trying_a_keyword_shows_the_forms_it_catches(small: CommandLine) -> None:
    tried = {one["form"]: (one["uses"], one["only"]) for one in small.items("suggest", "--try", "pendapatan~")}
    assert tried == {"pendapatan": (2, False), "dapat": (1, True)}
    assert "found 2 times, in 1 turn of 1 source" in small("suggest", "--try", "utang").out


def test_a_misspelt_word_says_what_it_was_taken_for(small: CommandLine) -> None:
    small("codes", "add", "sekolah", "keywords=sekolah")
    (one,) = small.items("suggest")
    assert one["reason"] == "sekolah ← “seklah” (taken for: sekolah)"
    small("codes", "set", "sekolah", "keywords==sekolah")
    assert small.items("suggest") == []


def test_what_is_nearest_to_a_form_is_kept_until_words_must_go(
    small: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    small("codes", "add", "sekolah", "keywords=sekolah")
    (one,) = small.items("suggest")
    with small.project() as project:
        assert (
            project.value("SELECT near FROM misspelt JOIN form ON form.id=form WHERE exact='seklah'")
            == "sekolah seolah"
        )
    monkeypatch.setattr(held, "_held", None)  # as at a new start
    monkeypatch.setitem(sys.modules, "rapidfuzz.process", None)
    assert small.items("suggest") == [one]
    small("withdraw", "source", "W-09", "--reason", "diminta")
    with small.project() as project:
        assert project.value("SELECT COUNT(*) FROM misspelt") == 0


def test_the_check_names_keywords_that_mislead(small: CommandLine) -> None:
    small("codes", "add", "utang", "keywords=utang, ngutang, rentenir")
    said = {one["what"] for one in small.items("codebook", "check")}
    assert "keyword “rentenir” matches nothing so far" in said
    assert "keyword “ngutang” only finds what “utang” finds too" in said


def test_without_numpy_the_same_is_proposed(small: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    small("codes", "add", "utang", "keywords=utang, bantuan mahal, kurang ~4 dapat")
    with small.project() as project:
        coder = project.value("SELECT id FROM coder")
        fast = [(one.start, one.stop, one.strength, one.reason, one.spot) for one in suggestions(project, coder)]
        monkeypatch.setitem(sys.modules, "numpy", None)
        assert not held.has_numbers()
        plain = [(one.start, one.stop, one.strength, one.reason, one.spot) for one in suggestions(project, coder)]
    assert fast == plain and len(fast) == 2


def test_the_kept_words_go_when_somebody_withdraws(small: CommandLine) -> None:
    small("codes", "add", "utang", "keywords=utang")
    assert small.items("suggest")
    with small.project() as project:
        assert project.value("SELECT COUNT(*) FROM form WHERE exact='ngutang'") == 1
    small("withdraw", "source", "W-09", "--reason", "diminta")
    with small.project() as project:
        assert project.value("SELECT COUNT(*) FROM form") == project.value("SELECT COUNT(*) FROM words") == 0
    assert small.items("suggest") == []
