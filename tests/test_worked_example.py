"""The worked example of the specification (3.9), entered as a study is: transcripts, codes, figures, a link, then the verdicts.

People and words are invented; recipients and inhabitants of the 54 kelurahan are printed figures.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from qualcode.conclude.joint import joints
from qualcode.conclude.ranks import RankTest, benjamini_hochberg
from qualcode.conclude.threads import threads
from tests.app_world import compare, desk, looks
from tests.cli_world import CommandLine, as_if_made_here, elsewhere

FACTS = Path(__file__).parent / "data" / "pkh_2023.csv"
THEME, PKH, PEOPLE = "Penghasilan tak menentu", "Jumlah penerima PKH", "Jumlah penduduk"
# By kelurahan: how many of three transcripts tell it as a problem, and how many as a strength; so that the net problem has the
# order of the published statuses (Pajang 1, Karangasem 2, Kadipiro 3, Mojosongo and Panularan 4.5).
TOLD = {"Pajang": (0, 3), "Karangasem": (0, 2), "Kadipiro": (2, 1), "Mojosongo": (3, 0), "Panularan": (3, 0)}
CODEBOOK = """\
format: 1
name: Penghasilan
codes:
- name: upah-tak-tentu
  definition: Uang datang tak tentu
  not: utang
- name: gaji-tetap
  definition: Uang datang tetap
  not: warisan
"""
THEMES = """\
themes:
- name: Penghasilan tak menentu
  nature: problem
  codes: [upah-tak-tentu, gaji-tetap]
  links:
  - indicator: Jumlah penerima PKH
    relation: problem_when_worse
    closeness: direct
    rationale: Penerima dipilih karena berpenghasilan rendah.
"""
PROBLEM, STRENGTH, NEITHER = "Upah saya tidak tentu.", "Gaji saya tetap tiap bulan.", "Saya suka berkebun."


def said(area: str, number: int) -> str:
    problems, strengths = TOLD[area]
    return PROBLEM if number < problems else STRENGTH if number < problems + strengths else NEITHER


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study, finished and linked, before anybody looked. Made once by commands."""
    folder = tmp_path_factory.mktemp("contoh")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE_DIR", str(folder / "state"))
        patch.setenv("QUALCODE_LANG", "en")
        patch.setenv("QUALCODE_DEBUG", "1")
        CommandLine(folder)("init", "studi", "--coder", "sri")
        qc = CommandLine(folder / "studi")
        rows, names = ["source,turn,quote,code,valence"], []
        for area in TOLD:
            for number in range(3):
                name = f"W-{area[:3].upper()}-{number + 1}"
                names.append(name)
                words = said(area, number)
                qc.write(
                    f"corpus/{name}.txt",
                    f"Jenis: wawancara\nTanggal: 24 Juni 2025\nKelurahan: {area}\nInforman: Bu {area} {number + 1}\n"
                    f"Pewawancara: Dimas\n\nPewawancara: Bagaimana penghasilannya?\n\nBu {area} {number + 1}: {words}\n",
                )
                if words != NEITHER:
                    problem = words == PROBLEM
                    rows.append(
                        f"{name},2,{words},{'upah-tak-tentu' if problem else 'gaji-tetap'},{-1 if problem else 1}"
                    )
        qc("import", *sorted((qc.folder / "corpus").glob("*.txt")))
        qc.use_codebook(CODEBOOK)
        qc("indicators", "import", qc.write("indikator.csv", (
            "indicator,unit,kind,direction,denominator,source,note\n"
            f"{PEOPLE},jiwa,count,undeclared,,BPS,\n{PKH},keluarga,count,higher_worse,{PEOPLE},BPS,keluarga penerima program\n"
        )))  # fmt: skip
        figures = ["indicator,level,region,parent,year,value_as_printed,source,table"]
        with FACTS.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                place = f"kelurahan,{row['kelurahan']},{row['kecamatan']},2023"
                figures += [f"{PKH},{place},{row['recipients']},BPS,1", f"{PEOPLE},{place},{row['population']},BPS,2"]
        qc("indicators", "import", qc.write("angka.csv", "\n".join(figures) + "\n"))
        qc("codings", "import", qc.write("koding.csv", "\n".join(rows) + "\n"))
        qc("themes", "import", qc.write("tema.yaml", THEMES))
        qc("guide", "import", qc.write("panduan.yaml", (
            "topics:\n- id: T1\n  name: Penghasilan\n  question: Dari mana uang?\n"
            f"  themes: [{THEME}]\nasked:\n" + "".join(f"  {name}: [T1]\n" for name in names)
        )))  # fmt: skip
        for name in names:
            qc("finish", name)
    return folder / "studi"


