"""Corrections: a word mended while reading, what versions differ in, and the review of what was left in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.collect import corrections, differences
from qualcode.collect.conventions import read_marks
from qualcode.errors import UserError
from qualcode.language.canonical import canonical
from qualcode.language.marks import Marks, speech_text
from qualcode.reduce import review
from qualcode.reduce.codings import codings, locate
from qualcode.store import act, versions
from qualcode.store.check import check
from qualcode.store.ids import new_id
from qualcode.store.merge import merge
from qualcode.store.undo import undo
from qualcode.store.versions import Version
from tests.cli_world import CommandLine
from tests.study_for_tests import FGD, Study, copied, interview, study

TALK = interview(
    "Pajang", "Saya utang di warung. Airnya keruh sejak lama.", "Anak saya tidak sekolah lagi.", "Kartu KIS mati."
)


@pytest.fixture
def s(tmp_path: Path) -> Study:
    return study(tmp_path / "studi")


def now(s: Study, source: bytes) -> Version:
    found = versions.current(s.project, source)
    assert found is not None
    return found


def mend(s: Study, source: bytes, quote: str, words: str) -> corrections.Mended:
    return corrections.mend(s.project, source, *locate(now(s, source), quote), words)


def spoken(version: Version) -> list[tuple[str, str, str]]:
    """Label, speech and side of every turn."""
    return [
        (
            version.text[slice(*turn.label)] if turn.label else "",
            speech_text(version.text, version.marks, turn),
            turn.side,
        )
        for turn in version.marks.turns
    ]


# --- mending


def test_a_mended_word_makes_a_version_and_every_mark_goes_through_the_edit(s: Study) -> None:
    source = s.text("W-01", TALK)
    before = spoken(now(s, source))
    done = mend(s, source, "keruh", "kuning dan berbau")
    after = now(s, source)
    assert after.text == TALK.replace("keruh", "kuning dan berbau")
    assert (done.version, done.previous) == (after.id, versions.load(s.project, done.previous).id)  # type: ignore[union-attr]
    assert after.text[done.start : done.stop] == "kuning dan berbau"
    assert spoken(after) == [(label, said.replace("keruh", "kuning dan berbau"), side) for label, said, side in before]
    assert not check(s.project).faults


def test_codings_beside_it_land_and_the_one_over_it_is_to_be_reviewed(s: Study) -> None:
    (c,) = s.codes("air")
    source = s.text("W-01", TALK)
    for quote in ("Saya utang", "Airnya keruh sejak lama.", "Kartu KIS mati."):
        s.code(source, c, quote)
    done = mend(s, source, "keruh", "kotor")
    assert done.landed == corrections.Landed(moved=2, changed=1, lost=0)
    assert {one.state for one in codings(s.project)} == {"unchanged", "changed"}


def test_a_mended_word_is_taken_back_as_one_action(s: Study) -> None:
    (c,) = s.codes("air")
    source = s.text("W-01", TALK)
    s.code(source, c, "Kartu KIS mati.")
    mend(s, source, "keruh", "kotor")
    undo(s.project)
    assert now(s, source).text == TALK
    assert [one.number for one in differences.versions_of(s.project, source)] == [1]
    assert not check(s.project).faults


def test_mended_back_the_first_version_shows_again(s: Study) -> None:
    source = s.text("W-01", TALK)
    first = now(s, source).id
    mend(s, source, "keruh", "kotor")
    mend(s, source, "kotor", "keruh")
    assert now(s, source).id == first
    assert len(differences.versions_of(s.project, source)) == 2


def test_what_people_decided_about_who_speaks_stands(s: Study) -> None:
    source = s.text("W-01", TALK)
    with act(s.project, "edit") as a:
        a.change("speaker", s.project.value("SELECT id FROM speaker WHERE side='informant'"), side="unknown")
    before = s.project.rows("SELECT id, side, participant FROM speaker WHERE removed=0 ORDER BY id")
    mend(s, source, "keruh", "kotor")
    assert s.project.rows("SELECT id, side, participant FROM speaker WHERE removed=0 ORDER BY id") == before


def test_a_turn_is_given_to_somebody_else_by_its_label(s: Study) -> None:
    source = s.text("FGD-01", FGD)
    speaking = s.project.rows("SELECT id, participant FROM speaker WHERE removed=0 ORDER BY id")
    (number,) = [n for n, (_label, said, _side) in enumerate(spoken(now(s, source)), 1) if said.startswith("Ya, betul")]
    done = corrections.reassign(s.project, source, number, "pak bagyo")
    assert spoken(now(s, source))[number - 1][0] == "Pak Bagyo:"
    assert now(s, source).text[done.start : done.stop] == "Pak Bagyo:"
    assert s.project.rows("SELECT id, participant FROM speaker WHERE removed=0 ORDER BY id") == speaking
    corrections.reassign(s.project, source, number, "Bu Ani")  # nobody of this name spoke before
    assert spoken(now(s, source))[number - 1][0] == "Bu Ani:"
    assert not check(s.project).faults


def test_what_cannot_be_mended_is_refused_in_words(s: Study) -> None:
    source = s.text("W-01", TALK)
    version = now(s, source)
    speech = version.marks.turns[1].speech
    for start, stop, words, said in (
        (speech[0] - 6, speech[0] + 4, "x", "more than one turn or label"),
        (*speech, "", "nothing would be left"),
        (speech[0], speech[0] + 4, "Saya\nkami", "more than one line"),
        (speech[0], speech[0] + 4, "Saya", "words that stand there"),
        (speech[0] + 4, speech[0] + 5, "\N{COMBINING GRAVE ACCENT}", "melt"),
        (0, 10**6, "", "does not lie in the text"),
    ):
        with pytest.raises(UserError, match=said):
            corrections.mend(s.project, source, start, stop, words)
    assert now(s, source).id == version.id


@given(
    st.integers(0, 400), st.integers(0, 12), st.sampled_from(["", "x", "😀 utang", "sega\u0331", "ke- ruh", "Bu A: ya"])
)
def test_marks_go_through_any_edit(start: int, length: int, words: str) -> None:
    """Whatever is mended, labels and every other turn's speech read as before, and the mended turn reads as it was typed."""
    from qualcode.store.carried import carry_marks, replaced

    text = canonical(TALK)
    marks = read_marks(text, "auto")
    start = min(start, len(text))
    stop = min(len(text), start + length)
    try:
        place, _label = corrections._one_place(text, marks, start, stop)
    except UserError:
        return
    if place is None or start == stop:
        return
    new, blocks = replaced(text, [(start, stop, words)])
    moved = carry_marks(marks, blocks)
    for old_turn, turn in zip(marks.turns, moved.turns, strict=True):
        for old_span, span in ((old_turn.label, turn.label), (old_turn.speech, turn.speech)):
            assert old_span is not None
            assert span is not None
            low, high = old_span
            expected = text[low:start] + words + text[stop:high] if old_span == place else text[low:high]
            assert new[slice(*span)] == expected


