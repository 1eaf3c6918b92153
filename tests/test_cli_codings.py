"""Coding: a passage by its words or by its place, taking it off, tables of codings, finishing, memos."""

from __future__ import annotations

import pytest

from tests.cli_world import INTERVIEW, CommandLine


def code(qc: CommandLine, quote: str, *more: object, name: str = "utang", source: str = "W-01") -> dict[str, object]:
    """Code a passage; the coding as it is listed."""
    rec = qc("code", source, "--code", name, "--quote", quote, *more).out.split()[0]
    return next(coding for coding in qc.items("codings") if coding["id"] == rec)


def test_a_passage_is_coded_by_its_words(study: CommandLine) -> None:
    coding = code(study, "ngutang dulu di warung depan")
    assert coding["quote"] == "ngutang dulu di warung depan"
    assert coding["start"] == INTERVIEW.index("ngutang")
    assert coding["stop"] == INTERVIEW.index(" depan") + len(" depan")
    assert (coding["coder"], coding["code"], coding["origin"], coding["layer"]) == ("sri", "utang", "manual", "own")


def test_a_passage_is_coded_by_its_place(study: CommandLine) -> None:
    start = INTERVIEW.index("Kerja bakti")
    study("code", "W-01", "--code", "gotong-royong", "--start", start, "--end", start + 11)
    assert [coding["quote"] for coding in study.items("codings")] == ["Kerja bakti"]


def test_words_are_found_however_they_are_spaced(study: CommandLine) -> None:
    assert code(study, "Ya ngutang\n  dulu")["quote"] == "Ya ngutang dulu"


def test_a_quote_that_stands_in_several_turns_needs_its_turn(study: CommandLine) -> None:
    study.bring_in("W-02", "P: Ya, betul.\nI: Ya, betul.\nP: Begitu?\nI: Ya, betul.\n")
    line = study.fails("code", "W-02", "--code", "utang", "--quote", "Ya, betul.")
    assert "occurs 3 times" in line
    assert "Name the turn" in line
    study("code", "W-02", "--code", "utang", "--quote", "Ya, betul.", "--turn", 4)
    (shown,) = study.items("sources", "show", "W-02")
    assert study.items("codings")[0]["start"] == shown["text"][3]["start"]


def test_judgements_are_kept_with_the_coding(study: CommandLine) -> None:
    coding = code(
        study, "ngutang dulu", "--valence", -1, "--grade", "tangan-pertama", "--about", "Pajang", "--gloss", "berutang", "--memo", "cek lagi"
    )  # fmt: skip
    assert (coding["valence"], coding["grade"], coding["gloss"], coding["memo"]) == (
        -1,
        "tangan-pertama",
        "berutang",
        "cek lagi",
    )
    assert coding["about"] == next(r["id"] for r in study.items("regions") if r["name"] == "Pajang")


def test_the_same_coding_twice_is_one(study: CommandLine) -> None:
    first = code(study, "ngutang dulu")
    deeds = study.items("history")
    assert code(study, "ngutang dulu") == first
    assert study.items("history") == deeds


def test_overlapping_passages_stay_apart(study: CommandLine) -> None:
    code(study, "Ya ngutang dulu")
    code(study, "ngutang dulu di warung")
    assert len(study.items("codings")) == 2


def test_two_coders_code_the_same_passage_each_for_themselves(study: CommandLine) -> None:
    study("coders", "add", "bagus")
    code(study, "ngutang dulu")
    study("--coder", "bagus", "code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    assert [coding["coder"] for coding in study.items("codings")] == ["sri", "bagus"]
    assert [coding["coder"] for coding in study.items("codings", "--by", "bagus")] == ["bagus"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--quote", "kata yang tidak ada"], "does not occur there"),
        (["--quote", "   "], "the quote is empty"),
        (["--quote", "ngutang", "--turn", "99"], "there is no turn 99 (the source has 4)"),
        (["--quote", "ngutang", "--turn", "1"], "does not occur there"),
        (["--start", "5"], "which passage?"),
        ([], "which passage?"),
        (["--start", "5", "--end", "5"], "holds no text"),
        (["--start", "-3", "--end", "4"], "holds no text"),
        (["--start", "5", "--end", "99999"], "holds no text"),
        (["--quote", "ngutang", "--start", "5", "--end", "9"], "either --quote or --start and --end"),
    ],
)
def test_a_passage_that_is_not_there_is_not_coded(study: CommandLine, words: list[str], says: str) -> None:
    assert says in study.fails("code", "W-01", "--code", "utang", *words)
    assert study.items("codings") == []


def test_nobody_codes_white_space(study: CommandLine) -> None:
    gap = INTERVIEW.index("\n\nBu Tutik: Ya")
    study.fails("code", "W-01", "--code", "utang", "--start", gap, "--end", gap + 2)