@pytest.fixture
def study(tmp_path: Path, nowhere: CommandLine, published: Path) -> CommandLine:
    return as_if_made_here(published, tmp_path / "studi")


def test_its_verdicts(study: CommandLine) -> None:
    rows = [row for row in study.items("triangulate") if row["area"] in TOLD]
    found = [
        (row["area"], round(row["value"], 1), row["rank"], row["class"], row["outcome"], row["kind"]) for row in rows
    ]
    assert found == [
        ("Kadipiro", 38.4, "20/54", "MIDDLE", "partial", None),
        ("Panularan", 32.9, "28/54", "MIDDLE", "partial", None),
        ("Pajang", 27.3, "38/54", "GOOD", "agree", "strength"),
        ("Mojosongo", 26.0, "41/54", "GOOD", "dissonance", "voice_without_figure"),
        ("Karangasem", 23.7, "48/54", "GOOD", "agree", "strength"),
    ]
    assert all((row["reasons"], row["made"], row["n"]) == ([], "before", 3) for row in rows)
    assert rows[3]["interval"] == pytest.approx([0.526, 1], abs=0.001)
    told = study("triangulate").out
    assert (
        "5 areas sampled: 2 in agreement, 2 in partial agreement, 1 in dissonance; 49 areas silent → partly in agreement"
        in told
    )
    assert "49 areas not sampled; their figures: 18 BAD, 16 MIDDLE, 15 GOOD" in told
    assert "ρ = 0.205, n = 5 areas, p = 0.733 (all 120 permutations)" in told
    assert "1 pair compared, 1 tested; Holm: p = 0.733" in told


def test_raw_counts_are_refused_until_somebody_says_why_and_then_stamped(study: CommandLine) -> None:
    study("indicators", "import", study.write("tanpa.csv", (
        "indicator,unit,kind,direction,denominator,source,note\n"
        f"{PKH},keluarga,count,higher_worse,,BPS,\n"
    )))  # fmt: skip
    refused = [row for row in study.items("triangulate") if row["area"] in TOLD]
    assert {(row["outcome"], row["kind"]) for row in refused} == {("silence_quant", "count_without_denominator")}
    study("links", "set", THEME, PKH, "--accept-counts", "Yang dibandingkan adalah beban kerja pendamping")
    rows = {row["area"]: row for row in study.items("triangulate") if row["area"] in TOLD}
    assert (rows["Mojosongo"]["rank"], rows["Mojosongo"]["outcome"]) == ("1/54", "agree")
    assert rows["Mojosongo"]["reasons"] == ["count_accepted"]
    assert "ρ = 0.359, n = 5 areas, p = 0.567" in study("triangulate").out
    study("links", "set", THEME, PKH, "--refuse-counts")
    assert {row["outcome"] for row in study.items("triangulate") if row["area"] in TOLD} == {"silence_quant"}