def test_words_put_in_at_the_edge_of_a_speech_belong_to_it(s: Study) -> None:
    source = s.text("W-01", TALK)
    number = next(n for n, (_l, said, _s) in enumerate(spoken(now(s, source))) if said.startswith("Kartu"))
    low, high = now(s, source).marks.turns[number].speech
    corrections.mend(s.project, source, low, low, "Ya, ")
    assert spoken(now(s, source))[number][1] == "Ya, Kartu KIS mati."
    low, high = now(s, source).marks.turns[number].speech
    corrections.mend(s.project, source, high, high, " Sudah lama.")
    assert spoken(now(s, source))[number][1] == "Ya, Kartu KIS mati. Sudah lama."


# --- comparing


def difference(old: str, new: str) -> list[tuple[str, str, str]]:
    def version(text: str) -> Version:
        return Version(b"", b"", text, Marks("none"), "txt")

    return [(c.kind, c.old_words, c.new_words) for c in differences.changes(version(old), version(new))]


LINES = [
    f"Cerita nomor {n} tentang kampung kami yang {word} sekali.\n"
    for n, word in enumerate(("satu", "dua", "tiga", "empat", "lima", "enam"))
]


def test_what_was_put_in_taken_out_and_replaced_is_told() -> None:
    old = "".join(LINES)
    assert difference(old, old) == []
    assert difference(old, old.replace("dua ", "")) == [("removed", "dua ", "")]
    assert difference(old, old.replace("dua", "dua belas")) == [("added", "", "belas ")]
    assert difference(old, old.replace("dua", "tujuh")) == [("replaced", "dua", "tujuh")]


