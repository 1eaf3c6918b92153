"""Keyword in context, over what people say."""

from __future__ import annotations

import pytest

from tests.cli_world import INTERVIEW, CommandLine


def hits(qc: CommandLine, *query: str) -> list[tuple[object, object, object]]:
    return [(line["source_name"], line["turn"], line["hit"]) for line in qc.items("search", *query)]


def test_a_word_is_shown_in_its_context(study: CommandLine) -> None:
    said = study("search", "warung", "--width", "24").out.splitlines()
    assert said == [
        "FGD-01:2       ng mampu. Saya utang di warung.",
        "W-01:2              Ya ngutang dulu di warung depan. Kartunya mati, j",
        "2 occurrences in 2 sources.",
    ]


def test_a_hit_lies_where_it_stands_in_the_text(study: CommandLine) -> None:
    (line,) = study.items("search", "ngutang")
    assert INTERVIEW[line["start"] : line["stop"]] == line["hit"] == "ngutang"
    assert (line["label"], line["region"]) == ("Bu Tutik", "Semanggi")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (["ngutang"], [("W-01", 2, "ngutang")]),
        (["NGUTANG"], [("W-01", 2, "ngutang")]),
        (["ngut*"], [("W-01", 2, "ngutang")]),
        (["utang"], [("FGD-01", 2, "utang")]),
        (["warung", "depan"], [("W-01", 2, "warung"), ("W-01", 2, "depan")]),
        (["air lancar"], [("FGD-01", 3, "air"), ("FGD-01", 3, "lancar"), ("W-01", 4, "air"), ("W-01", 4, "lancar")]),
        (['"air lancar"'], [("FGD-01", 3, "air lancar")]),
        (["warung", "NOT", "depan"], [("FGD-01", 2, "warung")]),
        (["ngutang", "OR", "utang"], [("FGD-01", 2, "utang"), ("W-01", 2, "ngutang")]),
        (["air*", "NOT", "lancar"], []),
    ],
)
def test_queries(study: CommandLine, query: list[str], found: list[tuple[str, int, str]]) -> None:
    assert hits(study, *query) == found


def test_labels_and_headers_are_not_speech(study: CommandLine) -> None:
    assert hits(study, "Pewawancara") == hits(study, "Tutik") == hits(study, "Dimas") == []


def test_only_in_one_source(study: CommandLine) -> None:
    assert [line["source_name"] for line in study.items("search", "warung", "--source", "FGD-01")] == ["FGD-01"]


@pytest.mark.parametrize(
    "query", ["Rp.5.000", "a-b", "(", '"', "*", "NOT", "warung AND", "kolom:isi", "50%", "😀", "'"]
)
def test_signs_are_searched_as_words_and_never_a_fault(study: CommandLine, query: str) -> None:
    ran = study.run("search", "--", query)
    assert ran.code in (0, 1)
    assert len(ran.err.splitlines()) == (1 if ran.code else 0)


def test_nothing_to_search_for(study: CommandLine) -> None:
    assert "nothing to search for" in study.fails("search", "  ")


def test_the_limit_holds(study: CommandLine) -> None:
    assert len(study.items("search", "a*", "--limit", "3")) == 3


def test_a_hit_beside_astral_characters_and_accents_lies_right(qc: CommandLine) -> None:
    text = "P: Bagaimana?\nI: 😀😀 kula mboten gadhah arta, nggih, é́ ngutang 𝒹 Rp5.000.\n"
    qc.bring_in("W-01", text)
    (line,) = qc.items("search", "ngutang")
    with qc.project() as project:
        from qualcode.store import versions

        now = versions.current(project, bytes.fromhex(line["source"]))
    assert now is not None
    assert now.text[line["start"] : line["stop"]] == "ngutang"


def test_the_search_follows_a_correction(study: CommandLine) -> None:
    study("import", "--replace", "--", study.write("corpus/W-01.txt", INTERVIEW.replace("ngutang", "meminjam")))
    assert hits(study, "ngutang") == []
    assert hits(study, "meminjam") == [("W-01", 2, "meminjam")]
    study("undo")
    assert hits(study, "ngutang") == [("W-01", 2, "ngutang")]
