"""``--where`` of every list: what fits, noun by noun, told by plain SQL; one language, one error, one place for saved queries."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

import csv
import subprocess
import sys

import click
import pytest

from qualcode.cli import cli
from qualcode.conclude.cases import cases
from qualcode.conclude.fitting import Fitting
from qualcode.conclude.fitting_words import MEANINGS
from qualcode.conclude.swot_records import read_swot
from qualcode.display.columns import ALL
from qualcode.display.content_codes import code_frequency
from qualcode.display.framework import framework
from qualcode.display.matrix import matrix
from qualcode.i18n import LANGUAGES, _, speaking
from qualcode.reduce.issues import issues
from qualcode.reduce.summaries import Case
from qualcode.store import Project
from tests.cli_world import CommandLine
from tests.test_through import made, sample  # noqa: F401 - fixtures

# a query, and the same in SQL: of the codings, and of who speaks where
PASSAGES = {
    "valence:-1": "c.valence=-1",
    "valence:-1 AND kind:fgd": "c.valence=-1 AND s.genre='fgd'",
    "code:utang AND NOT kind:interview": (
        "c.code IN (WITH RECURSIVE b(id) AS (SELECT id FROM code WHERE name='utang' AND removed=0 UNION"
        " SELECT k.id FROM code k JOIN b ON k.parent=b.id) SELECT id FROM b) AND s.genre<>'interview'"
    ),
}
PEOPLE = {
    "kind:interview": "s.genre='interview'",
    "gender:perempuan AND kind:fgd": "s.genre='fgd' AND p.gender='perempuan'",
}


def named(project: Project, condition: str) -> set[bytes]:
    """The codings, by SQL."""
    return {
        rec
        for (rec,) in project.rows(
            "SELECT c.id FROM coding c JOIN source s ON s.id=c.source AND s.removed=0"
            f" WHERE c.removed=0 AND c.layer='own' AND {condition}"
        )
    }


def ids(project: Project, sql: str, among: set[bytes]) -> set[bytes]:
    """What SQL finds where ``{}`` stands for a list of codings."""
    return {rec for (rec,) in project.rows(sql.format(",".join(f"x'{one.hex()}'" for one in among) or "NULL"))}


@pytest.mark.parametrize("query", PASSAGES)
def test_what_stands_on_passages_fits_by_them(sample: Project, query: str) -> None:
    fits, codings = Fitting(sample, query), named(sample, PASSAGES[query])
    assert codings
    for kind, test, sql in (
        ("coding", fits.coding, "SELECT id FROM coding WHERE id IN ({})"),
        ("source", fits.source, "SELECT source FROM coding WHERE id IN ({})"),
        ("code", fits.code, "SELECT code FROM coding WHERE id IN ({})"),
        ("theme", fits.theme, "SELECT t.theme FROM theme_code t JOIN coding c ON c.code=t.code WHERE t.removed=0 AND c.id IN ({})"),
    ):  # fmt: skip
        every = {rec for (rec,) in sample.rows(f'SELECT id FROM "{kind}" WHERE removed=0')}
        assert {rec for rec in every if test(rec)} == ids(sample, sql, codings) & every, kind
    boxes = framework(sample).boxes
    rests = {at: not codings.isdisjoint(box.rests_on) for at, box in boxes.items()}
    assert {at: fits.cell(*at) for at in boxes} == rests and {True, False} == set(rests.values())
    whole = framework(sample, "whole").boxes
    assert [fits.issue(one) for one in issues(sample) if one.theme and not one.scope] == [
        not codings.isdisjoint(whole[one.theme, Case()].rests_on)
        for one in issues(sample)
        if one.theme and not one.scope
    ]
    for one in cases(sample):
        pieces = (*one.speaking, *one.candidates, *one.against, *one.explained)
        assert fits.finding(one) == any(not codings.isdisjoint(piece.segment.codings) for piece in pieces)
    held = read_swot(sample)
    for key, support in held.support.items():
        segments = [s for one in support for s in (*one.speaking, *one.against)] + list(held.against.get(key, ()))
        fitting = any(not codings.isdisjoint(s.codings) for s in segments)
        assert fits.factor(support, held.against.get(key, ())) == fitting
        assert key not in held.ids or fits.record("swot_item", held.ids[key]) == fitting


@pytest.mark.parametrize("query", PEOPLE)
def test_a_query_of_people_and_places_names_who_was_heard_also_where_nothing_is_coded(
    sample: Project, query: str
) -> None:
    fits = Fitting(sample, query)
    heard = sample.rows(
        "SELECT s.id, p.id FROM source s LEFT JOIN speaker k ON k.source=s.id AND k.removed=0 AND k.side<>'interviewer'"
        f" LEFT JOIN participant p ON p.id=k.participant AND p.removed=0 WHERE s.removed=0 AND {PEOPLE[query]}"
    )
    sources = {rec for (rec,) in sample.rows("SELECT id FROM source WHERE removed=0")}
    people = {rec for (rec,) in sample.rows("SELECT id FROM participant WHERE removed=0")}
    assert {rec for rec in sources if fits.source(rec)} == {source for source, _person in heard}
    assert {rec for rec in people if fits.participant(rec)} == {person for _source, person in heard if person}


def test_an_empty_query_names_everything(sample: Project) -> None:
    fits = Fitting(sample, " ")
    assert all(fits.source(rec) for (rec,) in sample.rows("SELECT id FROM source"))
    assert all(fits.cell(*at) for at in framework(sample).boxes)


LISTS = {
    "source": ("sources", "sources list", "guide asked", "relevance", "suggest"), "participant": ("participants", "participants list"), "code": ("codes",), "theme": ("themes",),
    "link": ("links", "links list"), "memo": ("memos",), "summary": ("summaries",), "issue": ("issues",), "finding": ("findings",),
    "thread": ("threads", "threads list"), "verdict": ("verdicts", "verdicts list"), "factor": ("swot", "swot list"),
    "strategy": ("strategies", "strategies list"), "member_check": ("member-checks",),
}  # fmt: skip


def in_both(text: str) -> list[str]:
    """A text in each language: help speaks the one that was asked for when it was read first."""
    said = []
    for language in LANGUAGES:
        with speaking(language):
            said.append(_(text))
    return said


def test_every_list_takes_it_and_its_help_says_when_something_fits() -> None:
    assert set(LISTS) == set(MEANINGS)
    for noun, commands in LISTS.items():
        for words in commands:
            command: click.Command | None = cli
            for word in words.split():
                assert isinstance(command, click.Group)
                command = command.get_command(click.Context(command), word)
            assert command is not None
            (option,) = [one for one in command.params if isinstance(one, click.Option) and "--where" in one.opts]
            assert option.help and any(told in option.help for told in in_both(MEANINGS[noun])), words


def test_lists_take_saved_queries_and_refuse_as_one(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.")
    study("finish", "W-01")
    study("themes", "add", "Utang di warung", "--nature", "problem", "--code", "utang")
    study("themes", "add", "Air lancar", "--nature", "strength", "--code", "air")
    study("memos", "add", "source", "FGD-01", "beda dari wawancara")
    study("queries", "add", "warung", "code:utang AND kind:interview")
    assert [one["name"] for one in study.items("sources", "--where", "@warung")] == ["W-01"]
    assert [one["pseudonym"] for one in study.items("participants", "--where", "@warung")] == ["Bu Tutik"]
    assert [one["name"] for one in study.items("themes", "--where", "@warung")] == ["Utang di warung"]
    assert [one["name"] for one in study.items("codes", "--where", "@warung")] == ["utang"]
    assert study.items("memos", "--where", "@warung") == []
    assert [one["text"] for one in study.items("memos", "--where", "kind:fgd")] == ["beda dari wawancara"]
    study(
        "memos",
        "answer",
        study("memos", "add", "source", "FGD-01", "heran", "--type", "surprise").out.strip(),
        "RT memilih",
    )
    about = {one["text"] for one in study.items("memos", "--where", "kind:fgd")}
    assert about == {"beda dari wawancara", "heran", "RT memilih"}  # an answer is on what its memo is on
    assert {one["theme"] for one in study.items("summaries", "--by", "kelurahan", "--where", "@warung")} == {
        "Utang di warung"
    }
    both = {one["source"] for one in study.items("suggest")}
    inside = {one["source"] for one in study.items("suggest", "--where", "kind:fgd")}
    assert len(both) == 2 and len(inside) == 1 and inside < both
    for noun in LISTS:
        assert "there is no field “warna”" in study.fails(*LISTS[noun][0].split(), "--where", "warna:merah")
        assert "there is no saved query “@lain”" in study.fails(*LISTS[noun][0].split(), "--where", "@lain")
    assert "Nothing fits “valence:+1”." in study("findings", "--where", "valence:+1").out


def test_an_export_narrows_or_says_that_it_cannot(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.")
    study("export", "table", "sources", "--where", "kind:fgd", "-o", "s.md")
    told = (study.folder / "s.md").read_text("utf-8")
    assert (
        "FGD-01" in told
        and "W-01" not in told
        and "Hanya yang cocok dengan: kind:fgd. Yang dipilih hanya barisnya" in told
    )
    assert "nothing fits" in study.fails(
        "export", "table", "codings", "--where", "kind:fgd", "-o", "k.md"
    )  # not in the document's language
    assert "there is no field" in study.fails("export", "table", "codings", "--where", "warna:merah", "-o", "k.md")
    assert "--where changes nothing of “report”" in study.fails("export", "report", "--where", "kind:fgd", "-o", "r.md")
    assert "of “table figures”" in study.fails("export", "table", "figures", "--where", "kind:fgd", "-o", "f.md")


def test_the_framework_as_csv_is_a_line_a_cell_and_takes_no_silence_for_a_zero(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.")
    study("finish", "W-01")
    study("themes", "add", "Utang di warung", "--nature", "problem", "--code", "utang")
    study("themes", "add", "Air lancar", "--nature", "strength", "--code", "air")
    study("summaries", "set", "Utang di warung", "Semanggi", "--text", "Warung menolong dulu")
    study("export", "table", "framework", "-o", "k.csv")
    lines = list(csv.DictReader((study.folder / "k.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert len(lines) == 2 * len({line["Kasus"] for line in lines})
    (written,) = [line for line in lines if line["Frasa"]]
    assert (written["Kasus"], written["Keadaan"], written["Memuat"]) == ("Semanggi", "ditulis", "1")
    silent = [line for line in lines if line["Keadaan"] in ("belum selesai dikode", "tak tersampel", "tidak ditanya")]
    assert silent and not any(line["Memuat"] or line["Segmen"] for line in silent)
    study("export", "table", "framework", "--where", "code:utang", "-o", "u.csv")
    (only,) = list(csv.DictReader((study.folder / "u.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert only["Tema"] == "Utang di warung"


@pytest.mark.parametrize("query", ["kind:interview", "kelurahan:Semanggi AND valence:-1"])
def test_codes_are_counted_out_of_the_sources_that_could_hold_what_is_asked_for(sample: Project, query: str) -> None:
    found = code_frequency(sample, where=query)
    whole = matrix(sample, "codes", columns=ALL, where=query)
    (column,) = whole.columns
    cells = {row.id: whole.cell(row.id, column.id) for row in whole.rows}
    able = max(cell.E for cell in cells.values())
    assert 0 < able < sample.value("SELECT COUNT(*) FROM source WHERE removed=0")
    given = [one for one in found.codes if one.segments]
    assert given and all((one.raised, one.finished) == (cells[one.id].M, cells[one.id].E) for one in given)


def test_what_would_change_nothing_of_an_export_is_refused_with_what_would(study: CommandLine) -> None:
    for words, idle in (
        ("figure map --code nope -o k.svg", "--code changes nothing of “figure map”. It can be told: --caption, --first, --layer. “qualcode map” draws"),
        ("matrix --theme nope -o k.md", "--theme changes nothing of “matrix”"),
        ("table sources --theme nope -o k.md", "--theme changes nothing of “table sources”"),
        ("table figures --where kind:fgd -o k.md", "--where changes nothing of “table figures”"),
        ("matrix --display accounting --where kind:fgd -o k.md", "--where changes nothing of “matrix accounting”"),
        ("project --source W-01 --code nope -o k.zip", "--code, --source changes nothing of “project”. It is written as it is"),
        ("quotes utang -o k.md", "“quotes” takes no name, such as “utang”"),
    ):  # fmt: skip
        assert idle in study.fails("export", *words.split())
    study("export", "table", "sources", "--layer", "agreed", "-o", "k.md")  # as it is unsaid


def test_a_list_without_a_query_reads_nothing_that_only_a_query_needs() -> None:
    code = "import sys; from qualcode.conclude.fitting import Fitting; print([m for m in sys.modules if '.reduce' in m or '.display' in m])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
