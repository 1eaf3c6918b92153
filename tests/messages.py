"""Bring the catalogues up to date with the code: ``python -m tests.messages`` (make messages).

New texts come in empty, texts no longer used go, and the compiled catalogues are written beside them. English is its own
message id; its catalogue repeats it, so that both languages can be checked for completeness alike.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1] / "qualcode"
KEYWORDS = ("_", "N_", "ngettext")
LANGUAGES = ("id", "en")
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)  # fixed: a catalogue changes when its texts do, not with the day


def _calls(code: str) -> Iterator[ast.Call]:
    """Every call of a module, in a third of the time of ast.walk, which looks at fields and names of each node."""
    nodes: list[ast.AST] = [ast.parse(code)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Call):
            yield node
        for value in node.__dict__.values():
            if isinstance(value, list):
                nodes += [one for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST) and value._fields:
                nodes.append(value)


def texts(code: str) -> Iterator[str | tuple[str, str]]:
    """The texts of a module in their order, also those inside f-strings, which a reader of tokens passes over."""
    calls = (call for call in _calls(code) if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS)
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        given = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if call.func.id == "ngettext" and len(given) > 1:  # type: ignore[attr-defined]
            yield given[0], given[1]
        elif call.func.id != "ngettext" and given:  # type: ignore[attr-defined]
            yield given[0]


def template() -> Catalog:
    """Every text of the code."""
    found = Catalog(project="qualcode", charset="utf-8")
    for file in sorted(PACKAGE.rglob("*.py")):
        for message in texts(file.read_text("utf-8")):
            if message and message != ("", ""):
                found.add(message, locations=[(file.relative_to(PACKAGE).as_posix(), 0)])
    return found


def path(language: str, ending: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / f"qualcode.{ending}"


def catalogue(language: str) -> Catalog:
    """The catalogue as it is kept."""
    if not path(language, "po").exists():
        return Catalog(locale=language, project="qualcode", charset="utf-8")
    with path(language, "po").open("rb") as file:
        return read_po(file, locale=language)


def compiled(found: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, found)
    return out.getvalue()


def updated(language: str) -> Catalog:
    """The catalogue with exactly the code's texts; English filled with itself."""
    old = catalogue(language)
    new = Catalog(
        locale=language, project="qualcode", version="1", charset="utf-8", fuzzy=False, copyright_holder="the qualcode team",
        msgid_bugs_address="", last_translator="the qualcode team", language_team="", creation_date=WRITTEN, revision_date=WRITTEN,
    )  # fmt: skip
    new.header_comment = f"# qualcode, {language}. Licence: Apache-2.0.\n#"
    if language == "id":  # Indonesian has one form; Babel's table does not know
        new._num_plurals, new._plural_expr = 1, "0"
    for message in template():
        if not message.id:
            continue
        known = old.get(message.id)
        string = known.string if known else ""
        if language == "en":
            string = message.id
        elif isinstance(message.id, tuple | list):
            string = (string if isinstance(string, str) else string[0],)
        new.add(message.id, string=string, locations=message.locations, flags=message.flags)
    return new


def main() -> None:
    for language in LANGUAGES:
        new = updated(language)
        path(language, "po").parent.mkdir(parents=True, exist_ok=True)
        with path(language, "po").open("wb") as file:
            write_po(file, new, width=110, no_location=False, include_lineno=False, sort_output=True, omit_header=False)
        path(language, "mo").write_bytes(compiled(catalogue(language)))
        empty = [m.id for m in new if m.id and not any(m.string if isinstance(m.string, tuple | list) else [m.string])]
        print(f"{language}: {len(new)} texts, {len(empty)} not translated")


if __name__ == "__main__":
    main()
