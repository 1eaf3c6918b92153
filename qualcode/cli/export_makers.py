"""What ``export`` writes, noun by noun: each asks the rooms for what was wanted and hands it to a writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import click

from qualcode import i18n
from qualcode.cli.common import progress_line
from qualcode.cli.tables import wish
from qualcode.errors import UserError, typed
from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.conclude.arranged import Asked as Matrix
    from qualcode.report.blocks import Block, Document


@dataclass(frozen=True)
class Asked:
    """What was asked on the command line."""

    name: str | None
    file: Path
    language: str
    matrix: Matrix
    quotes: bool | None
    unit: str
    themes: tuple[str, ...]
    code: str | None
    source: str | None
    coder: bytes | None
    parts: str | None
    chapter: int | None
    first: int
    keep: bool
    captions: tuple[str, ...]
    blank: bool
    field: bool
    booklet: bool
    coarse: bool
    force: bool
    scope: str | None
    of_tables: dict[str, Any]


def _report(project: Project, what: str, asked: Asked) -> None:
    from qualcode.collect.called import names_in_sources, said_of_names
    from qualcode.conclude.cases import said_held_back
    from qualcode.conclude.memo_types import open_surprises
    from qualcode.report import chapter, writers
    from qualcode.report.captions import captions_named, retitled
    from qualcode.report.phrases import speaking
    from qualcode.report.whose import few

    ending = writers.ready(asked.file)
    wanted = chapter.plan(project)
    if asked.parts:
        wanted = replace(wanted, parts=chapter.parts_named(asked.parts))
    if asked.chapter:
        wanted = replace(wanted, chapter=asked.chapter)
    wanted = replace(wanted, coarse=asked.coarse or wanted.coarse)
    full = replace(chapter.with_quotes(wanted, ending, asked.quotes), captions=())
    made = chapter.chapter(
        project, full, coder=asked.coder, language=asked.language, first=asked.first, step=progress_line()
    )
    captions = dict(wanted.captions) | captions_named(made.document, asked.captions)
    writers.write(retitled(made.document, captions), asked.file, force=asked.force)
    if asked.keep:
        chapter.save_plan(
            project, replace(wanted, captions=tuple(pair for pair in captions.items() if pair[0] != pair[1]))
        )
    exposed, all_ = few(project)
    if exposed and not wanted.coarse:
        click.echo(
            _(
                "Care: for %d of %d informants it prints a kelurahan, gender, age and role that fewer than 3 people of the study share: readers may know who speaks. --coarse prints less of them."
            )
            % (exposed, all_)
        )
    if surprises := open_surprises(project):
        click.echo(
            ngettext("%d surprise is still open:", "%d surprises are still open:", len(surprises)) % len(surprises)
            + " " + "; ".join(shorten(one.memo.text, 60, placeholder=" …") for one in surprises[:3])
        )  # fmt: skip
    if "findings" in full.parts and (held := said_held_back(project)):
        click.echo(held + ". " + _("“qualcode findings set NUMBER” changes it: status=…, or reason=…"))
    if people := names_in_sources(project):
        click.echo(said_of_names(people) + " " + _("“qualcode sources set %s name=…” renames it.") % typed(people[0]))
    if made.empty:
        with speaking(i18n.language()):
            named = ", ".join(f"{chapter.titled(part)} ({part})" for part in made.empty)
        click.echo(_("Left out, since there is nothing yet: %s.") % named)


def _document(project: Project, what: str, asked: Asked) -> None:
    from qualcode.report import chapter, writers
    from qualcode.report.captions import captions_named, retitled

    ending = writers.ready(asked.file)
    if asked.quotes is None:
        asked = replace(asked, quotes=ending in chapter.LOOKED_UP)
    document = chapter.dated(project, _MAKERS[what](project, asked))
    captions = dict(chapter.plan(project).captions) | captions_named(document, asked.captions)
    writers.write(retitled(document, captions), asked.file, force=asked.force)


def _table(project: Project, asked: Asked) -> Document:
    from qualcode.report import chapter, framework_tables, listings
    from qualcode.report.chapter_parts import MAKERS
    from qualcode.report.tidy_matrix import tidy_framework

    parts = [part for part in chapter.PARTS if part in MAKERS]
    names = ", ".join(dict.fromkeys([*listings.TABLES, *framework_tables.NAMES, *parts]))
    name = _needed(asked.name, _("Tables: %s") % names)
    if name in listings.TABLES:
        return listings.table_document(project, name, language=asked.language, where=asked.matrix.where)
    if name in framework_tables.NAMES:
        wanted = wish(
            name,
            asked.of_tables,
            themes=asked.themes,
            everything=asked.matrix.every,
            quotes=bool(asked.quotes),
            where=asked.matrix.where,
        )
        if name == "framework" and asked.file.suffix.lower() == ".csv":
            return tidy_framework(project, wanted, language=asked.language)
        made = framework_tables.table_document(project, wanted, language=asked.language)
        return replace(made, chapter=asked.chapter, first=asked.first)
    if name not in parts:
        raise UserError(_("there is no table “%s”") % name, todo=_("Tables: %s") % names)
    return chapter.part_document(
        project, name, coder=asked.coder, language=asked.language, quotes=bool(asked.quotes), number=asked.chapter, first=asked.first
    )  # fmt: skip


def _figure(project: Project, what: str, asked: Asked) -> None:
    from qualcode.report import chapter
    from qualcode.report.blocks import Figure
    from qualcode.report.chapter_parts import MAKERS
    from qualcode.report.descriptive import descriptive_blocks
    from qualcode.report.phrases import speaking
    from qualcode.report.picture import write_picture

    name = _needed(asked.name, _("Figures: %s") % ", ".join(chapter.DRAWN))
    if name not in MAKERS:
        raise UserError(_("there is no picture “%s”") % name, todo=_("Figures: %s") % ", ".join(chapter.DRAWN))
    wanted = [find(project, "indicator", one) for one in asked.of_tables["indicator"]]
    if wanted:
        with speaking(asked.language):
            blocks: Iterable[Block] = descriptive_blocks(project, wanted)
    else:
        blocks = chapter.part_document(project, name, coder=asked.coder, language=asked.language, quotes=False).blocks
    figures = [block for block in blocks if isinstance(block, Figure)]
    if len(figures) < asked.first:
        raise UserError(_("this part has no figure"), where=name, todo=_("Figures: %s") % ", ".join(chapter.DRAWN))
    figure = figures[asked.first - 1]
    own = dict(chapter.plan(project).captions).get(figure.caption, figure.caption)
    text = asked.captions[0].partition("=")[2] or asked.captions[0] if asked.captions else own
    write_picture(replace(figure, caption=text), asked.file, language=asked.language, force=asked.force)
    if len(figures) > 1:
        click.echo(
            _("Figure %d of %d of this part: %s. --first chooses another.")
            % (asked.first, len(figures), figure.caption)
        )


def _matrix(project: Project, asked: Asked) -> Document:
    from qualcode.report.matrix_forms import accounting_document
    from qualcode.report.theme_table import matrix_document
    from qualcode.report.tidy_matrix import tidy_matrix

    if asked.matrix.form == "accounting":
        columns = asked.matrix.columns
        return accounting_document(
            project, columns="kind" if columns == "kelurahan" else columns, language=asked.language
        )
    if asked.file.suffix.lower() == ".csv" and asked.matrix.form == "table":
        return tidy_matrix(project, asked.matrix, language=asked.language)
    return matrix_document(project, asked.matrix, language=asked.language, quotes=bool(asked.quotes))


def _triangulation(project: Project, asked: Asked) -> Document:
    from qualcode.conclude.joint import joints
    from qualcode.reduce.themes import links
    from qualcode.report.joint_display import triangulation_document
    from qualcode.report.phrases import speaking

    found = None
    if asked.matrix.where.strip() and links(project):
        with speaking(asked.language):
            found = joints(project, where=asked.matrix.where)
    return triangulation_document(project, found, language=asked.language, quotes=bool(asked.quotes))


def _swot(project: Project, asked: Asked) -> Document:
    from qualcode.conclude.joint import joints
    from qualcode.conclude.swot_records import scope_named
    from qualcode.reduce.themes import links
    from qualcode.report.phrases import speaking
    from qualcode.report.swot_document import swot_document

    scope = scope_named(project, asked.scope)

    with speaking(asked.language):
        found = joints(project) if links(project) else []
    return swot_document(project, found, language=asked.language, quotes=bool(asked.quotes), scope=scope)


def _agreement(project: Project, asked: Asked) -> Document:
    from qualcode.report.agreement_table import agreement_document

    return agreement_document(project, language=asked.language, unit=asked.unit)


def _book(project: Project, asked: Asked) -> Document:
    from qualcode.report import codebook_document as made

    make = made.card_document if asked.field else made.booklet_document if asked.booklet else made.codebook_document
    return make(project, language=asked.language)


def _quotes(project: Project, asked: Asked) -> Document:
    from qualcode.report.listings import quotes_document

    source = find(project, "source", asked.source) if asked.source else None
    codes = _codes(project, asked.themes, asked.code)
    return quotes_document(
        project, codes=codes, source=source, coder=asked.coder, language=asked.language, where=asked.matrix.where
    )


def _transcript(project: Project, asked: Asked) -> Document:
    from qualcode.report.transcript import transcript_document

    name = _needed(asked.name, _("Name a source: qualcode export transcript SOURCE -o FILE"))
    source = find(project, "source", name)
    return transcript_document(project, source, coder=asked.coder, language=asked.language, blank=asked.blank)


_MAKERS: dict[str, Callable[[Project, Asked], Document]] = {
    "table": _table, "matrix": _matrix, "triangulation": _triangulation, "swot": _swot, "agreement": _agreement, "codebook": _book,
    "quotes": _quotes, "transcript": _transcript,
}  # fmt: skip


def _codebook(project: Project, what: str, asked: Asked) -> None:
    from qualcode.reduce.codebook_yaml import export_codebook
    from qualcode.report.writers import save

    if asked.file.suffix.lower() in (".yaml", ".yml"):
        save(export_codebook(project).encode(), asked.file, force=asked.force)
    else:
        _document(project, what, asked)


def _docbin(project: Project, what: str, asked: Asked) -> None:
    from qualcode.report.docbin import training
    from qualcode.report.writers import save

    _ending(asked.file, ".spacy", _("a file for training ends in .spacy"))
    save(training(project, asked.coder), asked.file, force=asked.force)


def _reading(project: Project, what: str, asked: Asked) -> None:
    from qualcode.report.reading import reading
    from qualcode.report.writers import save

    _ending(asked.file, ".html", _("a reading copy ends in .html"))
    made = reading(project, coder=asked.coder, language=asked.language, step=progress_line())
    save(made, asked.file, force=asked.force)


def _project(project: Project, what: str, asked: Asked) -> None:
    from qualcode.report.tidy import project_archive
    from qualcode.report.writers import save

    _ending(asked.file, ".zip", _("tidy tables go into a .zip; “qualcode backup” copies the project itself"))
    save(project_archive(project, language=asked.language, step=progress_line()), asked.file, force=asked.force)


def _journal(project: Project, what: str, asked: Asked) -> None:
    from qualcode.report.tidy import journal_lines
    from qualcode.report.writers import save

    _ending(asked.file, ".jsonl", _("a journal ends in .jsonl"))
    save(journal_lines(project), asked.file, force=asked.force)


_WRITERS: dict[str, Callable[[Project, str, Asked], None]] = {
    "report": _report, "figure": _figure, "codebook": _codebook, "docbin": _docbin, "reading": _reading, "project": _project,
    "journal": _journal,
}  # fmt: skip


def write(project: Project, what: str, asked: Asked) -> None:
    """Write what was asked for. UserError where something it names is not there, or there is nothing to write."""
    _WRITERS.get(what, _document)(project, what, asked)


def _needed(name: str | None, todo: str) -> str:
    if not name:
        raise UserError(_("the name is missing"), todo=todo)
    return name


def _ending(file: Path, ending: str, why: str) -> None:
    if file.suffix.lower() != ending:
        raise UserError(why, where=str(file), todo=_("Name it %s") % file.with_suffix(ending))


def _codes(project: Project, theme_names: tuple[str, ...], code_name: str | None) -> list[bytes] | None:
    from qualcode.reduce.codebook import codebook, find_code
    from qualcode.reduce.themes import themes

    if code_name:
        return [find_code(codebook(project), code_name).id]
    if theme_names:
        wanted = {find(project, "theme", name) for name in theme_names}
        return [code for theme in themes(project) if theme.id in wanted for code in theme.codes]
    return None
