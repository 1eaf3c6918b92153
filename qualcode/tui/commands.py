"""Every command of the app as data: its name, what it does, its keys, and where it holds.

The rule: a key is never written anywhere else. Screens and the pane act on command ids; the footer (``footers``), the
help, the palette and the map are drawn from this table, and a keymap file changes it (``keys``).

A key is a character as it is typed (``J``, ``<``) or a name (``space``, ``shift+down``, ``ctrl+p``, ``f1``); two
strokes are written with a space between. A screen has a chain of contexts, the nearest first: where two of them
want a key, the nearest is asked first and may pass it on (``x`` clears a selection, else goes back).
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.i18n import N_


@dataclass(frozen=True, slots=True)
class Command:
    """``description`` is an untranslated text, a verb first; ``where`` the context it holds in."""

    id: str
    description: str
    keys: tuple[str, ...]
    where: str


def _c(id: str, description: str, *keys: str) -> Command:
    return Command(id, description, keys, id.split(".")[0])


CONTEXTS = {
    "app": N_("Everywhere"),
    "work": N_("Your work"),
    "go": N_("Go to"),
    "list": N_("In lists"),
    "grid": N_("In tables"),
    "cells": N_("Changing cells"),
    "text": N_("In the text"),
    "coding": N_("Coding"),
    "codes": N_("Choosing"),
    "field": N_("Writing a line"),
    "sources": N_("Sources"),
    "files": N_("Choosing files"),
    "incoming": N_("Before a file comes in"),
    "speakers": N_("Who speaks"),
    "attributes": N_("Attributes"),
    "same": N_("The same person?"),
    "review": N_("After a correction"),
    "versions": N_("Versions"),
    "asked": N_("What was asked"),
    "matrix": N_("Matrix"),
    "merge": N_("Merge and sync"),
    "conflicts": N_("Conflicts"),
    "agreement": N_("Agreement"),
    "board": N_("Settling differences"),
    "progress": N_("Progress of the team"),
    "start": N_("Beginning"),
    "help": N_("Help"),
}

COMMANDS: tuple[Command, ...] = (
    # what holds everywhere
    _c("app.back", N_("Go one step back"), "x", "escape"),
    _c("app.help", N_("Show the keys of this screen"), "?", "f1"),
    _c("app.commands", N_("Find a command by a word"), "ctrl+p"),
    _c("work.undo", N_("Undo your last action"), "u"),
    _c("work.redo", N_("Redo what was undone"), "U"),
    _c("app.quit", N_("Quit; all is saved"), "g q", "ctrl+q"),
    _c("app.language", N_("Bahasa Indonesia / English")),
    _c("app.theme", N_("Dark or light ground")),
    # the map
    _c("go.sources", N_("Sources"), "g s", "f2"),
    _c("go.people", N_("People and their attributes"), "g o"),
    _c("go.coding", N_("Coding, where you stopped"), "g k", "f3"),
    _c("go.review", N_("What a correction left in doubt"), "g d"),
    _c("go.matrix", N_("Matrix of themes"), "g m", "f4"),
    _c("go.progress", N_("Progress of the team"), "g l", "f6"),
    _c("go.merge", N_("Merge and sync"), "g x"),
    _c("go.conflicts", N_("What two people wrote differently"), "g !"),
    _c("go.agreement", N_("Agreement between coders"), "g z"),
    _c("go.board", N_("Settle what coders differ on"), "g f"),
    # lists, grids and their fields
    _c("list.next", N_("Go to the next one"), "j", "down"),
    _c("list.previous", N_("Go to the one before"), "k", "up"),
    _c("list.page-down", N_("Go one page down"), "pagedown", "ctrl+d"),
    _c("list.page-up", N_("Go one page up"), "pageup", "ctrl+u"),
    _c("list.first", N_("Go to the first one"), "g g", "home"),
    _c("list.last", N_("Go to the last one"), "G", "end"),
    _c("list.open", N_("Open it, one step nearer to the words"), "enter"),
    # tables: cells
    _c("grid.left", N_("Go one column left"), "h", "left"),
    _c("grid.right", N_("Go one column right"), "l", "right"),
    _c("grid.first-column", N_("Go to the first column"), "home"),
    _c("grid.last-column", N_("Go to the last column"), "end"),
    _c("grid.mark-down", N_("Mark one row more"), "shift+down", "J"),
    _c("grid.mark-up", N_("Mark one row less"), "shift+up", "K"),
    _c("grid.sort", N_("Sort by this column; again: backwards"), "s"),
    _c("grid.filter", N_("Show only some"), "f", "/"),
    _c("cells.edit", N_("Write in this cell"), "enter", "f2"),
    _c("cells.fill", N_("Fill the marked rows with the first one's value"), "ctrl+d"),
    _c("cells.copy", N_("Copy this cell"), "y"),
    _c("cells.paste", N_("Put what was copied into this cell or the marked ones"), "p"),
    _c("cells.clear", N_("Empty this cell or the marked ones"), "d", "delete"),
    # the transcript: the cursor
    _c("text.next-unit", N_("Go to the next sentence"), "j"),
    _c("text.previous-unit", N_("Go to the sentence before"), "k"),
    _c("text.down", N_("Go one line down"), "down"),
    _c("text.up", N_("Go one line up"), "up"),
    _c("text.left", N_("Go one character left"), "h", "left"),
    _c("text.right", N_("Go one character right"), "l", "right"),
    _c("text.next-word", N_("Go to the next word"), "w"),
    _c("text.previous-word", N_("Go to the word before"), "b"),
    _c("text.line-start", N_("Go to the start of the line"), "home"),
    _c("text.line-end", N_("Go to the end of the line"), "end"),
    _c("text.next-turn", N_("Go to the next turn"), "]"),
    _c("text.previous-turn", N_("Go to the turn before"), "["),
    _c("text.page-down", N_("Go one page down"), "pagedown", "ctrl+d"),
    _c("text.page-up", N_("Go one page up"), "pageup", "ctrl+u"),
    _c("text.top", N_("Go to the start of the text"), "g g", "ctrl+home"),
    _c("text.bottom", N_("Go to the end of the text"), "G", "ctrl+end"),
    _c("text.centre", N_("Put this line in the middle"), "z"),
    # the transcript: what is selected
    _c("text.unit-kind", N_("Step by clause, sentence or turn"), "t"),
    _c("text.range", N_("Start or stop a range"), "space"),
    _c("text.free", N_("Select by characters"), "v"),
    _c("text.turn", N_("Select by turns"), "V"),
    _c("text.other-end", N_("Go to the other end of the selection"), "o"),
    _c("text.extend-next", N_("Extend to the next sentence"), "J"),
    _c("text.extend-previous", N_("Extend to the sentence before"), "K"),
    _c("text.extend-down", N_("Extend one line down"), "shift+down"),
    _c("text.extend-up", N_("Extend one line up"), "shift+up"),
    _c("text.extend-left", N_("Extend one character left"), "shift+left"),
    _c("text.extend-right", N_("Extend one character right"), "shift+right"),
    _c("text.clear", N_("Clear the selection"), "x", "escape"),
    _c("text.end-word-earlier", N_("End one word earlier"), "<"),
    _c("text.end-word-later", N_("End one word later"), ">"),
    _c("text.start-word-earlier", N_("Start one word earlier"), "H"),
    _c("text.start-word-later", N_("Start one word later"), "L"),
    _c("text.end-sentence-earlier", N_("End at the sentence before"), "("),
    _c("text.end-sentence-later", N_("End at the end of the sentence"), ")"),
    # coding
    *(_c(f"coding.code-{n}", N_("Give the code of this digit"), str(n)) for n in range(1, 10)),
    _c("coding.in-vivo", N_("Make a code of the selected words"), "0"),
    _c("coding.choose", N_("Choose a code by its name"), "c"),
    _c("coding.recode", N_("Give this coding another code"), "C"),
    _c("coding.repeat", N_("Give the same codes again"), "."),
    _c("coding.repeat-on", N_("Give the same codes and go on"), ","),
    _c("coding.take-off", N_("Take this coding off"), "d"),
    _c("coding.problem", N_("Judge it a problem"), "-"),
    _c("coding.mixed", N_("Judge it mixed"), "="),
    _c("coding.strength", N_("Judge it a strength"), "+"),
    _c("coding.next-here", N_("Choose the next coding at this place"), "tab"),
    _c("coding.inspect", N_("Show all about this coding"), "enter"),
    _c("coding.next-same", N_("Go to the next passage with this code"), "n"),
    _c("coding.previous-same", N_("Go to the passage before with this code"), "N"),
    _c("coding.memo", N_("Write a memo"), "m"),
    _c("coding.mend", N_("Mend the selected words or this word"), "E"),
    _c("coding.search", N_("Search in this text"), "/"),
    _c("coding.layer", N_("Choose whose codings are shown"), "@"),
    _c("coding.fold", N_("Fold the panes beside"), "\\"),
    _c("coding.finish", N_("Say that this source is finished"), "S"),
    # the drawer in which a code is chosen; letters are letters there
    _c("codes.take", N_("Give this code"), "enter"),
    _c("codes.take-on", N_("Give this code and choose another"), ","),
    _c("codes.pin", N_("Put this code on a digit"), "tab"),
    _c("codes.next", N_("Go to the next code"), "down"),
    _c("codes.previous", N_("Go to the code before"), "up"),
    _c("codes.leave", N_("Leave; nothing changes"), "escape", "ctrl+g"),
    # a line in which a text is written; letters are letters there too
    _c("field.take", N_("Take what is written"), "enter"),
    _c("field.next", N_("Take it and write in the next row; complete a path"), "tab"),
    _c("field.leave", N_("Leave; nothing changes"), "escape", "ctrl+g"),
    # sources
    _c("sources.filter", N_("Show only some"), "f", "/"),
    _c("sources.sort", N_("Sort by another column"), "s"),
    _c("sources.finish", N_("Say that this source is finished"), "S"),
    _c("sources.import", N_("Bring transcripts in"), "+"),
    _c("sources.turns", N_("Read the turns of this source again"), "T"),
    _c("sources.versions", N_("Show what was corrected in this source"), "v"),
    _c("sources.attributes", N_("Show and fill in attributes"), "e"),
    _c("sources.asked", N_("Say what was asked in each source"), "t"),
    # importing
    _c("files.mark", N_("Mark this file or folder"), "space"),
    _c("files.mark-all", N_("Mark all files of this folder"), "A"),
    _c("files.up", N_("Go to the folder above"), "h", "left", "backspace"),
    _c("files.path", N_("Write a path"), "/"),
    _c("files.read", N_("Read what is marked"), "+"),
    _c("speakers.side", N_("Change the side of this label"), "tab", "space"),
    _c("speakers.side-informant", N_("This label is an informant"), "1"),
    _c("speakers.side-interviewer", N_("This label is an interviewer"), "2"),
    _c("speakers.side-unknown", N_("It is not known who this is"), "0"),
    _c("speakers.pattern", N_("Read the turns in another way"), "p"),
    _c("speakers.loose", N_("Show what is nobody's, or the beginning"), "n"),
    _c("incoming.split", N_("Make a source of each session"), "="),
    _c("incoming.leave-out", N_("Leave this file out, or take it again"), "d"),
    _c("incoming.next-file", N_("Go to the next file"), "]", "l", "right"),
    _c("incoming.previous-file", N_("Go to the file before"), "[", "h", "left"),
    _c("incoming.rest", N_("Take all the files as they are read"), "A"),
    # attributes
    _c("attributes.other", N_("Go from sources to people and back"), "tab"),
    _c("attributes.rename", N_("Rename this source or person"), "r"),
    _c("attributes.add", N_("Add an attribute"), "+"),
    _c("attributes.type", N_("Say of what type this attribute is"), "t"),
    _c("attributes.same", N_("Show who may be the same person"), "M"),
    # the same person?
    _c("same.join", N_("They are one person; the left one stays"), "a"),
    _c("same.apart", N_("They are two people"), "r"),
    _c("same.swap", N_("Let the other one stay"), "tab"),
    # what was asked
    _c("asked.confirm", N_("Take over what is proposed; then go to the interviewer's words"), "enter"),
    _c("asked.yes", N_("It was asked"), "y"),
    _c("asked.no", N_("It was not asked"), "n"),
    _c("asked.open", N_("Take the answer off"), "d", "delete"),
    _c("asked.accept", N_("Take over all clear proposals, after a look"), "A"),
    _c("asked.next-open", N_("Go to the next one without an answer"), "tab"),
    # after a correction
    _c("review.accept", N_("Take its place as it lies now"), "a"),
    _c("review.accept-all", N_("Take all places as they lie now, after a look"), "A"),
    _c("review.redraw", N_("Choose its words in the text"), "e"),
    _c("review.remove", N_("Take it off"), "d", "r"),
    _c("versions.older", N_("Compare older versions"), "[", "h", "left"),
    _c("versions.newer", N_("Compare newer versions"), "]", "l", "right"),
    # matrix
    _c("matrix.left", N_("Go one column left"), "h", "left"),
    _c("matrix.right", N_("Go one column right"), "l", "right"),
    _c("matrix.layer", N_("Choose whose codings are counted"), "@"),
    _c("matrix.sort", N_("Put what is raised most first"), "s"),
    _c("matrix.rows", N_("Show codes instead of themes"), "c"),
    _c("matrix.fold", N_("Show districts instead of kelurahan"), "z"),
    # merge and sync
    _c("merge.choose", N_("Choose a project file or a sync folder"), "+"),
    _c("merge.look", N_("Look what would come in"), "R"),
    _c("merge.news", N_("Show what is new, by name"), "n"),
    # conflicts
    *(_c(f"conflicts.side-{n}", N_("This side stands"), str(n)) for n in range(1, 10)),
    _c("conflicts.both", N_("Both texts stand, one after the other"), "b"),
    _c("conflicts.write", N_("Write what shall stand"), "e"),
    # agreement
    _c("agreement.turn", N_("Compare turns"), "t"),
    _c("agreement.sentence", N_("Compare sentences"), "s"),
    _c("agreement.character", N_("Compare characters"), "c"),
    _c("agreement.span", N_("Compare passages as they were drawn"), "f"),
    _c("agreement.round", N_("Choose a round of double coding"), "b"),
    _c("agreement.notes", N_("Show what must be known of the figures"), "n"),
    # settling differences
    *(_c(f"board.take-{n}", N_("Decide so; then the next one"), str(n)) for n in range(1, 10)),
    _c("board.none", N_("It is not coded"), "0"),
    _c("board.redraw", N_("Choose its words in the text"), "e"),
    _c("board.type", N_("Say why they differ"), "tab"),
    _c("board.reason", N_("Write why it is decided so"), "m"),
    _c("board.definition", N_("Change the code's definition"), "D"),
    _c("board.round", N_("Choose a round of double coding"), "b"),
    _c("board.code", N_("Only this code, or all"), "c"),
    # progress of the team
    _c("progress.other", N_("Go from people to what holds them up"), "tab"),
    _c("progress.merge", N_("Look what would come in"), "R"),
    # the start
    *(_c(f"start.answer-{n}", N_("Take this answer"), str(n)) for n in range(1, 10)),
    # help
    _c("help.down", N_("Scroll down"), "j", "down", "pagedown"),
    _c("help.up", N_("Scroll up"), "k", "up", "pageup"),
)

SCREENS: dict[str, tuple[str, ...]] = {
    "coding": ("text", "coding", "work", "app", "go"),
    "codes": ("codes",),
    "field": ("field",),
    "start": ("start", "list", "app"),
    "sources": ("sources", "list", "work", "app", "go"),
    "files": ("files", "list", "app", "go"),
    "incoming": ("incoming", "speakers", "list", "app", "go"),
    "turns": ("speakers", "list", "work", "app", "go"),
    "imported": ("list", "work", "app", "go"),
    "attributes": ("attributes", "cells", "grid", "list", "work", "app", "go"),
    "review": ("review", "list", "work", "app", "go"),
    "versions": ("versions", "list", "work", "app", "go"),
    "same": ("same", "list", "work", "app", "go"),
    "asked": ("asked", "grid", "list", "work", "app", "go"),
    "matrix": ("matrix", "list", "work", "app", "go"),
    "quotes": ("list", "work", "app", "go"),
    "merge": ("merge", "list", "work", "app", "go"),
    "conflicts": ("conflicts", "list", "work", "app", "go"),
    "agreement": ("agreement", "list", "work", "app", "go"),
    "board": ("board", "list", "work", "app", "go"),
    "progress": ("progress", "list", "work", "app", "go"),
    "help": ("help", "app", "go"),
}