def test_the_thread_of_mojosongo(study: CommandLine) -> None:
    """Opened once, answered with an explanation and a sentence, reopened; and when a coding was mended it says so and stays."""
    assert [row["state"] for row in study.items("threads")] == ["unopened"]
    study("triangulate", "--store")
    study("triangulate", "--store")
    (thread,) = study.items("threads")
    assert (thread["name"], thread["area"], thread["state"], thread["opened_by"]) == ("b1", "Mojosongo", "open", "sri")
    assert (thread["seen"]["n"], thread["seen"]["m"], thread["seen"]["rank"], len(thread["seen"]["codings"])) == (
        3,
        3,
        41,
        3,
    )
    (whole,) = study.items("threads", "show", "b1")
    assert [quote["text"] for quote in whole["quotes"]] == [PROBLEM] * 3
    assert (whole["coverage"], whole["question"]) == (
        "keluarga penerima program", f"Why do people speak of “{THEME}” in Mojosongo where {PKH} looks good?",
    )  # fmt: skip
    assert "explanation" in study.fails("threads", "set", "b1", "--resolution", "Belum jelas")
    study("threads", "set", "b1", "--explanation", "2", "--explanation", "pocket")
    assert study.items("threads")[0]["explanations"] == ["coverage", "pocket"]
    assert study.items("threads")[0]["state"] == "open"
    study("threads", "set", "b1", "--resolution", "PKH mencatat penerima; kampung belakang tidak tampak")
    (thread,) = study.items("threads")
    assert (thread["state"], thread["closed_by"], thread["explanations"]) == ("resolved", "sri", ["coverage", "pocket"])
    study("threads", "reopen", "b1")
    for row in study.items("codings"):
        if row["source"] == "W-MOJ-1":
            study("codings", "remove", row["id"])
    study("finish", "W-MOJ-1", "--undo")
    study("finish", "W-MOJ-2", "--undo")
    study("finish", "W-MOJ-3", "--undo")
    (thread,) = study.items("threads")
    assert (thread["state"], thread["gone"], thread["verdict"]) == ("gone", True, "voices silent: not finished")
    assert "no longer there" in study("threads", "show", "b1").out


def test_a_link_made_or_changed_after_its_result_was_shown_is_stamped_by_the_journal(study: CommandLine) -> None:
    assert [row["made"] for row in study.items("links")] == ["before"]
    study("links", "set", THEME, PKH, "--closeness", "proxy")  # nobody has looked yet
    assert [row["made"] for row in study.items("links")] == ["before"]
    study("triangulate")
    study("undo")  # takes back the closeness, not the look
    assert [(row["closeness"], row["made"]) for row in study.items("links")] == [("direct", "after")]
    study("redo")
    assert [(row["closeness"], row["made"]) for row in study.items("links")] == [("proxy", "before")]
    assert "stamped" in study("links", "set", THEME, PKH, "--closeness", "direct").out
    (row, *_others) = study.items("triangulate")
    assert (row["made"], row["reasons"]) == ("after", ["after_looking"])
    study("links", "remove", THEME, PKH)
    study("themes", "add", "Lain", "--nature", "problem", "--code", "upah-tak-tentu")
    study("links", "add", "Lain", PKH, "--relation", "problem_when_worse", "--closeness", "direct", "--reason", "Sama")
    assert f"Taken off after its result was shown: {THEME} × {PKH}" in study("triangulate").out
    assert [row["made"] for row in study.items("links")] == ["before"]  # of the new theme nobody has seen anything


def test_a_colleague_who_has_not_seen_the_result_declares_before_it_whatever_the_clocks_say(
    study: CommandLine, tmp_path: Path
) -> None:

    study("themes", "add", "Lain", "--nature", "problem", "--code", "upah-tak-tentu")
    colleague = elsewhere(study, tmp_path / "rekan", "bagus", tmp_path / "state-rekan")
    study("triangulate", "--explore")
    words = ("--relation", "problem_when_worse", "--closeness", "direct", "--reason", "Diduga dari awal")
    colleague("links", "add", "Lain", PKH, *words)  # later by the clock, and yet not having seen
    study("merge", colleague.project_file)
    assert {row["theme"]: row["made"] for row in study.items("links")} == {THEME: "before", "Lain": "before"}
    study("links", "remove", "Lain", PKH)
    study("links", "add", "Lain", PKH, *words)
    assert {row["theme"]: row["made"] for row in study.items("links")}["Lain"] == "before"  # as it was declared then


