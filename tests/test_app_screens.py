"""How the screens look, in both languages; that help and palette show only what works; and what no screen lets through."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from textual.widget import Widget

import qualcode.tui
from qualcode import i18n
from qualcode.tui.commands import COMMANDS, SCREENS
from qualcode.tui.places import AREAS, WAYS
from qualcode.tui.screens.asked import AskedScreen
from qualcode.tui.screens.attributes import AttributesScreen
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.files import FilesScreen
from qualcode.tui.screens.help import HelpScreen
from qualcode.tui.screens.imported import ImportedScreen
from qualcode.tui.screens.incoming import IncomingScreen
from qualcode.tui.screens.matrix import MatrixScreen
from qualcode.tui.screens.quotes import QuotesScreen
from qualcode.tui.screens.review import ReviewScreen
from qualcode.tui.screens.same import SameScreen
from qualcode.tui.screens.sources import SourcesScreen
from qualcode.tui.screens.start import StartScreen
from qualcode.tui.screens.turns import TurnsScreen
from qualcode.tui.screens.versions import VersionsScreen
from tests.app_world import app_study, control_characters, desk, study_file  # noqa: F401 - fixtures


async def test_the_language_changes_while_the_app_runs(study_file: Path) -> None:
    async with desk(study_file) as one:
        english = one.text()
        await one.press("ctrl+p")
        await one.type("bahasa")
        await one.press("enter")
        assert i18n.language() == "id"
        assert "sumber" in one.text()
        assert one.text() != english
        await one.press("ctrl+p")
        await one.type("bahasa")
        await one.press("enter")
        assert one.text() == english


async def test_dark_and_light_differ_in_colour_only(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("enter", "j")
        before = one.text()
        await one.press("ctrl+p")
        await one.type("dark")
        await one.press("enter")
        assert not one.app.palette.dark
        assert one.text() == before


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"COLORTERM": "", "TERM": "xterm"}, {"QUALCODE_ASCII": "1"}])
async def test_it_works_in_poor_terminals(study_file: Path, environ: dict[str, str]) -> None:
    async with desk(study_file, **environ) as one:
        await one.press("j", "enter", "j", "j")
        assert "[gotong-royong" in one.text()
        if "QUALCODE_ASCII" in environ:
            assert "╭" not in one.text()


PLACES = {
    "coding": CodingScreen, "sources": SourcesScreen, "matrix": MatrixScreen, "quotes": QuotesScreen, "help": HelpScreen,
    "start": StartScreen, "attributes": AttributesScreen, "asked": AskedScreen, "files": FilesScreen,
    "incoming": IncomingScreen, "imported": ImportedScreen, "same": SameScreen, "turns": TurnsScreen, "review": ReviewScreen,
    "versions": VersionsScreen,
}  # fmt: skip


@pytest.mark.parametrize("kind", PLACES)
def test_every_command_that_is_shown_does_something(kind: str) -> None:
    from qualcode.tui.app import Qualcode

    for command in COMMANDS:
        context, name = command.id.split(".", 1)
        if (
            context not in SCREENS[kind]
            or context == "text"
            or command.id.startswith(("coding.code-", "digits.code-", "start.answer-", "speakers.side-"))
        ):
            continue
        method = f"do_{context}_{name.replace('-', '_')}"
        moves = (context == "list" and name != "open") or (context == "grid" and name not in ("sort", "filter"))
        goes = command.id in WAYS or command.id in {area.command for area in AREAS}
        assert moves or goes or hasattr(PLACES[kind], method) or hasattr(Qualcode, method), command.id


async def test_help_comes_from_the_table_and_leads_back(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g m", "?")
        assert "Show districts instead" in one.text()
        assert "What the signs mean" in one.text()  # on the first page, right behind the screen's own keys
        await one.press("j", "k", "pagedown")
        assert "Show districts instead" not in one.text()
        await one.press("G")
        assert "Tile map of the city" in one.text()
        await one.press("home")
        assert "Show districts instead" in one.text()
        await one.press("%")
        assert "% means nothing here" in one.said
        await one.press("x")
        assert one.screen.kind == "matrix"


async def test_a_pause_after_g_shows_where_it_leads(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g")
        assert "m Matrix" in one.text() and "REDUCE" in one.text()
        assert "s Sources" in one.text() and "1  " in one.text()  # a source of sri's is not finished
        await one.press("m")
        assert one.screen.kind == "matrix"


async def test_one_press_leads_back_to_the_list_that_chose_the_passage(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g m", "enter", "enter")
        assert one.screen.kind == "coding" and one.screen.pane.selection is not None
        await one.press("x")
        assert one.screen.kind == "quotes"


EVIL = "\x1b]52;c;ZXZpbA==\x07\x1b[2J\x9b31m\u202e\x00jahat"


async def test_no_screen_lets_control_characters_through(study_file: Path) -> None:
    """Names, labels, definitions and quotes that somebody else's program wrote into the file."""
    from qualcode.store import act, open_project, versions
    from qualcode.tui.screens import start  # noqa: F401 - the screen that lists paths

    with open_project(study_file) as project:
        (sri,) = project.rows("SELECT id FROM coder")[0]
        project.coder = sri
        source = project.value("SELECT id FROM source WHERE name='W-01'")
        now = versions.current(project, source)
        assert now is not None
        with act(project, "evil") as a:
            a.change("source", source, name=f"W{EVIL}", date=EVIL)
            a.change("coder", sri, name=f"sri{EVIL}")
            for table in ("code", "theme"):
                for (rec,) in project.rows(f"SELECT id FROM {table}"):
                    a.change(table, rec, name=f"nama{EVIL}", name_en=f"name{EVIL}")
            for (rec,) in project.rows("SELECT id FROM code"):
                a.change("code", rec, definition=EVIL, definition_en=EVIL, use_not=EVIL, example=EVIL)
            for (rec,) in project.rows("SELECT id FROM coding"):
                a.change("coding", rec, memo=EVIL, gloss=EVIL, grade=EVIL)
            for (rec,) in project.rows("SELECT id FROM participant"):
                a.change("participant", rec, pseudonym=f"Bu{EVIL}", role=EVIL)
            for (rec,) in project.rows("SELECT id FROM speaker"):
                a.change("speaker", rec, label=f"Bu{EVIL}")
            for (rec,) in project.rows("SELECT id FROM region"):
                a.change("region", rec, name=f"Kel{EVIL}")
            text = now.text.replace("Ya ngutang", EVIL + "Ya ngutang")
            a.change(
                "source",
                source,
                version=versions.add(a, source, text, now.marks, reader="txt", reader_number=1, made="correction"),
            )
    for size in ((80, 24), (130, 40)):
        async with desk(study_file, size, coder=None) as one:
            seen = [one.text()]
            await one.press("1")
            for key in ("f", EVIL[-5:], "enter", "enter", "j", "j", "m", "escape", "enter", "c", "escape", "/"):
                if len(key) > 1 and key not in ("enter", "escape"):
                    await one.type(key)
                else:
                    await one.press(key)
                seen.append(one.text())
            await one.press("escape")
            for key in ("g m", "l", "enter", "enter", "e", "escape", "Q", "enter", "x", "?"):
                await one.press(key)
                seen.append(one.text())
            for way in WAYS.values() if size == (80, 24) else ():
                await one.app.go(*way)
                await one.told()
                seen.append(one.text())
            assert not [screen for screen in seen if list(control_characters(screen))]
            assert any("jahat" in screen for screen in seen)


