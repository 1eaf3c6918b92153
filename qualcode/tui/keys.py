"""Which strokes mean which command, and how keys are written for people.

The rule: the table of ``commands`` gives the keys, a keymap file may give others, and a keymap that would leave a
command unheard is refused when it is read:

    [keys]
    "text.next-unit" = ["j", "down"]
    "go.coding" = ["g k", "f3"]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.tui.commands import COMMANDS, CONTEXTS, SCREENS, Command
from qualcode.tui.footers import FOOTERS

_NAMED = {
    "space": N_("Space"),
    "enter": "Enter",
    "tab": "Tab",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    **{f"f{n}": f"F{n}" for n in range(1, 13)},
}
_STROKE = re.compile(rf"\S|(?:(?:ctrl|shift|alt)\+)*(?:{'|'.join(_NAMED)}|[a-z0-9])")


def stroke(key: str, character: str | None) -> str:
    """The name of a stroke in this table, from Textual's ``Key.key`` and ``Key.character``."""
    if character and character != " " and len(character) == 1 and character.isprintable():
        return character
    return key


def shown(key: str) -> str:
    """A key as people read it: ``g k`` is gk, ``space`` Space, ``shift+down`` Shift+↓."""
    strokes = []
    for one in key.split(" "):
        *modifiers, last = one.split("+") if len(one) > 1 else [one]
        name = _(_NAMED[last]) if last in _NAMED else last.upper() if modifiers else last
        strokes.append("+".join([*(modifier.capitalize() for modifier in modifiers), name]))
    return ("" if all(len(one) == 1 for one in strokes) else " ").join(strokes)


@dataclass(frozen=True, slots=True)
class Match:
    """What some strokes mean: ``commands`` in the order to be asked; ``pending`` where more strokes may follow."""

    commands: tuple[Command, ...]
    pending: bool