def test_a_moved_paragraph_is_one_move() -> None:
    new = "".join([LINES[0], *LINES[2:5], LINES[1], LINES[5]])
    ((kind, old_words, new_words),) = difference("".join(LINES), new)
    assert kind == "moved"
    assert old_words == new_words
    assert new_words.strip() == LINES[1].strip()


@given(st.lists(st.sampled_from(LINES), max_size=8), st.lists(st.sampled_from(LINES), max_size=8))
def test_a_difference_holds_all_that_differs(one: list[str], other: list[str]) -> None:
    """What is not in the difference is the same in both texts."""
    old, new = "".join(one), "".join(other)
    rest_old, rest_new = list(old), list(new)
    version = [Version(b"", b"", text, Marks("none"), "txt") for text in (old, new)]
    for change in differences.changes(version[0], version[1]):
        rest_old[slice(*change.old)] = [""] * (change.old[1] - change.old[0])
        rest_new[slice(*change.new)] = [""] * (change.new[1] - change.new[0])
    assert "".join("".join(rest_old).split()) == "".join("".join(rest_new).split())


# --- review


def corrected(s: Study) -> bytes:
    """A source with a coding that is fine, one to be reviewed, one lost, and a rejection in doubt."""
    (c,) = s.codes("air")
    source = s.text("W-01", TALK)
    for quote in ("Saya utang", "Airnya keruh sejak lama.", "Anak saya tidak sekolah lagi."):
        s.code(source, c, quote, memo=quote)
    start, stop = locate(now(s, source), "Airnya keruh sejak lama.")
    with act(s.project, "reject") as a:
        a.create(
            "decision", new_id(), source=source, code=c, coder=s.project.coder, span=(now(s, source).id, start, stop),
            decision="rejected",
        )  # fmt: skip
        a.create(
            "relevance",
            new_id(),
            source=source,
            coder=s.project.coder,
            span=(now(s, source).id, start, stop),
            mark="important",
        )
    s.text(
        "W-01", TALK.replace("keruh sejak", "kotor sejak").replace("Anak saya tidak sekolah lagi.", "Ya."), replace=""
    )
    return source


def test_what_is_in_doubt_is_listed_with_the_old_and_the_new_words(s: Study) -> None:
    source = corrected(s)
    found = review.doubts(s.project, source)
    assert [(one.kind, one.state, one.old_quote, one.new_quote) for one in found] == [
        ("coding", "lost", "Anak saya tidak sekolah lagi.", ""),
        ("coding", "changed", "Airnya keruh sejak lama.", "Airnya kotor sejak lama."),
        ("decision", "changed", "Airnya keruh sejak lama.", "Airnya kotor sejak lama."),
        ("relevance", "changed", "Airnya keruh sejak lama.", "Airnya kotor sejak lama."),
    ]


def test_accepted_places_are_the_codings_own_and_what_is_lost_stays_listed(s: Study) -> None:
    source = corrected(s)
    assert review.accept(s.project, review.doubts(s.project, source)) == 3
    assert [one.state for one in review.doubts(s.project)] == ["lost"]
    assert {one.quote for one in codings(s.project) if one.state == "unchanged"} >= {"Airnya kotor sejak lama."}
    undo(s.project)
    assert len(review.doubts(s.project)) == 4