def test_every_widget_draws_through_the_guard() -> None:
    """What reaches a strip goes through ``drawing.strip`` or the pane: no class of ours draws by itself, and of Textual's only
    the fields in which one types, and their question, are used: what comes into those is made safe first."""
    own: dict[str, set[str]] = {}
    taken: set[tuple[str, str]] = set()
    for found in pkgutil.walk_packages(qualcode.tui.__path__, "qualcode.tui."):
        module = importlib.import_module(found.name)
        for name, kind in vars(module).items():
            if isinstance(kind, type) and issubclass(kind, Widget):
                if kind.__module__.startswith("qualcode."):
                    own[kind.__name__] = {method for method in vars(kind) if method.startswith("render")}
                elif kind.__module__.startswith("textual.widgets"):
                    taken.add((found.name, name))
    assert {name: methods for name, methods in own.items() if methods} == {
        "Straight": {"render_lines"},
        "Drawn": {"render_line"},
        "Painted": {"render_line"},
    }
    fields = {("ask", "Input"), ("ask", "Static"), ("page", "TextArea")}
    assert taken == {(f"qualcode.tui.widgets.{module}", name) for module, name in fields}


async def test_no_table_or_import_lets_control_characters_through(study_file: Path, tmp_path: Path) -> None:
    """Attributes, topics of a guide, people here twice, names of files, labels, corrections, by somebody else's program."""
    from qualcode.collect import corrections
    from qualcode.collect.attributes import put
    from qualcode.collect.guide import import_guide
    from qualcode.collect.people import add_participant
    from qualcode.store import act, open_project, versions

    corpus = study_file.parent / "corpus"
    corpus.mkdir()
    name = "W\x1b[2Jjahat\u202e.txt"
    talk = "".join(f"Ani: Apa kabar yang ke-{n}?\n\nWar: Ya begitu saja, tidak banyak berubah.\n\n" for n in range(9))
    evil = EVIL.replace("\0", "")
    (corpus / name).write_text(f"Ani: Apa{evil}?\n\nWar: Ya.\n\n{talk * 4}", "utf-8")
    guide = {"topics": [{"id": "T1", "name": "Utang", "question": "Ke mana meminjam?"}]}
    with open_project(study_file) as project:
        (project.coder,) = project.rows("SELECT id FROM coder")[0]
        sources = [rec for (rec,) in project.rows("SELECT id FROM source")]
        put(project, "sources", [(rec, "kunci", "nilai") for rec in sources])
        import_guide(project, guide, "guide")
        add_participant(project, "Marni", home="Pajang", gender="perempuan", role="penjahit")
        doubted = project.value("SELECT id FROM source WHERE name='W-01'")
        now = versions.current(project, doubted)
        assert now is not None
        at = now.text.index("ngutang dulu")
        corrections.mend(project, doubted, at, at + 7, "pinjam uang")
        now = versions.current(project, doubted)
        assert now is not None
        with act(project, "evil") as a:
            text = now.text.replace("pinjam uang", f"pinjam{EVIL}uang")
            evil = versions.add(a, doubted, text, now.marks, reader="txt", reader_number=1, made=f"koreksi{EVIL}")
            a.change("source", doubted, version=evil, name=f"W-01{EVIL}")
            for (rec,) in project.rows("SELECT id FROM code"):
                a.change("code", rec, name=f"kode{EVIL}", name_en=None)
            for table, fields in (
                ("attribute", {"key": f"kunci{EVIL}", "value": f"nilai{EVIL}"}),
                ("topic", {"name": f"Utang{EVIL}", "question": f"Ke mana meminjam{EVIL}?", "key": f"T{EVIL}"}),
                ("participant", {"role": f"penjahit{EVIL}"}),
                ("source", {"place": f"balai{EVIL}"}),
                ("coder", {"name": f"sri{EVIL}"}),
            ):
                for (rec,) in project.rows(f'SELECT id FROM "{table}"'):
                    a.change(table, rec, **fields)
    async with desk(study_file, coder=None) as one:
        seen = []
        kinds = set()
        for key in (
            "1", "e", "end", "y", "enter", "escape", "tab", "end", "M", "a", "u", "r", "x", "x", "t", "A", "enter", "u", "enter", "x",
            "x", "+", "space", "+", "p", "escape", "n", "A", "k", "enter", "x", "x", "T", "tab", "p", "escape", "x", "g",
            "d", "A", "x", "j", "e", "x", "x", "f", "0", "1", "enter", "v", "enter", "E", "escape", "x", "x", "x",
        ):  # fmt: skip
            await one.press(key)
            seen.append((key, one.text()))
            kinds.add(one.screen.kind)
        assert kinds >= {"attributes", "same", "asked", "files", "incoming", "imported", "turns", "review", "versions"}
        assert not [(key, screen) for key, screen in seen if list(control_characters(screen))]
        assert sum("jahat" in screen for _key, screen in seen) > 20


