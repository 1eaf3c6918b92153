"""The documentation cannot rot: its commands parse, its links lead somewhere, its list of commands is the program's."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from qualcode.cli import COMMANDS, cli
from tests.reference import BEGIN, END, PAGE

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TUTORIALS = [ROOT / "docs" / "tutorial.en.md", ROOT / "docs" / "tutorial.id.md"]


def code_lines(text: str) -> Iterator[str]:
    """The lines of fenced and of indented code."""
    fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            yield line.strip()


def commands(page: Path) -> list[str]:
    lines = (line.removeprefix("$ ") for line in code_lines(page.read_text(encoding="utf-8")))
    return [line for line in lines if line == "qualcode" or line.startswith("qualcode ")]


def refuse(command: click.Command, words: list[str], parent: click.Context | None = None) -> None:
    """click.UsageError where ``words`` are not a call of ``command``; files need not be there."""
    context = click.Context(command, info_name=command.name, parent=parent)
    given, rest, _order = command.make_parser(context).parse_args(list(words))
    for param in command.params:
        value = given.get(param.name)
        if param.required and value in (None, ()):
            raise click.MissingParameter(ctx=context, param=param)
        if isinstance(param.type, click.Choice) and isinstance(value, str):
            param.type.convert(value, param, context)
    if isinstance(command, click.Group) and rest:
        name, found, words = command.resolve_command(context, rest)
        assert found is not None, f"there is no command {name}"
        refuse(found, words, context)
    elif rest:
        raise click.UsageError(f"too many words: {rest}", context)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_shown_can_be_called(page: Path) -> None:
    wrong = []
    for line in dict.fromkeys(commands(page)):
        try:
            refuse(cli, shlex.split(line, comments=True)[1:])
        except (click.UsageError, AssertionError) as error:
            wrong.append(f"{line}: {error}")
    assert not wrong, "\n".join(wrong)


def test_a_wrong_command_would_be_noticed() -> None:
    for wrong in ("nonsense", "export matrix", "export nonsense -o x.docx", "matrix --nonsense", "codes nonsense"):
        with pytest.raises((click.UsageError, AssertionError)):
            refuse(cli, wrong.split())


def test_every_command_is_in_the_reference() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"**`qualcode {name}" not in text] == []


def test_the_reference_says_what_the_program_says() -> None:
    """Else: python -m tests.reference"""
    code = "import sys; from tests.reference import section; sys.stdout.buffer.write(section().encode())"
    made = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "QUALCODE_LANG": "en"},
        capture_output=True,
        check=True,
    ).stdout.decode()
    page = PAGE.read_text(encoding="utf-8")
    assert page.partition(BEGIN)[2].partition(END)[0].strip() == made.strip(), "run: python -m tests.reference"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _sign, anchor = target.partition("#")
        file = (page.parent / name) if name else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert broken == []


def anchors(page: Path) -> set[str]:
    """Of the headings, as the usual Markdown hosts make them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_both_tutorials_go_the_same_way() -> None:
    """The same steps with the same commands; only folder names and language differ."""
    steps = [re.findall(r"^## (\d+)\.", page.read_text(encoding="utf-8"), re.MULTILINE) for page in TUTORIALS]
    assert steps[0] == steps[1] == [str(n) for n in range(1, len(steps[0]) + 1)]
    english, indonesian = map(commands, TUTORIALS)
    assert [line.replace("my-study", "studi-saya") for line in english] == indonesian