def test_exploring_looks_at_every_pair_and_says_so(study: CommandLine) -> None:
    rows = study.items("triangulate", "--explore")
    assert all(row["exploratory"] for row in rows)
    assert all("exploratory" in row["reasons"] for row in rows if row["n"])
    assert "1 pair compared, 1 tested; Benjamini-Hochberg" in study("triangulate", "--explore").out
    assert "not kept" in study.fails("triangulate", "--explore", "--store")


def test_two_researchers_judge_by_themselves_and_both_stay(study: CommandLine) -> None:
    study("coders", "add", "bagus")
    for area, one, other in (
        ("Mojosongo", "dissonance", "dissonance"), ("Pajang", "agree", "agree"), ("Kadipiro", "partial", "agree"),
    ):  # fmt: skip
        study("verdicts", "set", THEME, PKH, area, one)
        study("--coder", "bagus", "verdicts", "set", THEME, PKH, area, other)
    assert "reason" in study.fails("verdicts", "settle", THEME, PKH, "Kadipiro", "partial", "--reason", " ")
    study("verdicts", "settle", THEME, PKH, "Kadipiro", "partial", "--reason", "Angkanya di tengah")
    rows = {row["area"]: row for row in study.items("verdicts")}
    assert rows["Kadipiro"]["given"] == {"sri": "partial", "bagus": "agree"}
    assert (rows["Kadipiro"]["settled"], rows["Kadipiro"]["differ"]) == ("partial", True)
    assert "alike in 2 of 3, α = 0.55, κ = 0.50" in study("verdicts").out
    study("export", "triangulation", "-o", "tri.docx")


def test_within_the_voices_first(study: CommandLine) -> None:
    (row,) = study.items("triangulate", "--within")
    assert (row["informants"], row["sources"], row["methods"]) == (14, [14, 15], {"interview": [14, 15]})
    assert (row["interviewers"], row["coders"], row["indicators"], row["stamps"]) == (
        ["Dimas"],
        ["sri"],
        1,
        ["one_method"],
    )
    study("themes", "theory", THEME, "pendekatan kapabilitas (Sen 1999)", "eksklusi sosial", "Eksklusi Sosial")
    study("themes", "theory", THEME, "eksklusi sosial", "--out")
    assert study.items("triangulate", "--within")[0]["theory"] == ["pendekatan kapabilitas (Sen 1999)"]
    assert "Sen 1999" in study("themes", "show", THEME).out


def test_the_threshold_is_kept_with_the_result_and_holds_from_then_on(study: CommandLine) -> None:
    study("triangulate", "--tau", "0.3", "--store")
    kept = json.loads(study.value("SELECT value FROM setting WHERE key='triangulation'"))
    assert (kept[0]["thresholds"]["tau"], kept[0]["made"], kept[0]["rank_test"]["permutations"]) == (0.3, "before", 120)
    assert {row["tau"] for row in study.items("triangulate")} == {0.3}
    assert next(row for row in study.items("triangulate") if row["area"] == "Kadipiro")["voices"] == "−3/3"
    cells = {cell["column"]: cell["text"] for cell in study.items("matrix")}
    assert cells["Kadipiro"] == "−3/3"  # the matrix has the same sign
    assert {cell["column"]: cell["text"] for cell in study.items("matrix", "--tau", "0.5")}["Kadipiro"] == "±3/3"


def test_where_nobody_raised_it_the_share_that_cannot_be_ruled_out_is_told(study: CommandLine) -> None:
    """Asked and not raised, 0/3, leaves everything open (rule of three); where it was raised or nobody asked, no such bound stands."""
    found = {row["area"]: row for row in study.items("triangulate", "--where", "code:gaji-tetap")}
    assert (found["Mojosongo"]["voices"], found["Mojosongo"]["upper_if_none"]) == ("0/3", 1.0)
    assert found["Mojosongo"]["interval"] == pytest.approx([0, 0.474], abs=0.001)
    assert (found["Pajang"]["m"], found["Pajang"]["upper_if_none"]) == (3, None)
    assert (found["Kerten"]["voices"], found["Kerten"]["upper_if_none"], found["Kerten"]["interval"]) == (
        "·",
        None,
        None,
    )


