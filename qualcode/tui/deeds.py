"""What a coder does to a text, twice: to the model at once, and as a write for the project.

The rule: each function changes the document and the book as the project will be, and returns the write that makes it so.
Who calls it hands the write to the session, and reads the document again where that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce import codings as work
from qualcode.reduce.codings import Coding
from qualcode.store import Project, act
from qualcode.store.ids import new_id
from qualcode.tui.document import Book, Document
from qualcode.tui.notes import Notes
from qualcode.tui.pane.spans import Span

if TYPE_CHECKING:
    from qualcode.collect.corrections import Mended
    from qualcode.reduce.looking import Edit
    from qualcode.reduce.review import Doubt

Write = Callable[[Project], object]


def give(
    document: Document, book: Book, notes: Notes, codes: Sequence[bytes], span: Span
) -> tuple[list[Coding], Write]:
    """Put codes on ``span``, each with the valence it has by itself; the codings, and the one action that writes them."""
    given = []
    for code in codes:
        coding = Coding(
            new_id(), document.source, code, document.coder, *span, "unchanged", document.text[slice(*span)], "manual", None,
            "own", book.known[code].valence, None, None, "", "",
        )  # fmt: skip
        document.put(coding)
        book.counts[code] += 1
        notes.used(code)
        given.append(coding)

    def write(project: Project) -> None:
        same_version(project, document)
        with act(project, "code") as a:
            for one in given:
                work.put(
                    project, a, document.source, one.code, *span, coder=project.coder, origin="manual", rec=one.id,
                    valence=one.valence,
                )  # fmt: skip

    return given, write


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


def mark(document: Document, edit: Edit) -> Write:
    """The write for what became of the marks of relevance."""

    def write(project: Project) -> None:
        from qualcode.reduce import looking

        same_version(project, document)
        looking.write(project, document.source, document.version, edit)

    return write


def mend(document: Document, span: Span, words: str) -> Callable[[Project], Mended]:
    """The write that puts other words in the place of a span; one action, codings stay."""

    def write(project: Project) -> Mended:
        from qualcode.collect import corrections

        same_version(project, document)
        return corrections.mend(project, document.source, *span, words)

    return write


def reassign(document: Document, turn: int, label: str) -> Callable[[Project], Mended]:
    """The write that gives a turn (from 0) to the speaker of a label; one action, codings stay."""

    def write(project: Project) -> Mended:
        from qualcode.collect import corrections

        same_version(project, document)
        return corrections.reassign(project, document.source, turn + 1, label)

    return write


def redraw(document: Document, doubt: Doubt, span: Span) -> Write:
    """The write that puts what a correction left in doubt on the words a person chose."""

    def write(project: Project) -> None:
        from qualcode.reduce import review

        same_version(project, document)
        review.redraw(project, doubt, *span)

    return write


def same_version(project: Project, document: Document) -> None:
    """A span means something only in the version it was chosen in, of a source that is there. UserError otherwise."""
    now = project.value("SELECT version FROM source WHERE id=? AND removed=0", document.source)
    if now is None:
        raise UserError(_("this source was taken off meanwhile"), where=document.name)
    if now != document.version:
        raise UserError(
            _("this text was corrected meanwhile, so nothing was changed"),
            where=document.name,
            todo=_("Look at the new text and do it again"),
        )
