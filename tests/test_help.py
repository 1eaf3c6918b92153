"""Help: every command explains itself, the table of commands is true, every listing speaks JSON."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from qualcode import i18n
from qualcode.cli import COMMANDS, cli
from qualcode.cli.noun import Noun
from tests.cli_world import CommandLine

HEADINGS = ["Project", "Collect", "Reduce", "Display", "Conclude", "Report", "Team"]


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def every() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """All commands with their subcommands, by the words that call them."""
    for name in COMMANDS:
        found = command(name)
        yield (name,), found
        if isinstance(found, click.Group):
            for word, sub in found.commands.items():
                yield (name, word), sub


ALL = dict(every())


def group(name: str) -> list[tuple[str, ...]]:
    """A command and its subcommands."""
    return [words for words in ALL if words[0] == name]


LISTINGS = [
    words for words, found in ALL.items() if any("--json" in getattr(p, "opts", ()) for p in found.params)
]  # fmt: skip
NOUNS = [
    "projects", "history", "sources", "participants", "regions", "topics", "indicators", "figures", "coders", "codes",
    "releases", "codings", "memos", "themes", "links", "conflicts", "suggest", "strategies",
]  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_names_real_commands(name: str) -> None:
    module, heading, text = COMMANDS[name]
    assert importlib.import_module(f"qualcode.cli.{module}")
    assert command(name).name == name
    assert heading in HEADINGS
    assert text


def test_the_table_follows_the_method() -> None:
    """Project, then collect, reduce, display, conclude: as the house and the report do."""
    assert list(dict.fromkeys(heading for _module, heading, _text in COMMANDS.values())) == HEADINGS


def test_the_help_names_every_command_with_a_line() -> None:
    said = CliRunner().invoke(cli, ["--help"]).output
    for name, (_module, _heading, text) in COMMANDS.items():
        line = next(line for line in said.splitlines() if line.split()[:1] == [name])
        assert text.split()[0] in line


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_with_text_that_fits_the_terminal(name: str) -> None:
    for words in group(name):
        ran = CliRunner().invoke(cli, [*words, "--help"], terminal_width=80)
        assert ran.exit_code == 0, ran.output
        text = ALL[words].help or ""
        assert len(text.split()) >= 2, words
        assert " ".join(text.split()[:3]) in " ".join(ran.output.split())
        assert [line for line in ran.output.splitlines() if len(line) > 80 and len(line.split()) > 1] == [], words


@pytest.mark.parametrize("noun", NOUNS)
def test_a_noun_alone_lists_and_speaks_json(study: CommandLine, noun: str) -> None:
    items = study.items(noun)
    assert all(isinstance(item, dict) for item in items)
    assert study(noun).out.strip()


def test_every_listing_speaks_json_and_no_noun_is_forgotten() -> None:
    top = {words[0] for words in LISTINGS}
    assert set(NOUNS) <= top
    groups = {
        words[0] for words, found in ALL.items() if isinstance(found, click.Group) and found.invoke_without_command
    }
    assert groups <= top


def test_ids_in_json_can_be_given_back(study: CommandLine) -> None:
    for noun, show in (("sources", ["sources", "show"]), ("codes", ["codes", "show"])):
        study(*show, study.items(noun)[0]["id"])


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "demo"])
def test_no_command_shows_a_traceback_without_a_project(nowhere: CommandLine, name: str) -> None:
    """Called bare in an empty folder: a usage line, a user's mistake or a list, never a bug and never a file."""
    for words in group(name):
        assert nowhere.run(*words).code in (0, 1, 2), words
        assert not list(nowhere.folder.iterdir()), words


def test_an_unknown_command_is_answered_with_the_nearest(nowhere: CommandLine) -> None:
    ran = nowhere.run("sorces")
    assert ran.code == 2
    assert "there is no command “sorces”. Did you mean sources" in ran.err


def test_texts_of_help_come_from_the_language_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """In both languages every command has its help; which words are translated is the catalogue's test."""
    import os
    import subprocess
    import sys

    for language in i18n.LANGUAGES:
        ran = subprocess.run(
            [sys.executable, "-m", "qualcode", "codes", "--help"], env={**os.environ, "QUALCODE_LANG": language}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert "codes" in ran.stdout


def test_a_bug_is_one_line_and_its_traceback_lies_in_a_file(qc: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    from qualcode.store import here

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("kabel putus")

    monkeypatch.delenv("QUALCODE_DEBUG")
    monkeypatch.setattr("qualcode.collect.inventory.inventory", broken)
    line = qc.fails("sources")
    assert "kabel putus" in line
    assert str(here.state_dir() / "error.log") in line
    assert "Traceback" in (here.state_dir() / "error.log").read_text("utf-8")


def test_help_imports_nothing_heavy() -> None:
    import subprocess
    import sys

    heavy = (
        "{'sqlite_utils','textual','rich','spacy','networkx','docx','xlsxwriter','jinja2','babel','ruamel','rapidfuzz'}"
    )
    code = (
        "import sys\nfrom qualcode.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        f"print(sorted({heavy} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"


@pytest.mark.parametrize("words", sorted(w for w, found in ALL.items() if isinstance(found, Noun)), ids=" ".join)
def test_list_says_no_more_than_the_noun_alone(study: CommandLine, words: tuple[str, ...]) -> None:
    assert study(*words, "list").out == study(*words).out
    assert study.items(*words, "list") == study.items(*words)


def test_a_verb_that_people_say_instead_of_ours_is_understood(study: CommandLine) -> None:
    study("codes", "create", "hujan")
    study("codes", "edit", "hujan", "colour=3")
    study("codes", "delete", "hujan")
    assert "hujan" not in study("codes", "list", "--where", "kind:interview OR NOT kind:interview").out
    memo = study("memos", "new", "code", "air", "keruh").out.strip()
    study("memos", "change", memo, "jernih")
    assert "jernih" in study("memos", "show", memo).out
    study("memos", "delete", memo)
    assert study.items("memos", "list") == []