async def test_from_a_dissonance_to_its_answer_in_keys(study: CommandLine) -> None:
    """The screen opens on the dissonance; digits choose explanations, a sentence closes the thread, undo opens it again."""
    async with desk(study.project_file, first="home") as one:
        await one.press("g r")
        await looks(one, "triangulation")
        await one.press("enter", "2", "5")
        compare("triangulation-thread", re.sub(r"\d{4}-\d\d-\d\d", "0000-00-00", one.text()))
        await one.press("w")
        assert "cannot be weighed" in one.text()
        await one.press("e", *"Kantong tidak tampak", "enter")
        assert one.session.now(lambda project: [(t.explanations, t.resolution) for t in threads(project)]) == [
            (("coverage", "pocket"), "Kantong tidak tampak")
        ]
        await one.press("w", "enter")
        (factor,) = one.session.now(
            lambda project: project.rows("SELECT key, quadrant, evidence FROM swot_item WHERE removed=0")
        )
        assert (factor[:2], len(json.loads(factor[2])["from"]["threads"])) == (("W1", "W"), 1)
        await one.press("u", "u")
        assert one.session.now(lambda project: [t.resolution for t in threads(project)]) == [""]
        await one.press("x", "n")
        assert one.screen.kind == "quotes"
        assert PROBLEM in one.text()
        await one.press("enter")
        assert one.screen.kind == "coding"
        await one.press("x", "x", "i")
        assert "41/54" in one.text() and "worse:" in one.text()
        assert one.app.screen.kind == "triangulation"
        await one.press("x", "x")  # what is open below, then the screen
        assert one.app.screen.kind != "triangulation"


def test_what_officials_say_stands_apart_and_an_area_of_officials_alone_says_so(study: CommandLine) -> None:
    """An official counts among the voices of the office's area, and beside them; a former one is a resident."""
    study("participants", "set", "Bu Pajang 1", "role=Lurah")
    study("participants", "set", "Bu Kadipiro 1", "role=mantan lurah")
    rows = {row["area"]: row for row in study.items("triangulate") if row["area"] in TOLD}
    assert (rows["Pajang"]["voices"], rows["Pajang"]["officials"], rows["Kadipiro"]["officials"]) == (
        "+3/3",
        "+1/1",
        "",
    )
    assert rows["Pajang"]["reasons"] == []
    for number in (2, 3):
        study("participants", "set", f"Bu Pajang {number}", "role=pejabat kelurahan")
    rows = {row["area"]: row for row in study.items("triangulate") if row["area"] in TOLD}
    assert (rows["Pajang"]["officials"], rows["Pajang"]["reasons"]) == ("+3/3", ["officials_only"])
    assert "officials" in study("triangulate").out


async def test_a_cell_of_the_matrix_is_seen_beside_its_figures(study: CommandLine) -> None:
    async with desk(study.project_file, first="home") as one:
        await one.press("g m", *"llll")
        place = one.text().rsplit(" × ", 1)[1].split()[0]
        await one.press("i")
        cursor = next(line for line in one.text().splitlines() if line.startswith("▸"))
        assert place in cursor
        await one.press("x")
        assert one.screen.kind == "matrix"
        await one.press("c", "i")
        assert "Only a theme in an area" in one.text()


