"""The words of a PDF that has text in it (.pdf), page after page, lines as they are printed.

The rule: what the page says, with nothing mended: hard wraps, page numbers and running heads stay, and layout marks
them. A PDF of scanned pages has no text and is refused: reading pictures is another program's work.
"""

from __future__ import annotations

import re
from typing import Any

from qualcode.collect import blocks
from qualcode.errors import UserError, reason
from qualcode.i18n import _, ngettext

MAX_PAGES = 5_000
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def pdf_text(where: str, data: bytes) -> str:
    """The text of a .pdf. Raises UserError where it is under a password, damaged, scanned or far too long."""
    import pypdfium2

    if b"%PDF-" not in data[:1024]:
        raise UserError(_("this is not a .pdf"), where=where, todo=_("Check that this is the file you mean"))
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            what, todo = _("this document is under a password"), _("Open it and save it without a password")
            raise UserError(what, where=where, todo=todo) from None
        raise _broken(where, error) from None
    try:
        if len(document) > MAX_PAGES:
            raise UserError(
                _("it has more than %d pages") % MAX_PAGES, where=where, todo=_("Split it, or save what you need of it")
            )
        pages = [_page(document, at) for at in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise _broken(where, error) from None
    finally:
        document.close()
    if not any(map(str.strip, pages)):
        pages_ = ngettext("%d page", "%d pages", len(pages)) % len(pages)
        raise UserError(
            _("there is no text in it (%s): it is scanned, or its letters are drawn") % pages_,
            where=where,
            todo=_("Have a program for scanned pages (OCR) make a PDF with text or a .docx of it"),
        )
    return blocks.joined(pages)


def _page(document: Any, at: int) -> str:
    page = document[at]
    try:
        words = page.get_textpage()
        try:
            text = str(words.get_text_range())
        finally:
            words.close()
    finally:
        page.close()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\ufffe\x02]\n?", "\u00ad\n", text)  # how PDFium writes a hyphen at a line's end
    return "\n".join(line.rstrip() for line in text.replace("\0", " ").split("\n")).strip("\n")


def _broken(where: str, error: Exception) -> UserError:
    return UserError(
        _("this is not a whole {kind} ({reason})").format(kind=".pdf", reason=reason(error)),
        where=where,
        todo=_("Copy it again, or open it and print it into a new PDF"),
    )
