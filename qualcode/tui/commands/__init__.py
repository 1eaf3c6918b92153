"""Every command of the app as data: its name, what it does, its keys, and where it holds.

The rule: a key is never written anywhere else. Screens and the pane act on command ids; the footer (``footers``), the
help, the palette and the map are drawn from this table, and a keymap file changes it (``keys``).

A key is a character as it is typed (``J``, ``<``) or a name (``space``, ``shift+down``, ``ctrl+p``, ``f1``); two
strokes are written with a space between. A screen has a chain of contexts, the nearest first: where two of them
want a key, the nearest is asked first and may pass it on (``x`` clears a selection, else goes back).
"""

from __future__ import annotations

from qualcode.i18n import N_
from qualcode.tui.commands import collecting, concluding, displaying, everywhere, reducing, team, text
from qualcode.tui.commands.command import Command

__all__ = ["COMMANDS", "CONTEXTS", "SCREENS", "Command"]

CONTEXTS = {
    "app": N_("Everywhere"),
    "work": N_("Your work"),
    "go": N_("Go to"),
    "list": N_("In lists"),
    "words": N_("In lists of texts and passages"),
    "grid": N_("In tables"),
    "cells": N_("Changing cells"),
    "text": N_("In the text"),
    "coding": N_("Coding"),
    "digits": N_("Codes"),
    "codes": N_("Choosing"),
    "field": N_("Writing a line"),
    "home": N_("What waits for you"),
    "history": N_("History"),
    "codebook": N_("Codebook"),
    "search": N_("Words in their context"),
    "queue": N_("Proposals"),
    "memos": N_("Memos"),
    "sources": N_("Sources"),
    "files": N_("Choosing files"),
    "incoming": N_("Before a file comes in"),
    "imported": N_("What came in"),
    "speakers": N_("Who speaks"),
    "attributes": N_("Attributes"),
    "same": N_("The same person?"),
    "review": N_("After a correction"),
    "versions": N_("Versions"),
    "asked": N_("What was asked"),
    "matrix": N_("Matrix"),
    "forms": N_("Forms of the matrix"),
    "framework": N_("Summaries"),
    "issues": N_("Issues"),
    "numbers": N_("Numbers and words"),
    "swot": N_("SWOT"),
    "tows": N_("TOWS"),
    "themes": N_("Theme board"),
    "theme": N_("One theme"),
    "findings": N_("Findings"),
    "finding": N_("One finding"),
    "checks": N_("Member checks"),
    "triangulation": N_("Triangulation"),
    "basket": N_("Basket of the report"),
    "network": N_("Network"),
    "citymap": N_("Tile map"),
    "merge": N_("Merge and sync"),
    "conflicts": N_("Conflicts"),
    "agreement": N_("Agreement"),
    "board": N_("Settling differences"),
    "progress": N_("Progress of the team"),
    "start": N_("Beginning"),
    "help": N_("Help"),
}

COMMANDS: tuple[Command, ...] = (
    *everywhere.COMMANDS,
    *text.COMMANDS,
    *collecting.COMMANDS,
    *reducing.COMMANDS,
    *displaying.COMMANDS,
    *concluding.COMMANDS,
    *team.COMMANDS,
)

SCREENS: dict[str, tuple[str, ...]] = {
    "coding": ("text", "coding", "work", "app", "go"),
    "codes": ("codes",),
    "field": ("field",),
    "start": ("start", "list", "app"),
    "queue": ("queue", "list", "words", "work", "app", "go"),
    "search": ("search", "digits", "list", "words", "work", "app", "go"),
    "memos": ("memos", "list", "words", "work", "app", "go"),
    "codebook": ("codebook", "list", "work", "app", "go"),
    "home": ("home", "list", "work", "app", "go"),
    "history": ("history", "list", "words", "work", "app", "go"),
    "sources": ("sources", "list", "words", "work", "app", "go"),
    "files": ("files", "list", "app", "go"),
    "incoming": ("incoming", "speakers", "list", "app", "go"),
    "turns": ("speakers", "list", "work", "app", "go"),
    "imported": ("imported", "list", "work", "app", "go"),
    "attributes": ("attributes", "cells", "grid", "list", "work", "app", "go"),
    "review": ("review", "list", "work", "app", "go"),
    "versions": ("versions", "list", "work", "app", "go"),
    "same": ("same", "list", "work", "app", "go"),
    "withdrawal": ("list", "app", "go"),
    "asked": ("asked", "grid", "list", "work", "app", "go"),
    "matrix": ("matrix", "list", "work", "app", "go"),
    "forms": ("forms", "list", "work", "app", "go"),
    "framework": ("framework", "list", "work", "app", "go"),
    "issues": ("issues", "list", "work", "app", "go"),
    "themes": ("themes", "list", "work", "app", "go"),
    "theme": ("theme", "list", "words", "work", "app", "go"),
    "findings": ("findings", "list", "work", "app", "go"),
    "finding": ("finding", "list", "words", "work", "app", "go"),
    "checks": ("checks", "list", "work", "app", "go"),
    "quotes": ("list", "words", "work", "app", "go"),
    "numbers": ("numbers", "list", "work", "app", "go"),
    "basket": ("basket", "list", "work", "app", "go"),
    "triangulation": ("triangulation", "list", "work", "app", "go"),
    "network": ("network", "list", "work", "app", "go"),
    "citymap": ("citymap", "list", "work", "app", "go"),
    "merge": ("merge", "list", "work", "app", "go"),
    "conflicts": ("conflicts", "list", "work", "app", "go"),
    "agreement": ("agreement", "list", "work", "app", "go"),
    "board": ("board", "list", "work", "app", "go"),
    "progress": ("progress", "list", "work", "app", "go"),
    "swot": ("swot", "list", "work", "app", "go"),
    "tows": ("tows", "list", "work", "app", "go"),
    "help": ("help", "app", "go"),
}