def test_codings_are_changed_and_cleared_by_id(study: CommandLine) -> None:
    rec = str(code(study, "ngutang dulu", "--memo", "satu")["id"])
    study("codings", "set", rec[:12], "valence=+1", "grade=resmi", "about=Semanggi", "memo=")
    (coding,) = study.items("codings")
    assert (coding["valence"], coding["grade"], coding["memo"]) == (1, "resmi", "")
    study("codings", "set", rec, "valence=", "about=")
    (coding,) = study.items("codings")
    assert (coding["valence"], coding["about"]) == (None, None)


@pytest.mark.parametrize("pair", ["valence=2", "grade=rumor", "about=Wonosaren", "kode=air", "valence"])
def test_a_coding_takes_only_what_it_can_hold(study: CommandLine, pair: str) -> None:
    rec = code(study, "ngutang dulu")["id"]
    before = study.state()
    study.fails("codings", "set", rec, pair)
    assert study.state() == before


def test_codings_taken_off_come_back_together(study: CommandLine) -> None:
    ids = [code(study, quote)["id"] for quote in ("ngutang dulu", "Kartunya mati")]
    assert "2 codings taken off" in study("codings", "remove", *ids).out
    assert study.items("codings") == []
    study("undo")
    assert {coding["id"] for coding in study.items("codings")} == set(ids)


def test_an_id_that_means_several_codings_is_refused(study: CommandLine) -> None:
    for quote in ("ngutang dulu", "Kartunya mati"):
        code(study, quote)
    assert "names no single coding" in study.fails("codings", "remove", "01")
    assert "names no single coding" in study.fails("codings", "remove", "")
    assert "names no single coding" in study.fails("codings", "remove", "%")


def test_one_unknown_id_keeps_all_codings_on(study: CommandLine) -> None:
    rec = code(study, "ngutang dulu")["id"]
    study.fails("codings", "remove", rec, "ffffffff")
    assert len(study.items("codings")) == 1


def test_listings_are_narrowed_by_source_and_code(study: CommandLine) -> None:
    code(study, "ngutang dulu")
    code(study, "Kerja bakti", name="gotong-royong")
    code(study, "air lancar", name="air", source="FGD-01")
    assert [c["code"] for c in study.items("codings", "--source", "W-01")] == ["utang", "gotong-royong"]
    assert [c["source"] for c in study.items("codings", "--code", "air")] == ["FGD-01"]


def test_codings_are_listed_by_source_name_in_the_order_of_the_text(study: CommandLine) -> None:
    code(study, "Kerja bakti")
    code(study, "ngutang dulu")
    code(study, "air lancar", source="FGD-01")
    assert [(c["source"], c["quote"]) for c in study.items("codings")] == [
        ("FGD-01", "air lancar"), ("W-01", "ngutang dulu"), ("W-01", "Kerja bakti"),
    ]  # fmt: skip


# Tables

TABLE = """\
source,turn,quote,code,valence,grade,about,gloss,memo
W-01,2,ngutang dulu di warung depan,utang,-1,tangan-pertama,,berutang dahulu,
W-01,4,Kerja bakti,gotong-royong,1,,Pajang,,catatan
FGD-01,,air lancar,air,,kata-orang,,,
"""


def test_a_table_of_codings_comes_in_as_one_deed(study: CommandLine) -> None:
    said = study("codings", "import", study.write("corpus/codings/sri.csv", TABLE)).out
    assert said == "3 codings came in, 0 were there already.\n"
    assert {c["quote"]: (c["code"], c["valence"], c["grade"]) for c in study.items("codings")} == {
        "ngutang dulu di warung depan": ("utang", -1, "tangan-pertama"),
        "Kerja bakti": ("gotong-royong", 1, None),
        "air lancar": ("air", None, "kata-orang"),
    }
    study("undo")
    assert study.items("codings") == []


def test_the_same_table_again_brings_nothing_new(study: CommandLine) -> None:
    path = study.write("sri.csv", TABLE)
    study("codings", "import", path)
    before = study.state()
    assert "0 codings came in, 3 were there already." in study("codings", "import", path).out
    assert study.state() == before


@pytest.mark.parametrize("sign", [";", "\t"])
def test_a_table_as_a_spreadsheet_writes_it(study: CommandLine, sign: str) -> None:
    study("codings", "import", study.write("sri.csv", "\ufeff" + TABLE.replace(",", sign).replace("\n", "\r\n")))
    assert len(study.items("codings")) == 3


def test_a_table_may_give_places_instead_of_words(study: CommandLine) -> None:
    start = INTERVIEW.index("Kartunya mati")
    study("codings", "import", study.write("a.csv", f"source,code,start,end\nW-01,utang,{start},{start + 13}\n"))
    assert [c["quote"] for c in study.items("codings")] == ["Kartunya mati"]