def test_a_lost_coding_is_drawn_anew_or_taken_off(s: Study) -> None:
    source = corrected(s)
    lost = review.doubts(s.project, source)[0]
    with pytest.raises(UserError, match="no speech"):
        review.redraw(s.project, lost, 0, 5)
    review.redraw(s.project, lost, *locate(now(s, source), "Kartu KIS mati."))
    assert next(one for one in codings(s.project) if one.id == lost.id).quote == "Kartu KIS mati."
    undo(s.project)
    assert review.remove(s.project, [lost]) == 1
    assert lost.id not in {one.id for one in codings(s.project)}


def test_accepted_on_two_computers_it_is_accepted_once(s: Study, tmp_path: Path) -> None:
    from qualcode.store.conflicts import conflicts

    source = corrected(s)
    other = copied(s, tmp_path / "bagus", "bagus")
    review.accept(s.project, review.doubts(s.project, source))
    review.accept(other.project, review.doubts(other.project, source))
    path = other.project.path
    other.project.close()
    merge(s.project, path)
    assert [one.state for one in review.doubts(s.project)] == ["lost"]
    assert not conflicts(s.project)
    assert not check(s.project).faults


# --- the command line

DIARY = """\
Pagi itu saya datang ke rumah Bu Tutik bersama Dimas, hujan belum reda.

Dimas: Bagaimana, Bu?
Bu Tutik: Ya ngutang dulu di warung depan, Mas, daripada tidak masak.

Dimas: Lalu?
Bu Tutik: Sudah, begitu saja setiap bulan sampai gajian suami.
"""


