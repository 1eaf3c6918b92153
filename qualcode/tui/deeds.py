"""What a coder does to a text, twice: to the model at once, and as a write for the project.

The rule: each function changes the document and the book as the project will be, and returns the write that makes it so.
Who calls it hands the write to the session, and reads the document again where that fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from qualcode.collect import corrections
from qualcode.collect.corrections import Mended
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce import codings as work
from qualcode.reduce import review
from qualcode.reduce.codings import Coding
from qualcode.reduce.review import Doubt
from qualcode.store import Project
from qualcode.store.ids import new_id
from qualcode.tui.document import Book, Document
from qualcode.tui.notes import Notes
from qualcode.tui.pane.spans import Span

Write = Callable[[Project], object]


def give(document: Document, book: Book, notes: Notes, code: bytes, span: Span) -> tuple[Coding, Write]:
    """Put a code on ``span`` with the valence the code has by itself; the coding and its write."""
    rec, valence = new_id(), book.known[code].valence
    coding = Coding(
        rec, document.source, code, document.coder, *span, "unchanged", document.text[slice(*span)], "manual", None, "own",
        valence, None, None, "", "",
    )  # fmt: skip
    document.put(coding)
    book.counts[code] += 1
    notes.used(code)

    def write(project: Project) -> None:
        same_version(project, document)
        work.code(project, document.source, code, *span, rec=rec, valence=valence)

    return coding, write


def change(document: Document, book: Book, notes: Notes, one: Coding, **fields: Any) -> tuple[Coding, Write]:
    """Change fields of a coding (``span``: where it lies, ``code``, ``valence``, ``memo``); the coding as it is then."""
    span: Span | None = fields.pop("span", None)
    changed = replace(one, **fields)
    if span is not None:
        changed = replace(changed, start=span[0], stop=span[1], quote=document.text[slice(*span)], state="unchanged")
        fields["span"] = (document.version, *span)
    if changed.code != one.code:
        book.counts[one.code] -= 1
        book.counts[changed.code] += 1
        notes.used(changed.code)
    document.put(changed)
    kept = {name: None if value == "" else value for name, value in fields.items()}

    def write(project: Project) -> None:
        if span is not None:
            same_version(project, document)
        work.set_fields(project, one.id, **kept)

    return changed, write


def take_off(document: Document, book: Book, one: Coding) -> Write:
    """Take a coding off."""
    document.drop(one.id)
    book.counts[one.code] -= 1
    return lambda project: work.uncode(project, [one.id])


def mend(document: Document, span: Span, words: str) -> Callable[[Project], Mended]:
    """The write that puts other words in the place of a span; one action, codings stay."""

    def write(project: Project) -> Mended:
        same_version(project, document)
        return corrections.mend(project, document.source, *span, words)

    return write


def redraw(document: Document, doubt: Doubt, span: Span) -> Write:
    """The write that puts what a correction left in doubt on the words a person chose."""

    def write(project: Project) -> None:
        same_version(project, document)
        review.redraw(project, doubt, *span)

    return write


def same_version(project: Project, document: Document) -> None:
    """A span means something only in the version it was chosen in."""
    now = project.value("SELECT version FROM source WHERE id=?", document.source)
    if now != document.version:
        raise UserError(
            _("this text was corrected meanwhile, so nothing was changed"),
            where=document.name,
            todo=_("Look at the new text and do it again"),
        )
