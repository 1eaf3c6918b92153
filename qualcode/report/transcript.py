"""A transcript on paper: numbered lines, who speaks, and the codes in the margin; or an empty margin to code with a pencil.

One rule: a line number is a line. Lines are broken here, by the widths of the letters the page will use, so that ``baris 112``
is the same line on every copy of the same version, and what was marked by hand finds its place again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from qualcode.collect.called import names_shown
from qualcode.collect.inventory import turns_of
from qualcode.language.marks import speech_map
from qualcode.reduce.counting import Segment, counted
from qualcode.report.blocks import Cell, Column, Document, Row, Table, long_date
from qualcode.report.metrics import text_width, word_width
from qualcode.report.phrases import saying, speaking
from qualcode.report.quoting import Quoter
from qualcode.store import Project, versions

SIZE = 10.0  # points of the text of a table
NUMBER, SPEAKER, PADDING = 1.1, 2.4, 0.25  # cm
MARGIN = 5.4  # cm: room for handwriting, and with codes no less, for the lines to be the same
PAGE = 15.5
SIGNS = {-1: " −", 0: " ±", 1: " +"}

# fmt: off
said = saying({
    "line": ("Baris", "Line"),
    "codes_beside": ("Kode", "Codes"),
    "by_hand": ("Catatan dan kode", "Notes and codes"),
    "paper_note": (
        "Versi {version}. Nomor baris tetap selama transkrip ini tidak dikoreksi.", "Version {version}. Line numbers hold while this transcript is not corrected."),
    "margin_note": (
        "Kode oleh {coder}; (a–b) = baris awal dan akhir; − masalah, ± campuran, + kekuatan.",
        "Codes by {coder}; (a–b) = first and last line; − problem, ± mixed, + strength."),
})
# fmt: on


def transcript_document(
    project: Project, source: bytes, *, coder: bytes | None = None, language: str = "id", blank: bool = False
) -> Document:
    """The transcript of a source, with the codes that count there (or ``coder``'s) in the margin; ``blank``: with an empty
    margin and no codes."""
    with speaking(language):
        quoter, called = Quoter(project), names_shown(project)
        name, genre, date, region = quoter.sources[source]
        room = PAGE - NUMBER - SPEAKER - MARGIN
        segments: dict[int, list[Segment]] = defaultdict(list)
        if not blank:
            for one in counted(project, coder).segments:
                if one.source == source:
                    segments[one.turn].append(one)
        now = versions.current(project, source)
        rows: list[Row] = []
        number = 1
        for turn in turns_of(project, source):
            speech, at = speech_map(now.text, now.marks, now.marks.turns[turn.number - 1]) if now else ("", [0])
            starts = broken(speech, room - PADDING)
            codes = _beside(segments[turn.number - 1], at, starts, number, quoter, MARGIN - PADDING)
            lines = [speech[a:b].strip() for a, b in zip(starts, [*starts[1:], len(speech)], strict=True)]
            height = max(len(lines), len(codes))
            rows.append(
                Row(
                    (
                        Cell("\n".join(str(number + k) for k in range(len(lines)))), Cell(called(source, turn.label) or "-"),
                        Cell("\n".join([*lines, *[""] * (height - len(lines))])), Cell("\n".join(codes)),
                    )
                )
            )  # fmt: skip
            number += len(lines)
        columns = (
            Column("line", said("line"), width=NUMBER, align="right"), Column("speaker", said("speaker"), width=SPEAKER),
            Column("speech", said("speech"), width=room, align="left"),
            Column("codes", said("by_hand" if blank else "codes_beside"), width=MARGIN, align="left"),
        )  # fmt: skip
        about = ", ".join(filter(None, (said(genre), quoter.regions.get(region or b"", ""), long_date(date, language))))
        notes = [said("paper_note", version=now.id.hex()[:8] if now else "-")]
        if not blank:
            who = str(project.value("SELECT name FROM coder WHERE id=?", coder)) if coder else said("agreed_layer")
            notes.insert(0, said("margin_note", coder=who))
        title = said("transcript", name=name)
        table = Table(
            f"{title}: {about}",
            columns,
            tuple(rows),
            notes=tuple(notes),
            source=said("own_data", year=""),
            landscape=False,
        )
        return Document(title, (table,), language=language)


def broken(text: str, room: float) -> list[int]:
    """Where each line of ``text`` begins, as offsets, when lines of ``room`` cm are broken between words."""
    starts, used, at = [0], 0.0, 0
    for word in text.split(" "):
        width = word_width(word, SIZE)
        if used and used + text_width(word, SIZE) > room:
            starts.append(at)
            used = 0.0
        while width > room and len(word) > 1:  # a word longer than the line
            fits = max(1, int(len(word) * room / width))
            at, word = at + fits, word[fits:]
            starts.append(at)
            width = word_width(word, SIZE)
        used += width
        at += len(word) + 1
    return starts


def _beside(
    segments: Sequence[Segment], at: Sequence[int], starts: Sequence[int], first: int, quoter: Quoter, room: float
) -> list[str]:
    """The margin of a turn, line by line: each code where its passage begins, or on the next free line."""
    lines: list[str] = []
    for one in sorted(segments, key=lambda s: (s.start, s.stop, quoter.codes[s.code])):
        begin = bisect_right(starts, bisect_left(at, one.start)) - 1
        end = bisect_right(starts, max(bisect_left(at, one.stop) - 1, 0)) - 1
        where = f"{first + begin}" if begin == end else f"{first + begin}–{first + end}"
        sign = SIGNS.get(one.valence, "") if one.valence is not None else ""
        text = f"{quoter.codes[one.code]}{sign} ({where})"
        lines += [""] * (begin - len(lines))
        cuts = broken(text, room)
        lines += [text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    return lines