class Keys:
    """The table with the keys in force. ``changed`` gives other keys to some commands, none to take them away."""

    def __init__(self, changed: Mapping[str, Sequence[str]] | None = None, *, where: str | None = None) -> None:
        """Raises UserError, with ``where`` as its place, for an unknown command or key and for a clash."""
        changed = dict(changed or {})
        known = {command.id for command in COMMANDS}
        for id in changed:
            if id not in known:
                raise UserError(_("there is no command {id}").format(id=id), where=where, todo=_similar(id, known))
        self.commands = tuple(replace(c, keys=tuple(changed.get(c.id, c.keys))) for c in COMMANDS)
        self._by_id = {command.id: command for command in self.commands}
        self._by_key: dict[tuple[str, str], Command] = {}
        self._prefixes: set[tuple[str, str]] = set()
        for command in self.commands:
            for key in command.keys:
                self._bind(command, key, where)

        self._check_prefixes(where)

    def _check_prefixes(self, where: str | None) -> None:
        """A key that begins another one on the same screen would never let it be heard."""
        for contexts in SCREENS.values():
            for place, key in self._by_key:
                strokes = key.split(" ")
                for length in range(1, len(strokes) if place in contexts else 0):
                    for other in contexts:
                        first = self._by_key.get((other, " ".join(strokes[:length])))
                        if first is not None:
                            raise UserError(
                                _("{key} of {one} can never be heard after {first} of {other}").format(
                                    key=key, one=self._by_key[place, key].id, first=first.keys[0], other=first.id
                                ),
                                where=where,
                                todo=_("Give one of them another key"),
                            )

    def _bind(self, command: Command, key: str, where: str | None) -> None:
        strokes = key.split(" ")
        if not all(_STROKE.fullmatch(one) for one in strokes):
            raise UserError(
                _("{key} is not a key").format(key=repr(key)),
                where=where,
                todo=_("Write a character, or a name like space, shift+down, ctrl+p, f1"),
            )
        place = command.where, key
        if place in self._by_key:
            raise UserError(
                _("{key} is given to {one} and to {other}").format(
                    key=key, one=self._by_key[place].id, other=command.id
                ),
                where=where,
                todo=_("Give one of them another key"),
            )
        self._by_key[place] = command
        for length in range(1, len(strokes)):
            self._prefixes.add((command.where, " ".join(strokes[:length])))

    def command(self, id: str) -> Command:
        return self._by_id[id]

    def match(self, contexts: Iterable[str], strokes: Sequence[str]) -> Match:
        """What ``strokes`` mean where ``contexts`` hold, the nearest first."""
        key = " ".join(strokes)
        contexts = tuple(contexts)
        found = tuple(self._by_key[place, key] for place in contexts if (place, key) in self._by_key)
        return Match(found, any((place, key) in self._prefixes for place in contexts))

    def on_screen(self, screen: str) -> list[Command]:
        """All commands that hold on a screen, the nearest context first."""
        return [command for context in SCREENS[screen] for command in self.commands if command.where == context]

    def following(self, contexts: Iterable[str], strokes: Sequence[str]) -> list[tuple[str, str]]:
        """What may follow these strokes: keys and what they do, as in ``k`` and ``Coding``."""
        begun = " ".join(strokes) + " "
        nearest: dict[str, Command] = {}
        for context in contexts:
            for command in self.commands:
                for key in command.keys if command.where == context else ():
                    if key.startswith(begun):
                        nearest.setdefault(key.removeprefix(begun), command)
        return [(shown(rest), _(command.description)) for rest, command in reversed(nearest.items())]

    def footer(self, screen: str, width: int) -> list[tuple[str, str, tuple[str, ...]]]:
        """The groups of row h that fit ``width`` cells: (keys, words, command ids). The last one always stays."""
        groups = []
        for ids, words in FOOTERS[screen]:
            keys = _joined([self._by_id[id].keys[0] for id in ids if self._by_id[id].keys])
            if keys:
                groups.append((keys, _(words), ids))
        while len(groups) > 1 and _length(groups) > width:
            del groups[-2]
        return groups

    def help(self, screen: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """All that can be done on a screen: for each context its title and lines of (keys, description)."""
        sections = []
        taken: set[str] = set()
        for context in SCREENS[screen]:
            lines: dict[str, list[Command]] = {}
            for command in self.commands:
                if command.where == context and command.keys and not (context == "list" and taken >= {*command.keys}):
                    lines.setdefault(command.description, []).append(command)
            pairs = []
            for description, same in lines.items():
                keys = same[0].keys if len(same) == 1 else [command.keys[0] for command in same]
                pairs.append((_joined(keys), _(description)))
            sections.append((_(CONTEXTS[context]), pairs))
            taken.update(key for command in self.commands if command.where == context for key in command.keys)
        return sections


def _joined(keys: Sequence[str]) -> str:
    """``1 2 3`` is 1-3; the others as they are."""
    if len(keys) > 2 and all(key.isdigit() for key in keys):
        return f"{keys[0]}-{keys[-1]}"
    return " ".join(shown(key) for key in keys)


def _length(groups: Sequence[tuple[str, str, tuple[str, ...]]]) -> int:
    return sum(len(keys) + 1 + len(words) for keys, words, _ids in groups) + 2 * (len(groups) - 1) + 2


def _similar(id: str, known: Iterable[str]) -> str | None:
    from rapidfuzz import process

    found = process.extractOne(id, sorted(known), score_cutoff=60)
    return _("Did you mean {id}").format(id=found[0]) if found else None


def read_keys(path: Path) -> Keys:
    """The keymap of a file; raises UserError for what cannot be read or does not fit the table."""
    where = str(path)
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8")).get("keys", {})
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(_("the keymap cannot be read"), where=where, todo=str(error)) from None
    except tomllib.TOMLDecodeError as error:
        raise UserError(_("the keymap is not TOML"), where=where, todo=str(error)) from None
    changed: dict[str, Sequence[str]] = {}
    for id, keys in given.items() if isinstance(given, dict) else ():
        keys = [keys] if isinstance(keys, str) else keys
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise UserError(
                _("the keys of {id} are not a list of texts").format(id=id),
                where=where,
                todo=_('Write them like this: "text.next-unit" = ["j", "down"]'),
            )
        changed[id] = keys
    return Keys(changed, where=where)