def test_mending_on_the_command_line_says_what_became_of_the_codings(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu di warung depan")
    study("code", "W-01", "--code", "air", "--quote", "air juga lancar")
    said = study("sources", "mend", "W-01", "--quote", "warung depan", "--with", "warung Bu RT").out
    assert "1 coding lies where its words lie, 1 changed." in said
    assert "qualcode codings review" in said
    (one,) = study.items("codings", "review")
    assert (one["old_quote"], one["state"], one["coder"]) == ("ngutang dulu di warung depan", "changed", "sri")
    assert "ngutang dulu di warung" in one["new_quote"]
    shown = study("codings", "review").out
    assert "  - ngutang dulu di warung depan\n" in shown
    assert "\x1b" not in shown
    study("codings", "review", "set", one["id"][:12], "--quote", "ngutang dulu di warung Bu RT")
    assert study.items("codings", "review") == []
    assert "Nothing is to be reviewed" in study("codings", "review").out


def test_versions_and_their_difference_are_shown(study: CommandLine) -> None:
    study("sources", "mend", "W-01", "--quote", "warung depan", "--with", "warung Bu RT")
    first, second = study.items("sources", "versions", "W-01")
    assert (first["made"], second["made"], second["current"]) == ("import", "correction", True)
    shown = study("sources", "diff", "W-01").out
    assert "  - depan\n  + Bu RT\n" in shown
    assert study("sources", "diff", "W-01", 1, 2).out == shown
    assert "  + depan\n" in study("sources", "diff", "W-01", 2, 1).out
    (change,) = study.items("sources", "diff", "W-01")
    assert (change["kind"], change["old_words"], change["new_words"], change["turn"]) == (
        "replaced",
        "depan",
        "Bu RT",
        2,
    )
    assert "there are versions 1, 2" in study.fails("sources", "diff", "W-01", 7)
    assert "only one version" in study.fails("sources", "diff", "FGD-01")


def test_a_corrected_file_says_how_many_codings_are_to_be_reviewed_and_keeps_how_turns_are_read(
    study: CommandLine,
) -> None:
    study.bring_in("W-05", DIARY)
    study("code", "W-05", "--code", "utang", "--quote", "ngutang dulu di warung depan")
    study("sources", "turns", "W-05", "--as", "paragraphs")
    path = study.write("corpus/W-05.txt", DIARY.replace("di warung depan", "di warung sebelah"))
    said = study("import", path, "--replace").out
    assert "0 codings lie where their words lie, 1 changed." in said
    assert study.items("sources", "turns", "W-05")[0]["convention"] == "paragraphs"
    bagus = CommandLine(study.folder, "bagus")
    study("coders", "add", "bagus")
    assert bagus("codings", "review", "--accept").out == (
        "0 places accepted.\n1 is still to be reviewed.\nOthers': --by NAME (sri).\n"
    )
    assert study("codings", "review", "--accept").out == "1 place accepted.\n"


def test_a_folder_of_corrected_files_is_told_how_to_come_in_and_says_of_each_what_became_of_its_codings(
    study: CommandLine,
) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu di warung depan")
    study("code", "FGD-01", "--code", "air", "--quote", "air lancar")
    for name in ("W-01", "FGD-01"):
        text = (study.folder / f"corpus/{name}.txt").read_text()
        study.write(f"koreksi/{name}.txt", text.replace("warung", "toko").replace("air lancar", "air macet"))
    said = study("import", "koreksi").out
    assert (
        "stand in W-01, which has its name: a corrected text of it? Then “qualcode sources remove koreksi/W-01”" in said
    )
    for name in ("W-01", "FGD-01"):
        study("sources", "remove", f"koreksi/{name}")
    lines = study("import", "koreksi", "--replace").out.splitlines()
    at = lines.index("  FGD-01: 0 codings lie where their words lie, 1 found no place.")
    assert lines[at + 1 :] == [
        "  W-01: 0 codings lie where their words lie, 1 changed.", "  ! Review them: qualcode codings review"
    ]  # fmt: skip


def test_a_passage_to_be_reviewed_is_named_by_the_shortest_beginning_that_fits_the_list(study: CommandLine) -> None:
    """Codings made at one moment have ids that begin alike: only those that wait are meant."""
    study.write("k.csv", "source,code,quote\nW-01,utang,ngutang dulu\nW-01,air,air juga lancar\n")
    study("codings", "import", "k.csv")
    study("sources", "mend", "W-01", "--quote", "dulu di", "--with", "saja di")
    (one,) = study.items("codings", "review")
    study("codings", "review", "set", one["id"][:8], "--remove")
    assert len(study.items("codings")) == 1


def test_a_turn_gets_another_speaker(study: CommandLine) -> None:
    turns = study.items("sources", "show", "FGD-01")[0]["text"]
    number = next(turn["number"] for turn in turns if turn["speech"] == "Ya, betul.")
    study("sources", "mend", "FGD-01", "--turn", number, "--label", "Pak Bagyo")
    turns = study.items("sources", "show", "FGD-01")[0]["text"]
    assert turns[number - 1]["label"] == "Pak Bagyo"


def test_a_mend_that_says_too_little_is_told_how(study: CommandLine) -> None:
    assert "--quote TEXT --with TEXT" in study.fails("sources", "mend", "W-01", "--quote", "warung")
    assert "--quote TEXT, --start N --end N" in study.fails("codings", "review", "set", "00")
    assert "is to be reviewed" in study.fails("codings", "review", "set", "00", "--remove")


def test_what_is_in_doubt_is_said_under_every_matrix(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu di warung depan")
    study("code", "W-01", "--code", "air", "--quote", "air juga lancar")
    before = study("matrix", "--rows", "codes").out
    study("sources", "mend", "W-01", "--quote", "warung depan", "--with", "warung Bu RT")
    after = study("matrix", "--rows", "codes").out
    assert "1 codings are counted where they seem to lie and 0 found no place" in " ".join(after.split())
    assert "seem to lie" not in before