def test_several_scanned_pairs_are_one_family(study: CommandLine) -> None:
    """Four pairs looked at, of which those that can be tested are adjusted together; a stored result of one theme leaves the others."""
    study("themes", "add", "Lain", "--nature", "neutral", "--code", "gaji-tetap")
    study("indicators", "import", study.write("arah.csv", (
        "indicator,unit,kind,direction,denominator,source,note\n"
        f"{PEOPLE},jiwa,value,higher_worse,,BPS,\n"
    )))  # fmt: skip
    told = study("triangulate", "--explore").out
    assert (
        "4 pairs compared, 3 tested; Benjamini-Hochberg" in told
        or "4 pairs compared, 4 tested; Benjamini-Hochberg" in told
    )
    with study.project() as project:
        found = joints(project, explore=True)
        ps = [one.result.rank.p for one in found if isinstance(one.result.rank, RankTest)]
        assert [one.adjusted for one in found if one.adjusted is not None] == pytest.approx(benjamini_hochberg(ps))
    words = ("--relation", "problem_when_worse", "--closeness", "direct", "--reason", "Sesudah melihat")
    study("links", "add", "Lain", PEOPLE, *words)
    assert {row["theme"]: row["made"] for row in study.items("links")} == {THEME: "before", "Lain": "after"}
    study("triangulate", "--store")
    study("triangulate", "--theme", THEME, "--store")
    assert len(json.loads(study.value("SELECT value FROM setting WHERE key='triangulation'"))) == 2


def test_a_link_of_context_is_in_no_family_of_tests(study: CommandLine) -> None:
    """It gives no verdict, so that no p of it may weaken another's."""
    told = "indicator,unit,kind,direction,denominator,source,note\n" + f"{PEOPLE},jiwa,value,higher_worse,,BPS,\n"
    study("indicators", "import", study.write("arah.csv", told))
    words = ("--relation", "problem_when_worse", "--closeness", "context", "--reason", "Latar")
    study("links", "add", THEME, PEOPLE, *words)
    with study.project() as project:
        found = {one.link.closeness: one for one in joints(project)}
    direct, context = found["direct"], found["context"]
    assert isinstance(direct.result.rank, RankTest) and isinstance(context.result.rank, RankTest)
    assert (direct.tested, direct.adjusted, context.adjusted) == (1, direct.result.rank.p, None)


def test_a_matrix_in_the_order_of_an_indicator_shows_voices_beside_figures_too(study: CommandLine) -> None:
    study("themes", "add", "Lain", "--nature", "problem", "--code", "upah-tak-tentu")
    study("matrix", "--order", f"indicator:{PKH}")
    study(
        "links",
        "add",
        "Lain",
        PKH,
        "--relation",
        "problem_when_worse",
        "--closeness",
        "direct",
        "--reason",
        "Tampak di tabel",
    )
    assert {row["theme"]: row["made"] for row in study.items("links")} == {THEME: "before", "Lain": "after"}


def test_two_who_look_find_one_thread(study: CommandLine, tmp_path: Path) -> None:
    colleague = elsewhere(study, tmp_path / "rekan", "bagus", tmp_path / "state-rekan")
    study("triangulate", "--store")
    colleague("triangulate", "--store")
    study("merge", colleague.project_file)
    assert [(row["name"], row["state"]) for row in study.items("threads")] == [("b1", "open")]
    assert study.items("conflicts") == []


def test_a_year_asked_for_leaves_out_links_without_figures_of_it_and_says_so(study: CommandLine) -> None:
    study("indicators", "import", study.write("baru.csv", (
        "indicator,unit,kind,direction,denominator,source,note\nSumur,buah,value,higher_better,,BPS,\n"
    )))  # fmt: skip
    study("indicators", "import", study.write("lain.csv", (
        "indicator,level,region,parent,year,value_as_printed,source,table\n"
        "Sumur,kelurahan,Pajang,Laweyan,2020,7,BPS,9\nSumur,kelurahan,Kadipiro,Banjarsari,2020,9,BPS,9\n"
    )))  # fmt: skip
    study(
        "links",
        "add",
        THEME,
        "Sumur",
        "--relation",
        "problem_when_worse",
        "--closeness",
        "context",
        "--reason",
        "Latar",
    )
    told = study("triangulate", "--year", "2023").out
    assert "No figures of 2023: Sumur" in told
    assert "ρ = 0.205" in told
    assert "has no figures of 1999" in study.fails("triangulate", "--year", "1999")
