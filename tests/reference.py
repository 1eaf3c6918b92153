"""The list of commands in docs/reference.md, from the commands themselves: ``python -m tests.reference`` writes it.

Between two marks of the page nothing is written by hand, so an option cannot be there and not in the program.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "reference.md"
BEGIN, END = "<!-- commands: python -m tests.reference -->", "<!-- end of commands -->"


def section() -> str:
    """The commands by group, each with its usage, its help and its options. The process must speak English."""
    import click

    from qualcode.cli import COMMANDS, cli

    top = click.Context(cli, info_name="qualcode")
    lines: list[str] = []
    heading = ""
    for name, (_module, group, _help) in COMMANDS.items():
        if group != heading:
            heading = group
            lines += [f"### {heading}", ""]
        command = cli.get_command(top, name)
        assert command is not None
        for words, found in _family((name,), command):
            lines += [*_entry(words, found), ""]
    return "\n".join(lines)


def _family(words: tuple[str, ...], command: object) -> Iterator[tuple[tuple[str, ...], object]]:
    yield words, command
    for name, sub in sorted(getattr(command, "commands", {}).items()):
        yield from _family((*words, name), sub)


def _entry(words: tuple[str, ...], command: object) -> Iterator[str]:
    import click

    assert isinstance(command, click.Command)
    context = click.Context(command, info_name=words[-1])
    arguments = [one.make_metavar(context) for one in command.params if isinstance(one, click.Argument)]
    yield f"**`{' '.join(['qualcode', *words, *arguments])}`**"
    for paragraph in re.split(r"\n\s*\n", (command.help or "").strip()):
        text = " ".join(paragraph.split())
        kind, sign, example = text.partition(": ")
        yield f"<br>{kind}: `{example}`" if sign and kind == "Example" else f"<br>{text}"
    for option in command.params:
        if isinstance(option, click.Option) and (record := option.get_help_record(context)):
            yield f"- `{record[0]}`" + (f": {record[1]}" if record[1] else "")


def main() -> None:
    os.environ["QUALCODE_LANG"] = "en"
    text = PAGE.read_text(encoding="utf-8")
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{section()}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
