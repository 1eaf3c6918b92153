"""What the tables and figures of a document are called, and what a person calls them instead.

One rule: a person's caption belongs to ours and not to a number. What is put in before a table moves its number and leaves
its caption with it; a caption of ours that is no more takes nobody's with it. It is a sentence somebody wrote and may hold a
person's words, so it is kept as prose (a memo on the caption, ours before its last line) and never as a setting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.memos import CAPTION
from qualcode.report.blocks import Captioned, Document
from qualcode.report.index import index
from qualcode.store import Project, blobs
from qualcode.store.ids import derived
from qualcode.store.journal import Act


def captions(document: Document) -> list[str]:
    """The tables and figures of a document by number and caption, in order."""
    return [f"{label} {caption}" for label, caption in _labelled(document)]


def captions_named(document: Document, wished: Iterable[str]) -> dict[str, str]:
    """``Tabel 5.7=Our own caption`` as our caption and that of the person; without a number it is of the first table or figure.
    A number alone is a table's, an empty caption is ours again. UserError where the document has none of that number."""
    ours = _labelled(document)
    found: dict[str, str] = {}
    for wish in wished:
        which, equals, own = (part.strip() for part in wish.partition("="))
        if not equals:
            which, own = (ours[0][0] if ours else ""), which
        caption = next((said for label, said in ours if which.lower() in (label.lower(), label.split(" ")[-1])), None)
        if caption is None:
            raise UserError(
                _("there is no table or figure “%s” here") % which,
                todo=_("Say it as “Tabel 5.7=Caption”; there are: %s") % ", ".join(label for label, _said in ours),
            )
        found[caption] = own or caption
    return found


def retitled(document: Document, own: Mapping[str, str]) -> Document:
    """The document with the captions of the person where they gave one for ours."""
    blocks = tuple(
        replace(b, caption=own[b.caption]) if isinstance(b, Captioned) and b.caption in own else b
        for b in document.blocks
    )
    return replace(document, blocks=blocks, title=own.get(document.title, document.title))


def kept_captions(project: Project) -> dict[str, str]:
    """The captions people gave for good, by ours."""
    rows = project.rows("SELECT text FROM memo WHERE about_kind=? AND removed=0 ORDER BY k", CAPTION)
    parted = (
        blobs.prose(project.conn, text).rpartition("\n") for (text,) in rows
    )  # a name in ours may hold a line end
    return {ours: own for ours, _line, own in parted if own}


def keep_captions(project: Project, a: Act, wanted: Mapping[str, str]) -> None:
    """Keep these and no others, in an open action."""
    known = kept_captions(project)
    for ours in known.keys() - wanted.keys():
        a.remove("memo", _memo_id(project, ours))
    for ours, own in wanted.items():
        if known.get(ours) != own:
            rec = _memo_id(project, ours)
            text = f"{ours}\n{' '.join(own.split())}"
            a.create("memo", rec, belongs=None, about_kind=CAPTION, about=rec, coder=project.coder, text=text)


def _memo_id(project: Project, ours: str) -> bytes:
    return derived(project.id, f"caption:{ours}")


def _labelled(document: Document) -> list[tuple[str, str]]:
    """Number and caption of every table and figure that has one: ``Tabel 5.7`` and what it is called."""
    labels = index(document).labels
    return [(str(label), block.caption) for block, label in zip(document.blocks, labels, strict=True) if label and isinstance(block, Captioned)]  # fmt: skip