async def test_the_matrix_is_asked_by_keys_and_each_number_opens_its_quotes(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g m", "b", *"informant", "enter")
        assert "themes × informant" in one.row(0)
        await one.press("T")
        assert "informant × themes" in one.row(0) and "▸ Bu A" in one.text()
        cell = one.screen._table.cell(0, 0)
        await one.press("enter")
        assert one.screen.kind == "quotes" and one.screen.rows.count == cell.segments == 1
        await one.press("x", "T", "#")
        assert one.said == "Counted: passages"
        await one.press("s")
        assert one.said == "What is a problem most first · worst in Bu A: 1 of 1"
        assert one.row(6).startswith("▸ Debt") and one.screen._column == 0
        await one.press("f", *"source:W-02", "enter")
        assert "only what fits: source:W-02" in one.text() and "in 1 of 1 transcript" in one.text()
        await one.press("f", *" AND kind:foo", "enter")
        assert "“foo” is no kind" in one.said and one.screen.asked.where == "source:W-02"


async def test_the_matrix_is_read_in_its_other_forms_and_a_line_opens_its_quotes(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g m", "v")
        assert one.screen.kind == "forms" and "1/6" in one.text()
        await one.press("v", "v")
        assert "Checklist" in one.row(0) and "✓" in one.text()
        line = next(n for n, found in enumerate(one.screen._found) if found.segments)
        await one.press(*"j" * line, "enter")
        assert one.screen.kind == "quotes" and one.screen.rows.count
        await one.press("x")
        assert one.screen.kind == "forms"
        await one.press("h", "h", "Y", "x", "x")
        assert one.screen.kind == "home"


async def test_two_columns_are_marked_and_held_against_each_other(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g m", "b", *"informant", "enter", "space")
        assert one.said == "Bu A: mark another to hold it against" and "•Bu A" in one.text()
        await one.press("l", "space")
        assert one.said == "Bu A – Pak B: v holds them against each other"
        await one.press("v")
        assert "only these columns: Bu A – Pak B" in one.text() and "Only in Bu A" in one.text()
        assert {line.column.name for line in one.screen._found if line.column} == {"Bu A", "Pak B"}
        await one.press("b", *"Pak B", "enter", *"Bu A", "enter")
        assert one.screen._asked.only == ("Pak B", "Bu A")
        await one.press("b", *"all", "enter")
        assert one.screen._asked.only == () and "only these" not in one.text()


async def test_a_marked_column_that_a_query_leaves_out_is_marked_no_more(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g m", "space", "l", "space")
        marked = one.screen._marked
        assert len(marked) == 2
        name = next(head.name for head in one.screen._table.columns if head.id in marked)
        await one.press("f", *f"kelurahan:“{name}”", "enter")
        assert len(one.screen._marked) == 1 and one.screen._marked < marked
        await one.press("v")
        assert "only these columns" not in one.text()


async def test_the_filter_of_a_list_takes_words_and_queries(study_file: Path) -> None:
    from qualcode.reduce.query_saved import save
    from qualcode.store import open_project

    with open_project(study_file) as project:
        project.coder = project.value("SELECT id FROM coder WHERE removed=0")
        save(project, "satu", "informant:“Bu A”")
    async with desk(study_file) as one:
        await one.press("g s")
        every = [row.line.name for row in one.screen._shown]
        await one.press("f", *"w-0", "enter")
        assert [row.line.name for row in one.screen._shown] == [name for name in every if name.startswith("W-0")]
        await one.press("f", *["backspace"] * 3, *"@satu")
        assert "Show sources with: @satu @satu" in one.text()  # which there are, and what was typed
        await one.press("enter")
        assert [row.line.name for row in one.screen._shown] == ["W-01"] and "shown: @satu" in one.text()
        await one.press("f", *" AND kind:foo", "enter")
        assert "“foo” is no kind" in one.said and [row.line.name for row in one.screen._shown] == ["W-01"]
        await one.press("g o", "f", *"@satu", "enter")
        assert [line.name for line in one.screen.sheet.lines] == ["Bu A"]


async def test_the_queue_is_led_to_the_proposals_of_one_code(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g a")
        shown = [proposal.suggestion.code.name for proposal in one.screen._shown]
        wanted = shown[-1]
        assert len(set(shown)) > 1 and shown[0] != wanted
        await one.press("/", *wanted, "enter")
        assert one.screen.rows.at == shown.index(wanted)
        (who,) = {name for name, _words in one.screen._seen.values() if f"· {name} " in one.text()}
        await one.press("g o")
        at = [line.name for line in one.screen.sheet.lines].index(who)
        await one.press(*["j"] * at, "r", *"Bu Baru", "enter", "escape", "g a")  # the texts stay as they are
        assert "· Bu Baru " in one.text()  # by the person's name, not by the label in the text


async def test_all_with_a_strong_reason_are_accepted_after_examples_were_seen(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g a")
        assert [it.suggestion.strength for it in one.screen._shown] == ["strong", "possible"]
        await one.press("S")
        assert "1 proposal would be accepted unread · S again does it" in one.text()
        assert [example for _where, example in one.screen.examples(one.screen._here())] == one.screen._shown[:1]
        await one.press("j", "k", "S", "S")  # another key left it
        assert one.screen._so_far == (1, 1) and [it.suggestion.strength for it in one.screen._shown] == ["possible"]
        await one.press("u")
        assert one.screen._so_far == (0, 0) and len(one.screen._shown) == 2
        await one.press("k", "s", "S")  # what was put off is not among them
        assert "None is left that has a strong reason" in one.text()


async def test_of_decisions_in_a_row_the_last_one_reads_the_queue_again(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g a")
        assert len(one.screen._shown) == 2
        one.screen._on_the_way += 1  # one that is not written yet: a reading cannot know of it
        await one.press("a")
        assert one.screen._so_far == (0, 0) and len(one.screen._shown) == 1
        one.screen._on_the_way -= 1
        await one.press("r")
        assert one.screen._so_far == (1, 2) and not one.screen._shown
