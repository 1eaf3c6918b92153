"""Where codings lie after a mend: the edit is known, so nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.collect import corrections, differences
from qualcode.language.canonical import canonical
from qualcode.reduce.codings import codings, locate
from qualcode.store import mended, versions
from qualcode.store.carried import replaced
from qualcode.store.check import check
from qualcode.store.conflicts import conflicts
from qualcode.store.merge import merge
from qualcode.store.undo import undo
from tests.study_for_tests import Study, copied, interview, study

TALK = interview("Pajang", "Kami ngutang ke bank plecit, catatan utangnya di hape saya.", "Ya ya ya, Mas.")


@pytest.fixture
def s(tmp_path: Path) -> Study:
    return study(tmp_path / "studi")


def mend(s: Study, source: bytes, quote: str, words: str, at: int = 0) -> corrections.Mended:
    now = versions.current(s.project, source)
    assert now is not None
    start = now.text.index(quote, at)
    return corrections.mend(s.project, source, start, start + len(quote), words)


def lies(s: Study) -> list[tuple[str, str]]:
    return [(one.quote, one.state) for one in codings(s.project)]


@pytest.mark.parametrize(
    ("coded", "quote", "words", "place"),
    [
        ("bank plecit", "plecit", "titil", ("bank titil", "changed")),
        ("ngutang", "ngutang", "berutang", ("berutang", "changed")),
        ("utangnya di hape", "di hape", "di HP", ("utangnya di HP", "changed")),
        ("hape saya", "di hape", "di HP", ("HP saya", "changed")),
        ("hape", "utangnya di hape", "di HP Ibu", ("di HP Ibu", "changed")),  # inside: the whole of the new words
        ("catatan utangnya", "utangnya di", "pada", ("catatan pada", "changed")),  # over its beginning
        ("hape saya", "di hape", "pada gawai", ("pada gawai saya", "changed")),  # over its end
        ("bank plecit", "bank plecit", "bank plecit harian", ("bank plecit harian", "changed")),
        ("ngutang ke", "ngutang ke bank plecit", "ngutang ke rentenir", ("ngutang ke", "unchanged")),  # its own words stayed
        ("catatan", "plecit", "titil", ("catatan", "moved")),
        ("Kami", "ngutang", "berutang", ("Kami", "unchanged")),
        ("bank", "bank ", "", ("", "lost")),  # taken out, nothing there instead
        ("ke bank plecit", "bank ", "", ("ke plecit", "changed")),
    ],
)  # fmt: skip
def test_what_is_coded_follows_the_edit(s: Study, coded: str, quote: str, words: str, place: tuple[str, str]) -> None:
    (c,) = s.codes("c")
    source = s.text("W-01", TALK)
    s.code(source, c, coded)
    mend(s, source, quote, words)
    assert lies(s) == [place]
    undo(s.project)
    assert lies(s) == [(coded, "unchanged")]
    assert not check(s.project).faults


def test_of_words_said_three_times_the_one_that_was_mended_is_the_one(s: Study) -> None:
    (c,) = s.codes("c")
    source = s.text("W-01", TALK)
    now = versions.current(s.project, source)
    assert now is not None
    start, _stop = locate(now, "Ya ya ya")
    from qualcode.reduce.codings import code

    code(s.project, source, c, start + 6, start + 8)
    mend(s, source, "ya ", "", start + 3)
    (one,) = codings(s.project)
    assert (one.start, one.stop, one.quote, one.state) == (start + 3, start + 5, "ya", "moved")


def test_one_mend_after_another_and_back_again(s: Study) -> None:
    (c,) = s.codes("c")
    source = s.text("W-01", TALK)
    s.code(source, c, "bank plecit")
    mend(s, source, "plecit", "titil")
    mend(s, source, "bank titil", "rentenir")
    s.code(source, c, "ke rentenir", memo="later")
    assert lies(s) == [("ke rentenir", "unchanged"), ("rentenir", "changed")]
    mend(s, source, "rentenir", "bank titil")
    mend(s, source, "titil", "plecit")
    assert lies(s) == [("ke bank plecit", "changed"), ("bank plecit", "unchanged")]


def test_mended_after_the_file_was_read_anew_and_before(s: Study) -> None:
    (c,) = s.codes("c")
    source = s.text("W-01", TALK)
    s.code(source, c, "ngutang")
    mend(s, source, "ngutang", "berutang")
    s.text("W-01", TALK.replace("ngutang", "berutang").replace("Ya ya ya", "Betul"), replace="")
    assert lies(s) == [("berutang", "changed")]
    mend(s, source, "berutang", "pinjam")
    assert lies(s) == [("pinjam", "changed")]


def test_a_colleagues_coding_on_the_old_text_lies_the_same_on_both_devices(s: Study, tmp_path: Path) -> None:
    (c,) = s.codes("c")
    source = s.text("W-01", TALK)
    other = copied(s, tmp_path / "bagus", "bagus")
    mend(s, source, "plecit", "titil")
    other.code(source, c, "bank plecit")
    merge(s.project, other.project.path)
    merge(other.project, s.project.path)
    assert lies(s) == lies(other) == [("bank titil", "changed")]
    assert not check(s.project).faults


def test_mended_otherwise_on_two_devices_it_lies_the_same_on_both(s: Study, tmp_path: Path) -> None:
    (c,) = s.codes("c")
    source = s.text("W-01", TALK)
    s.code(source, c, "bank plecit")
    other = copied(s, tmp_path / "bagus", "bagus")
    mend(s, source, "plecit", "titil")
    s.code(source, c, "bank titil", memo="hers")
    mend(other, source, "bank plecit", "rentenir")
    merge(s.project, other.project.path)
    merge(other.project, s.project.path)
    assert lies(s) == lies(other)
    assert {quote for quote, _state in lies(s)} in ({"rentenir"}, {"bank titil"})


def test_the_same_text_by_another_edit_is_no_quarrel(s: Study, tmp_path: Path) -> None:
    (c,) = s.codes("c")
    source = s.text("W-01", TALK)
    s.code(source, c, "bank plecit")
    other = copied(s, tmp_path / "bagus", "bagus")
    mend(s, source, "plecit", "titil")
    mend(other, source, "bank plecit", "bank titil")
    merge(s.project, other.project.path)
    merge(other.project, s.project.path)
    assert not conflicts(s.project)
    assert lies(s) == lies(other) == [("bank titil", "changed")]
    assert {one.made for one in differences.versions_of(s.project, source)} == {"import", "correction"}


WORDS = st.lists(st.sampled_from(["a", "ya", " ", "😀", "e\u0331", "ke-", "\r\n", "\u0301", "ng"]), max_size=6).map(
    "".join
)


@given(WORDS, WORDS, WORDS, WORDS, st.data())
def test_any_span_follows_any_edit_exactly(before: str, old: str, words: str, behind: str, data: st.DataObject) -> None:
    """Ends outside the mended stretch stay where they are; nothing is lost while there are words; back again nothing is lost
    that lies outside."""
    before, old, words, behind = map(canonical, (before, old, words, behind))
    one = before + old + behind
    start, stop = len(before), len(before) + len(old)
    new, _blocks = replaced(one, [(start, stop, words)])
    edit = mended.edit(one, new, start, stop)
    low = data.draw(st.integers(0, len(one)))
    high = data.draw(st.integers(low, len(one)))
    if low == high:
        return
    a, b = edit.carry(low, high)
    by = len(words) - len(old)
    assert 0 <= a <= b <= len(new)
    if high <= start:
        assert (a, b) == (low, high)
    elif low >= stop:
        assert (a, b) == (low + by, high + by)
    else:
        assert (a < b) or (not words and low >= start and high <= stop)
        if low <= start:
            assert a == low
        if high >= stop:
            assert b == high + by
        if start < low < stop and new[a:b] != one[low:high]:  # not its own words: all the changed ones on that side
            assert a <= start + edit.head or one[low:stop] == new[a : start + len(words)]
    assert edit.back.back == edit
