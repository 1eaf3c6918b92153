"""One HTML file for a colleague without qualcode: the transcripts with their codes, to read, filter and search.

One rule: it is a copy to read and nothing leaves or enters it. Everything stands in the one file, its policy forbids the
network, and what it holds is what the agreed layer counts; people are their pseudonyms. Texts of people are data there, never
markup or program.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from qualcode.collect.inventory import turns_of
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import speech_map
from qualcode.reduce.codebook import codebook
from qualcode.reduce.counting import Segment, counted
from qualcode.reduce.themes import themes
from qualcode.report.blocks import long_date
from qualcode.report.method import state_line
from qualcode.report.phrases import saying, speaking
from qualcode.report.quoting import Quoter
from qualcode.report.writers import clean_text
from qualcode.store import Project, versions

# fmt: off
said = saying({
    "title": ("Salinan Baca", "Reading Copy"),
    "find": ("Cari kata", "Find words"),
    "all_sources": ("Semua transkrip", "All transcripts"),
    "all_codes": ("Semua kode", "All codes"),
    "all_themes": ("Semua tema", "All themes"),
    "all_kinds": ("Semua jenis", "All kinds"),
    "all_areas": ("Semua wilayah", "All areas"),
    "only_coded": ("Hanya yang berkode", "Only what is coded"),
    "shown": ("giliran ditampilkan", "turns shown"),
    "more": ("Tampilkan lebih banyak", "Show more"),
    "nothing": ("Tidak ada yang cocok.", "Nothing fits."),
    "state": ("Keadaan proyek: {state}. Salinan ini hanya untuk dibaca.", "State of the project: {state}. This copy is for reading only."),
    "interviewer": ("Pewawancara", "Interviewer"),
})
# fmt: on
_TEXTS = (
    "title",
    "find",
    "all_sources",
    "all_codes",
    "all_themes",
    "all_kinds",
    "all_areas",
    "only_coded",
    "shown",
    "more",
    "nothing",
)
_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def reading(
    project: Project, *, coder: bytes | None = None, language: str = "id", step: Callable[[str, int, int], None] = lambda what, at, of: None
) -> bytes:  # fmt: skip
    """The file's bytes. ``step`` as for a chapter. UserError where there is no source."""
    with speaking(language):
        data = _data(project, coder, language, step)
        words = {key: said(key) for key in _TEXTS} | {
            "state": said("state", state=state_line(project)),
            "language": language,
        }
    page = files("qualcode.report").joinpath("templates/reading.html").read_text("utf-8")
    held = {"words": words, **data}
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return (
        page.replace("{{language}}", language).replace("{{title}}", words["title"]).replace("{{data}}", text).encode()
    )


def _data(
    project: Project, coder: bytes | None, language: str, step: Callable[[str, int, int], None]
) -> dict[str, Any]:
    quoter = Quoter(project)
    if not quoter.sources:
        raise UserError(_("there is no transcript yet"), todo=_("“qualcode import” brings them in"))
    book = codebook(project)
    number = {code.id: n for n, code in enumerate(book)}
    by_turn: dict[tuple[bytes, int], list[Segment]] = defaultdict(list)
    for one in counted(project, coder).segments:
        by_turn[one.source, one.turn].append(one)
    live = {rec for (rec,) in project.rows("SELECT id FROM source WHERE removed=0")}
    ordered = sorted((rec for rec in quoter.sources if rec in live), key=quoter.name)
    sources = []
    for at, source in enumerate(ordered):
        step(quoter.name(source), at, len(ordered))
        name, genre, date, region = quoter.sources[source]
        sources.append(
            {
                "name": clean_text(name), "kind": said(genre), "area": quoter.regions.get(region or b"", ""), "date": long_date(date, language),
                "turns": _turns(project, source, quoter, by_turn, number),
            }
        )  # fmt: skip
    step("", len(ordered), len(ordered))
    named = [
        {"name": theme.shown, "codes": sorted(number[code] for code in theme.codes if code in number)} for theme in themes(project)
    ]  # fmt: skip
    codes = [{"name": code.shown, "depth": code.depth, "what": code.definition} for code in book]
    return {"sources": sources, "codes": codes, "themes": named}


def _turns(
    project: Project, source: bytes, quoter: Quoter, by_turn: dict[tuple[bytes, int], list[Segment]], number: dict[bytes, int]
) -> list[list[Any]]:  # fmt: skip
    """Each turn as [number, speaker, interviewer's, speech, [[start, stop, code, valence], …]] in offsets of UTF-16, which
    is how a browser counts."""
    now = versions.current(project, source)
    if now is None:
        return []
    made = []
    for turn in turns_of(project, source):
        speech, at = speech_map(now.text, now.marks, now.marks.turns[turn.number - 1])
        speech_clean = clean_text(speech)
        person = quoter.people.get(turn.speaker, ()) if turn.speaker else ()
        asked = turn.side == "interviewer"
        who = said("interviewer") if asked else person[0] if person else turn.label
        spans = [
            [
                _utf16(speech, bisect_left(at, one.start)), _utf16(speech, bisect_left(at, one.stop)), number[one.code],
                one.valence,
            ]
            for one in sorted(by_turn.get((source, turn.number - 1), ()), key=lambda one: (one.start, one.stop))
            if one.code in number
        ]  # fmt: skip
        made.append([turn.number, clean_text(who), int(asked), speech_clean, spans])
    return made


def _utf16(text: str, offset: int) -> int:
    """A place of code points in the units a browser counts."""
    return offset + sum(letter > "\uffff" for letter in text[:offset])
