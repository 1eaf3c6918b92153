"""The pane on a screen: how it looks, what keys and mouse select, and that only what changed is painted.

The drawings in ``data/pane`` are the text of the rendered strips. After a wanted change:
``QUALCODE_REDRAW=1 python -m pytest tests/test_pane_screen.py``, and read what changed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot

from qualcode.language.sentences import sentences
from qualcode.tui.commands import SCREENS
from qualcode.tui.keys import Keys, stroke
from qualcode.tui.palette import ASCII, DARK, NONE, UNICODE, Palette, Signs
from qualcode.tui.pane.spans import PaneCoding, PaneTurn, Span
from qualcode.tui.pane.transcript import Transcript
from tests.app_world import SHORTLY, SOON, _turns, idle

DRAWINGS = Path(__file__).parent / "data" / "pane"
SPOKEN = [  # invented people
    ("Mod", "Kemarin waktu air mati dua hari, Bapak Ibu ambil air dari mana?"),
    ("Yani", "Dari sumur masjid. Antrenya dari subuh, anak-anak saya suruh bawa ember cilik-cilik. Yang sulung telat "
     "masuk sekolah, dua hari berturut-turut, gurunya sampai telepon."),
    ("Karto", "Saya beli, satu jeriken dua ribu.\tSehari enam. Lha kerja saya ojek, dapatnya cuma empat puluh, jadi "
     "ya kelong tenan. Akhirnya pinjam koperasi RT."),
    ("Mod", "Ada bantuan tangki?"),
    ("Yani", "Ada, tapi lewat aplikasi daftarnya. Aku ora iso, HP-ku jadul 😅. Untung Mbak Rum mau daftarkan sak gang."),
    ("Karto", "Betul. Kalau guyub begitu enak, Mas. Cuma jangan tiap musim kemarau, wong yang nolong yo podo kesele."),
    ("Mod", "Lalu ke kelurahan?"),
    ("Yani", "Sudah lapor dua kali. Jawabannya sabar."),
]  # fmt: skip


@pytest.fixture(autouse=True)
def waits_for_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot waits until the app does, and not until the processor has rested for a fiftieth of a second."""
    for module in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{module}.wait_for_idle", _turns)
    monkeypatch.setattr(Pilot, "_wait_for_screen", lambda pilot, timeout=120.0: idle(pilot, timeout, SOON))
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", SHORTLY)


def document() -> tuple[str, list[PaneTurn], list[Span], list[Span]]:
    """Header, turns, one hard wrap and one page number inside speech."""
    text, turns = "Jenis: FGD\nTempat: balai RW (contoh rekaan)\n\n", []
    for name, speech in SPOKEN:
        label = (len(text), len(text) + len(name) + 1)
        speech = speech.replace("Yang sulung", "Yang\nsulung").replace("Akhirnya ", "Akhirnya\n- 2 -\n")
        text += f"{name}: {speech}\n\n"
        turns.append(PaneTurn(label, (label[1] + 1, len(text) - 2), name, name == "Mod"))
    wrap, page = text.index("\nsulung"), text.index("\n- 2 -\n")
    return text, turns, [(wrap, wrap + 1)], [(page, page + 7)]


TEXT, TURNS, WRAPS, FURNITURE = document()


def coding(number: int, words: str, to: str, name: str, hue: int, valence: int | None, **more: bool) -> PaneCoding:
    start = TEXT.index(words)
    return PaneCoding(bytes([number]), start, TEXT.index(to, start) + len(to), name, hue, valence, **more)


CODINGS = [
    coding(1, "Antrenya", "cilik-cilik.", "air-bersih", 0, -1),
    coding(2, "anak-anak saya", "telepon.", "beban-anak", 1, -1),
    coding(3, "Yang\nsulung", "telepon.", "sekolah-terganggu", 2, -1),
    coding(4, "Saya beli", "enam.", "air-bersih", 0, -1),
    coding(5, "Lha kerja", "tenan.", "penghasilan", 4, -1),
    coding(6, "pinjam", "RT.", "utang", 4, 0, mine=False),
    coding(7, "lewat aplikasi", "jadul", "layanan-aplikasi", 3, -1, proposed=True),
    coding(8, "Untung", "gang.", "gotong-royong", 5, 1),
    coding(9, "Kalau guyub", "Mas.", "gotong-royong", 5, 1),
    coding(10, "Cuma", "kesele.", "gotong-royong", 5, 0),
    coding(11, "Sudah", "sabar.", "tanggapan-aparat", 6, None),
    coding(12, "Sudah", "kali.", "lapor", 7, None),
]


