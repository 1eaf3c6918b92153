"""What the pages of a Word report look like: paper, margins, fonts and styles.

The rule: every look is a style, so that who edits the report changes it in one place. Black Times New Roman on A4, body
text justified at one and a half lines, headings and captions in Word's own styles, as Indonesian government reports
are set.
"""

from __future__ import annotations

from typing import Any

from qualcode.report.blocks import Document
from qualcode.report.layout import PORTRAIT
from qualcode.report.packed import made
from qualcode.report.wordml import el, run

FONT = "Times New Roman"


def turn(section: Any, across: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    short, long = Cm(21.0), Cm(29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if across else (short, long)
    section.left_margin, section.right_margin = (Cm(2.75), Cm(2.75)) if across else (Cm(3.0), Cm(2.5))
    section.top_margin, section.bottom_margin = (Cm(2.5), Cm(2.0)) if across else (Cm(3.0), Cm(2.5))
    section.footer_distance = Cm(1.0)


def page_number(section: Any) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = 1
    paragraph._p.append(el("fldSimple", [run("1")], instr=" PAGE "))


def set_up(word: Any, document: Document) -> None:
    """Fonts, styles, language and properties of the file, all from the document and none from this machine."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.oxml.ns import qn
    from docx.shared import Cm

    styles = word.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), "id-ID" if document.language == "id" else "en-GB")
    for name in ("Title", "Subtitle", "Caption", "Quote", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        _plain(word.styles[name].element)
    # name, size, bold, italic, alignment (0 left, 1 centre, 3 justified), before, after, lines, left, first, keep
    looks: tuple[tuple[str, float, bool, bool, int, float, float, float, float, float, bool], ...] = (
        ("Normal", 12, False, False, 0, 0, 6, 1.0, 0, 0, False),
        ("Body Text", 12, False, False, 3, 0, 6, 1.5, 0, 1.0, False),
        ("List Bullet", 12, False, False, 3, 0, 3, 1.25, 0.75, -0.5, False),
        ("Title", 16, True, False, 1, 0, 6, 1.0, 0, 0, True),
        ("Subtitle", 12, False, False, 1, 0, 6, 1.0, 0, 0, True),
        ("Heading 1", 14, True, False, 1, 18, 12, 1.15, 0, 0, True),
        ("Heading 2", 12, True, False, 0, 14, 6, 1.15, 0, 0, True),
        ("Heading 3", 12, True, True, 0, 10, 4, 1.15, 0, 0, True),
        ("Heading 4", 12, False, True, 0, 8, 4, 1.15, 0, 0, True),
        ("Caption", 11, True, False, 1, 10, 4, 1.0, 0, 0, True),
        ("Caption Continued", 10, False, True, 1, 8, 3, 1.0, 0, 0, True),
        ("Figure", 12, False, False, 1, 10, 2, 1.0, 0, 0, True),
        ("Figure Caption", 11, True, False, 1, 2, 2, 1.0, 0, 0, True),
        ("Table Text", 10, False, False, 0, 1, 1, 1.0, 0, 0, False),
        ("Table Source", 10, False, False, 0, 3, 0, 1.0, 0, 0, False),
        ("Table Note", 9.5, False, False, 0, 2, 0, 1.0, 0, 0, False),
        ("Table Note List", 9.5, False, False, 0, 0, 0, 1.0, 0.4, -0.4, False),
        ("Table End", 6, False, False, 0, 0, 4, 1.0, 0, 0, False),
        ("Contents Head", 12, True, False, 1, 12, 6, 1.0, 0, 0, True),
        ("toc 1", 11, True, False, 0, 4, 1, 1.0, 0, 0, False),
        ("toc 2", 11, False, False, 0, 0, 1, 1.0, 0.5, 0, False),
        ("toc 3", 11, False, False, 0, 0, 1, 1.0, 1.0, 0, False),
        ("table of figures", 11, False, False, 0, 0, 1, 1.0, 1.6, -1.6, False),
        ("Quote Head", 11, True, False, 0, 10, 3, 1.0, 0, 0, True),
        ("Quote", 11, False, True, 3, 0, 5, 1.1, 1.0, 0, False),
    )
    for look in looks:
        _style(word, *look)
    for name in ("toc 1", "toc 2", "toc 3", "table of figures"):
        word.styles[name].paragraph_format.tab_stops.add_tab_stop(
            Cm(PORTRAIT), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word says that the file is of an older Word
    core = word.core_properties
    core.title, core.subject = document.title[:255], document.meta.get("subject", "")[:255]
    core.author = (document.meta.get("author", "") or document.meta.get("organisation", ""))[:255]
    core.comments, core.keywords, core.last_modified_by, core.revision = "", "", "", 1
    core.language = "id-ID" if document.language == "id" else "en-GB"
    core.created = core.modified = made(document)


def _plain(style: Any) -> None:
    """Take Word's blue and its rules under titles from a built-in style."""
    from docx.oxml.ns import qn

    for tag in ("w:color", "w:pBdr", "w:spacing", "w:kern", "w:ind", "w:contextualSpacing"):
        for element in list(style.iter(qn(tag))):
            element.getparent().remove(element)


def _style(
    word: Any,
    name: str,
    size: float,
    bold: bool,
    italic: bool,
    alignment: int,
    before: float,
    after: float,
    lines: float,
    left: float,
    first: float,
    keep: bool,
) -> None:
    from docx.shared import Cm, Pt

    styles = word.styles
    if name not in styles:
        styles.add_style(name, 1, name[0].islower()).base_style = styles["Normal"]
        styles[name].quick_style = True
    style = styles[name]
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.bold, style.font.italic = bold, italic
    form = style.paragraph_format
    form.alignment, form.line_spacing, form.keep_with_next = alignment, lines, keep
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.left_indent, form.first_line_indent = Cm(left), Cm(first)