def test_a_dry_run_says_whether_every_row_can_be_placed(study: CommandLine) -> None:
    before = study.state()
    assert "3 codings came in" not in study("codings", "import", "--dry-run", study.write("sri.csv", TABLE)).out
    assert study.state() == before


def test_every_row_that_cannot_be_placed_is_named_and_none_comes_in(study: CommandLine) -> None:
    rows = (
        TABLE
        + "W-99,1,ada,utang,,,,,\nW-01,2,tidak ada,utang,,,,,\nW-01,2,ngutang,utagn,,,,,\nW-01,2,ngutang,utang,5,,,,\n"
    )
    before = study.state()
    ran = study("codings", "import", study.write("sri.csv", rows), code=1)
    first, *faults = ran.err.splitlines()
    assert "4 rows cannot be placed. Nothing came in." in first
    assert [fault.partition(": ")[0] for fault in faults] == ["sri.csv:5", "sri.csv:6", "sri.csv:7", "sri.csv:8"]
    assert "there is no source “W-99”" in faults[0]
    assert "Did you mean utang?" in faults[2]
    assert study.state() == before


# Finishing


def test_a_source_is_finished_for_the_codes_there_are(study: CommandLine) -> None:
    assert "W-01 is finished" in study("finish", "W-01").out
    states = {row["name"]: row["state"] for row in study.items("sources")}
    assert states == {"W-01": "finished", "FGD-01": "open"}


def test_a_code_added_later_is_not_yet_looked_for(study: CommandLine) -> None:
    study("finish", "W-01")
    study("codes", "add", "bank-plecit", "--parent", "ekonomi")
    row = next(row for row in study.items("sources") if row["name"] == "W-01")
    assert (row["state"], row["left"]) == ("partly", 1)
    study("finish", "W-01", "--code", "bank-plecit")
    assert next(row for row in study.items("sources") if row["name"] == "W-01")["state"] == "finished"


def test_finishing_is_taken_back(study: CommandLine) -> None:
    study("finish", "W-01")
    assert "Open again for 5 codes." in study("finish", "W-01", "--undo").out
    assert all(row["state"] == "open" for row in study.items("sources"))


def test_the_state_is_that_of_the_coder_who_counts_there(study: CommandLine) -> None:
    study("coders", "add", "bagus")
    study("--coder", "bagus", "finish", "W-01")
    assert all(row["state"] == "open" for row in study.items("sources"))
    study("sources", "set", "W-01", "responsible=bagus")
    assert next(row for row in study.items("sources") if row["name"] == "W-01")["state"] == "finished"


def test_states_are_words_for_people_and_ids_in_json(study: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Listings show words of the language in use; who reads --json finds the same ids in each."""
    words = {"finished": "selesai", "open": "terbuka", "interview": "wawancara", "fgd": "diskusi"}
    monkeypatch.setattr("qualcode.cli.common._", lambda text: words.get(text, text))
    study("finish", "W-01")
    said = study("sources").out
    assert all(word in said for word in words.values())
    assert {row["state"] for row in study.items("sources")} == {"finished", "open"}
    assert {row["genre"] for row in study.items("sources")} == {"interview", "fgd"}


# Memos


@pytest.mark.parametrize(("kind", "name"), [("source", "W-01"), ("code", "utang"), ("participant", "Bu Tutik")])
def test_a_memo_stands_on_anything(study: CommandLine, kind: str, name: str) -> None:
    study("memos", "add", kind, name, "berbeda dari FGD")
    (memo,) = study.items("memos")
    assert (memo["kind"], memo["coder"], memo["text"]) == (kind, "sri", "berbeda dari FGD")
    assert memo["name"] == name and name in study("memos").out


def test_a_memo_on_a_coding_goes_with_the_source(study: CommandLine) -> None:
    study("memos", "add", "coding", code(study, "ngutang dulu")["id"], "katanya begitu")
    study("withdraw", "source", "W-01", "--reason", "diminta")
    assert study.items("memos") == []


def test_an_empty_memo_is_none(study: CommandLine) -> None:
    assert "the memo is empty" in study.fails("memos", "add", "source", "W-01", "  ")


def test_the_ids_listed_tell_codings_of_one_minute_apart(study: CommandLine) -> None:
    """Ids begin with the time: eight digits of it last a minute."""
    code(study, "ngutang dulu")
    code(study, "Kerja bakti")
    ids = [line.split()[-3:] for line in study("codings").out.splitlines()[1:]]
    shown = [next(w for w in words if len(w) >= 8 and not set(w) - set("0123456789abcdef")) for words in ids]
    for one in shown:
        study("codings", "set", one, "valence=0")
    assert [coding["valence"] for coding in study.items("codings")] == [0, 0]
