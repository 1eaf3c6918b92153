"""Keywords that read the text beside others that need not: what is found is the same, whichever way it is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.language.matching import read_keywords
from qualcode.reduce import finding, finding_text
from qualcode.reduce.found import Finds, passages
from qualcode.store import Project
from tests.study_for_tests import FGD, interview, study

PLAIN = ("utang", "air bersih", "=air", "-air mata", "bantuan ~4 mampu", "warung @turn", "kali", "saya @all")
READING: tuple[Any, ...] = (
    "/rp ?\\d+/", "/air\\b/", "-/air mata/", "utang @paragraph", "air ~6 utang @paragraph", "bersih @2", "-warung @3",
    {"pattern": [{"LEMMA": "utang"}, {"OP": "?"}, {"LOWER": "warung"}]}, {"pattern": [{"IS_TITLE": True}, {"LOWER": "air"}]},
    {"pattern": [{"LOWER": {"IN": ["kartu", "air"]}}], "scope": "interviewer"},
)  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    one = study(tmp_path_factory.mktemp("finding") / "studi")
    one.text("F-01", FGD)
    one.text(
        "W-01",
        interview(
            "Pajang", "Utang di warung 😊 Rp50000. Air bersih\nmahal, air mata saya.", "Ngutang lagi. Airnya\n\nutang kartu.",
            "Kali iku banyune bening, ora ngutang. Ini Air bersih rp 20 di warung.",
        ),
    )  # fmt: skip
    yield one.project
    one.project.close()


some = st.lists(st.sampled_from((*PLAIN, *READING)), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(st.lists(some, min_size=1, max_size=3))
def test_what_reads_the_text_changes_nothing_for_the_others(project: Project, codes: list[list[Any]]) -> None:
    read = read_keywords({bytes([number]): keywords for number, keywords in enumerate(codes)})
    fast = [one._replace(chars=None) for one in finding.find(project, read)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(finding, "has_numbers", lambda: False)
        plain = finding.find(project, read)
    assert fast == [one._replace(chars=None) for one in plain]


def test_only_turns_in_which_it_may_stand_are_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    find = finding_text.Matcher.find

    def counted(self: Any, text: str, side: str = "informant") -> Any:
        seen.append(text)
        return find(self, text, side)

    monkeypatch.setattr(finding_text.Matcher, "find", counted)
    finding.find(project, read_keywords({b"a": ["utang", "/rp ?20/", "mampu @paragraph"], b"b": ["air"]}))
    assert [text[:8] for text in seen] == ["Bantuan ", "Kali iku"]


@given(st.lists(st.tuples(*(st.integers(0, 2) for _ in range(4)), st.booleans()), max_size=30))
def test_one_hit_a_passage_is_the_first_strong_one_or_the_first(some: list[tuple[int, int, int, int, bool]]) -> None:
    keyword = read_keywords({b"c": ["air"]})[b"c"]
    rows = [(source, turn, n, n + 1, code, start, start + 2, 0, strong, -1, -1)
            for n, (source, turn, code, start, strong) in enumerate(sorted(some))]  # fmt: skip
    found = Finds(
        [list(zip(*rows, strict=True))] if rows else [], [b"a", b"b", b"c"], [(bytes([n]), keyword) for n in range(3)]
    )
    assert passages(found) == passages(list(found))