class Pane(App[None]):
    """A screen with nothing but the pane, its keys from the table."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, palette: Palette = DARK, signs: Signs = UNICODE, **given: object) -> None:
        super().__init__()
        marks = {"text": TEXT, "turns": TURNS, "wraps": WRAPS, "furniture": FURNITURE, "codings": CODINGS} | given
        self.pane = Transcript(**marks, sentences=sentences, palette=palette, signs=signs)  # type: ignore[arg-type]
        self.keys = Keys()
        self.painted: list[Region] = []
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()

    def on_key(self, event: events.Key) -> None:
        found = self.keys.match(SCREENS["coding"], [stroke(event.key, event.character)])
        any(self.pane.run(command.id) for command in found.commands)

    def on_transcript_selection_changed(self, message: Transcript.SelectionChanged) -> None:
        self.heard.append(message)

    def on_transcript_cursor_moved(self, message: Transcript.CursorMoved) -> None:
        self.heard.append(message)

    def on_transcript_label_clicked(self, message: Transcript.LabelClicked) -> None:
        self.heard.append(message)

    def drawing(self) -> str:
        lines = [self.pane.render_line(y).text for y in range(self.pane.size.height)]
        return "\n".join(line.rstrip() for line in lines) + "\n"

    def painting(self) -> list[int]:
        """The lines of the pane painted from here on: a list that grows."""
        lines: list[int] = []
        refresh = self.pane.refresh

        def refreshed(*regions: Region, **kinds: bool) -> Transcript:
            for region in regions or (self.pane.size.region,):
                lines.extend(region.line_range)
            return refresh(*regions, **kinds)

        self.pane.refresh = refreshed  # type: ignore[method-assign]
        return lines


@pytest.mark.parametrize(
    ("name", "width", "height", "palette", "signs", "commands"),
    [
        ("80x24", 80, 24, DARK, UNICODE, "next-unit next-unit"),
        ("120x40", 120, 40, DARK, UNICODE, "next-turn"),
        ("80x24.ascii", 80, 24, NONE, ASCII, "next-unit next-unit extend-next"),
        ("44x20", 44, 20, DARK, UNICODE, "next-unit"),
    ],
)
async def test_the_pane_looks_like_its_drawing(
    name: str, width: int, height: int, palette: Palette, signs: Signs, commands: str
) -> None:
    app = Pane(palette, signs)
    async with app.run_test(size=(width, height)):
        for command in commands.split():
            app.pane.run(f"text.{command}")
        drawn = app.drawing()
    path = DRAWINGS / f"{name}.txt"
    if os.environ.get("QUALCODE_REDRAW"):
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")


async def test_keys_select_the_right_words() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j", "space", "j", "space")
        selection = app.pane.selection
        assert selection is not None
        assert TEXT[slice(*selection)].startswith("Antrenya dari subuh")
        assert TEXT[slice(*selection)].endswith("Yang\nsulung telat masuk sekolah, dua hari berturut-turut, gurunya "
                                                "sampai telepon.")  # fmt: skip
        assert app.pane.words(selection).endswith("Yang sulung telat masuk sekolah, dua hari berturut-turut, gurunya "
                                                  "sampai telepon.")  # fmt: skip
        assert app.pane.unit_number(app.pane.cursor) == (3, 3)
        assert app.pane.turn_at(app.pane.cursor) == 1
        assert any(isinstance(m, Transcript.SelectionChanged) and m.selection == selection for m in app.heard)
        await pilot.press("x", "w", "shift+right")
        assert app.pane.selection is not None
        assert TEXT[slice(*app.pane.selection)] == "s"


async def test_a_range_over_turns_reads_without_their_labels() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.go_to(TEXT.index("Ada bantuan"))
        await pilot.press("space", "j", "J")
        assert app.pane.selection is not None
        pieces = [TEXT[slice(*piece)] for piece in app.pane.pieces(app.pane.selection)]
        assert pieces == ["Ada bantuan tangki?", "Ada, tapi lewat aplikasi daftarnya. Aku ora iso, HP-ku jadul 😅."]
        assert app.pane.words(app.pane.selection) == " ".join(pieces)


async def test_the_mouse_places_drags_and_clicks_sentences_turns_and_labels() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        pane = app.pane
        sumur, masjid = TEXT.index("sumur"), TEXT.index("masjid.")
        await pilot.click(pane, offset=pane.cell_of(sumur))
        assert pane.cursor == sumur and pane.selection is None
        await pilot.mouse_down(pane, offset=pane.cell_of(sumur))
        await pilot.hover(pane, offset=pane.cell_of(masjid))
        await pilot.mouse_up(pane, offset=pane.cell_of(masjid))
        assert pane.selection == (sumur, masjid - 1)  # without the blank at its end
        await pilot.click(pane, offset=pane.cell_of(sumur), times=2)
        assert pane.selection is not None and TEXT[slice(*pane.selection)] == "Dari sumur masjid."
        await pilot.click(pane, offset=pane.cell_of(sumur), times=3)
        assert pane.selection == TURNS[1].speech
        line = pane.cell_of(TEXT.index("Saya beli")).y
        await pilot.click(pane, offset=(70, line))
        assert pane.active is not None and pane.active.name == "air-bersih"
        assert isinstance(app.heard[-1], Transcript.LabelClicked)


async def test_the_header_opens_by_a_click() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "⋯ document header" in app.drawing()
        await pilot.click(app.pane, offset=(12, 0))
        assert "Tempat: balai RW" in app.drawing()
        assert app.pane.words(app.pane.unit).startswith("Kemarin")


async def test_a_move_paints_the_lines_it_leaves_and_enters() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        pane = app.pane
        pane.run("text.next-unit")
        await pilot.pause()
        before, painted = pane.unit, app.painting()
        pane.run("text.next-unit")
        first, last = pane.cell_of(before[0]).y, pane.cell_of(pane.unit[1] - 1).y
        assert set(painted) == set(range(first, last + 1))
        painted.clear()
        await pilot.pause()
        pane.run("text.left"), pane.run("text.right")
        assert set(painted) <= {first, first + 1}


async def test_a_new_coding_paints_its_own_lines_and_shows_at_once() -> None:
    app = Pane()
    async with app.run_test(size=(80, 24)) as pilot:
        pane = app.pane
        await pilot.pause()
        painted = app.painting()
        start = TEXT.index("Ada bantuan")
        pane.add_coding(PaneCoding(b"new", start, start + 18, "bantuan-tangki", 2, None))
        line = pane.cell_of(start).y
        assert line in painted and len(set(painted)) <= 4
        assert app.drawing().splitlines()[line].endswith("╶   bantuan-tangki")
        assert [c.name for c in pane.codings_at(start)] == ["bantuan-tangki"]
        pane.remove_coding(b"new")
        assert "bantuan-tangki" not in app.drawing()
        pane.remove_coding(b"new")  # what is not shown is nothing


async def test_what_is_kept_is_what_would_be_drawn_afresh() -> None:
    """After many keys the lines on screen are those of a pane that was never drawn before."""
    app = Pane()
    async with app.run_test(size=(80, 12)) as pilot:
        pane = app.pane
        for number, command in enumerate(("next-unit", "page-down", "extend-down", "end-word-later", "previous-turn",
                                          "range", "next-unit", "bottom", "clear", "top", "down", "right")):  # fmt: skip
            pane.run(f"text.{command}")
            unit = pane.unit
            pane.add_coding(PaneCoding(b"n%d" % number, *unit, f"kode-{number}", number % 8, None))
            if number % 3 == 2:
                pane.remove_coding(b"n%d" % (number - 1))
            pane.choose(b"n%d" % number)
            await pilot.pause()
            kept = [pane.render_line(y) for y in range(12)]
            pane._drawn.clear()
            assert [list(strip) for strip in kept] == [list(pane.render_line(y)) for y in range(12)]


async def resized(pilot: Pilot[None], app: Pane, width: int, height: int) -> None:
    """Until the pane has that size: a new size waits for a timer."""
    await pilot.resize_terminal(width, height)
    while tuple(app.pane.size) != (width, height):
        if app._resize_event is not None:
            app._check_resize()  # its timer may be lost on a busy machine
        await pilot.pause()
    await pilot.pause()


async def test_resizing_keeps_the_place_and_the_offsets() -> None:
    app = Pane()
    async with app.run_test(size=(120, 10)) as pilot:
        app.pane.go_to(TEXT.index("Betul"))
        await resized(pilot, app, 60, 10)
        assert app.pane.cursor == TEXT.index("Betul")
        cell = app.pane.cell_of(app.pane.cursor)
        assert 0 <= cell.y < 10
        assert app.pane.offset_at(cell.x, cell.y) == app.pane.cursor
        assert app.cursor_position == app.pane.content_region.offset + cell


async def test_after_a_resize_what_is_out_of_sight_is_wrapped_later_and_nothing_seen_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "qualcode.tui.pane.painted.LATER", 1000
    )  # on a busy machine a tenth of a second is over at once
    times = range(60)
    far = [len(TEXT) * n for n in times]
    turns = [PaneTurn((a + on, b + on), (c + on, d + on), turn.name, turn.interviewer) for on in far
             for turn in TURNS if turn.label for (a, b), (c, d) in [(turn.label, turn.speech)]]  # fmt: skip
    marks = [PaneCoding(b"%d-%s" % (n, one.id), one.start + on, one.end + on, one.name, one.hue)
             for n, on in enumerate(far) for one in CODINGS]  # fmt: skip
    app = Pane(text=TEXT * len(times), turns=turns, wraps=[], furniture=[], codings=marks)
    async with app.run_test(size=(120, 12)) as pilot:
        pane = app.pane
        for width, command in ((80, "next-turn"), (100, "bottom"), (64, "page-up"), (120, "top")):
            pane.go_to(far[30] + 200)
            await resized(pilot, app, width, 12)
            assert len(pane._view.page) < len(TEXT)  # most blocks are one line
            seen, top, painted = app.drawing(), pane.offset_at(0, 0), app.painting()
            pane.whole()
            assert (app.drawing(), pane.offset_at(0, 0), painted) == (seen, top, [])
            pane._drawn.clear()
            assert app.drawing() == seen
            del pane.refresh
            await resized(pilot, app, width + 3, 12)
            pane.run(f"text.{command}")
            assert len(pane._view.page) > 1000
            await pilot.pause()
            assert 0 <= pane.cell_of(pane.cursor).y < 12


async def test_a_hostile_transcript_cannot_reach_the_terminal() -> None:
    text = "X\x1b]0;judul\x07: halo \x1b[2J\x1b]52;c;eA==\x07 dunia \x9b31m \u202ekelab\u2066 \x00\x7f selesai"
    turns = [PaneTurn((0, 11), (12, len(text)), "X\x1b]0;judul\x07")]
    codings = [PaneCoding(b"1", 12, 40, "kode\x1b[5m\u202e", 0, None)]
    app = Pane(text=text, turns=turns, wraps=(), furniture=(), codings=codings)
    async with app.run_test(size=(80, 24)):
        drawing = app.drawing()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", drawing)
        assert "␛]52;c;eA==␇" in drawing
        app.pane.select((13, len(text)))
        assert app.pane.selection == (13, len(text))


async def test_codings_outside_the_text_and_empty_texts_do_no_harm() -> None:
    app = Pane(text="", turns=(), wraps=(), furniture=(), codings=[PaneCoding(b"1", 0, 9, "x", 0)])
    async with app.run_test(size=(80, 24)):
        for command in ("next-unit", "down", "page-down", "bottom", "range", "extend-next", "end-word-later"):
            app.pane.run(f"text.{command}")
        assert app.pane.target is None
        assert app.pane.codings_at(0) == []
        app.pane.load(TEXT, TURNS)
        assert app.pane.words(app.pane.unit).startswith("Kemarin")
