"""How the app looks and where it begins, as a person chose it on this computer.

The rule: what is not chosen follows the terminal. A choice holds at once, for every project, and is a comfort: one that
cannot be kept costs nothing but choosing again. Keys are a file of the person's own, ``keys.toml`` in the settings folder.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.i18n import N_
from qualcode.tui import palette
from qualcode.tui.notes import read_settings, write_settings
from qualcode.tui.palette import Depth, Palette, Signs


@dataclass(frozen=True)
class Setting:
    """Something to choose: its values, each with the words for it; the first one holds where nothing was chosen."""

    name: str
    title: str
    values: tuple[tuple[Any, str], ...]

    def chosen(self, settings: Mapping[str, Any]) -> Any:
        value = settings.get(self.name)
        return value if value in (one for one, _words in self.values) else self.values[0][0]

    def following(self, settings: Mapping[str, Any]) -> Any:
        """The value after the one that holds; after the last the first."""
        values = [value for value, _words in self.values]
        return values[(values.index(self.chosen(settings)) + 1) % len(values)]


LANGUAGE = Setting("language", N_("Language"), (("id", "Bahasa Indonesia"), ("en", "English")))
SETTINGS = (
    LANGUAGE,
    Setting("dark", N_("Ground"), ((True, N_("dark")), (False, N_("light")))),
    Setting("contrast", N_("Contrast"), (("calm", N_("calm")), ("high", N_("high")))),
    Setting(
        "colours",
        N_("Colours"),
        (
            ("auto", N_("as many as the terminal shows")),
            ("256", "256"),
            ("16", "16"),
            ("none", N_("none; signs and weight tell")),
        ),
    ),
    Setting("signs", N_("Signs"), (("auto", N_("as the terminal shows them")), ("ascii", N_("only plain letters")))),
    Setting(
        "first",
        N_("Begins with"),
        (
            ("home", N_("what waits for you")),
            ("coding", N_("the text where you stopped")),
            ("sources", N_("the sources")),
            ("progress", N_("the progress of the team")),
            ("matrix", N_("the matrix")),
        ),
    ),
)
ROLES = (("coding", N_("I code")), ("progress", N_("I lead the team")), ("matrix", N_("I write the report")))
"""What somebody does says which screen comes first, and nothing else."""
BY_NAME = {one.name: one for one in SETTINGS}


@dataclass(frozen=True)
class Look:
    """What the settings and the terminal come to."""

    depth: Depth
    palette: Palette
    signs: Signs


def look(settings: Mapping[str, Any], environ: Mapping[str, str]) -> Look:
    """The colours and signs to draw with. NO_COLOR counts before any choice of colours."""
    there = palette.depth(environ)
    wanted = BY_NAME["colours"].chosen(settings)
    depth = there if wanted == "auto" or environ.get("NO_COLOR") else wanted
    dark, high = BY_NAME["dark"].chosen(settings), BY_NAME["contrast"].chosen(settings) == "high"
    signs = palette.ASCII if BY_NAME["signs"].chosen(settings) == "ascii" else palette.signs(environ)
    return Look(depth, palette.palette(depth, dark, high), signs)


def choose_next(name: str) -> Any:
    """Choose the following value of a setting and keep it; the value."""
    value = BY_NAME[name].following(read_settings())
    write_settings(**{name: value})
    return value


def config_dir() -> Path:
    """Where a person's own files lie. QUALCODE_CONFIG_DIR changes it, else QUALCODE_STATE_DIR."""
    asked = os.environ.get("QUALCODE_CONFIG_DIR") or os.environ.get("QUALCODE_STATE_DIR")
    if asked:
        return Path(asked)
    from platformdirs import user_config_path

    return user_config_path("qualcode")


def keymap_path() -> Path:
    return config_dir() / "keys.toml"
