"""Every screen as text at 80x24 and 120x40, in both languages: one run of the app for each language.

``QUALCODE_REDRAW=1`` draws them anew; what changed is then read in ``git diff``. A screen that needs a study of its own is
drawn where that study is made (test_app_grids, test_app_importing, test_app_corrections, test_app_team).
"""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

import asyncio
import difflib
import os
import re
from pathlib import Path

import pytest

from qualcode import i18n
from tests.app_world import DRAWINGS, Desk, app_study, control_characters, desk, study_file  # noqa: F401 - fixtures

SIZES = ((80, 24), (120, 40))
SEEN: dict[str, tuple[str, ...]] = {
    "home": ("g h",),
    "map": ("g",),
    "sources": ("g s",),
    "coding": ("g s", "j", "enter", "j", "j"),
    "palette": ("c", "w"),
    "details": ("enter",),
    "jump": ("g u", "ctrl+o"),
    "matrix": ("g m",),
    "quotes": ("g m", "enter"),
    "network": ("g j",),
    "citymap": ("g p",),
    "numbers": ("g n", "tab"),
    "help": ("g m", "?"),
    "codebook": ("g u", "g g", "j"),
    "fields": ("g u", "tab", "j"),
    "help-fields": ("g u", "tab", "?"),
    "written": ("g u", "x", "x", "g u", "g g", "j", "tab", "enter"),
    "combine": ("g u", "M", "down", "down", "enter"),
    "words": ("g c", "/", "ctrl+u", *"ngutang", "enter"),
    "passages": ("g u", "x", "g u", "g g", "j", "n"),
    "queue": ("g a",),
    "themes": ("g t",),
    "theme": ("g t", "enter"),
    "findings": ("x", "g e"),
    "history": ("g .",),
    "memos": ("g M",),
    "persons": ("g o",),
    "topics": ("g s", "t"),
    "older": ("g s", "v"),
    "nothing-in-doubt": ("g d",),
    "framework": ("g R",),
    "issues": ("g I",),
    "basket": ("g y",),
    "team": ("g l",),
    "nothing-to-merge": ("g x",),
    "no-conflicts": ("g !",),
    "nothing-to-compare": ("g z",),
    "nothing-to-settle": ("g f",),
    "command": ("g h", "ctrl+p", *"matrix"),
    "settings": ("g h", "app.settings"),
    "reading": ("g k", "\\", "g g", "p"),
    "turns": ("g s", "T"),
    "counts": ("x", "g s", "w"),
}
"""By what it is called, the keys that lead there from wherever one is."""
BLANK = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?|\d\d-\d\d \d\d:\d\d|\b[0-9a-f]{8}\b|(?<=\s)/\S{6,}")


async def drawn(one: Desk, size: tuple[int, int]) -> str:
    """The screen at this size; what differs from day to day and place to place is blanked."""
    if tuple(one.app.screen.size) != size:
        await one.resize(size)
    text = one.text()
    assert len(text.splitlines()) == size[1] and not list(control_characters(text))
    return BLANK.sub(lambda match: "0" * min(8, len(match.group())), text) + "\n"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_every_screen_looks_as_drawn(study_file: Path, language: str) -> None:
    ending = "" if language == "en" else f".{language}"
    other: list[str] = []
    async with desk(study_file, first="home", QUALCODE_LANG=language) as one:
        if i18n.language() != language:
            one.app.change_setting("language")
            await one.told()
        for name, keys in SEEN.items():
            for key in keys:
                if key.startswith("app."):
                    one.screen.run_command(key)
                    await one.told()
                else:
                    await one.press(key)
            for size in SIZES:
                path = DRAWINGS / f"{name}{ending}.{size[0]}x{size[1]}.txt"
                text = await drawn(one, size)
                if os.environ.get("QUALCODE_REDRAW"):
                    path.write_text(text, "utf-8")
                for _ in range(100):  # what comes late from a thread is waited for
                    if path.exists() and path.read_text("utf-8") != text:
                        await asyncio.sleep(0.03)
                        text = await drawn(one, size)
                if not path.exists() or path.read_text("utf-8") != text:
                    was = path.read_text("utf-8") if path.exists() else ""
                    other += difflib.unified_diff(was.splitlines(), text.splitlines(), path.name, "now", "", "", 0, "")
            await one.resize(SIZES[0])
            if name != "coding":  # what is open is left; the palette and the details are of that text
                await one.press("escape")
    assert not other, "\n".join(other)
