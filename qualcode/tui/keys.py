"""Which strokes mean which command, and how keys are written for people.

The rule: the table of ``commands`` gives the keys and a keymap file may give others. An entry that does not fit, or would
leave a command unheard, is passed over and said; the rest of the file holds:

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


def _beginnings(key: str) -> list[str]:
    """What is struck on the way to a key of several strokes."""
    return [key[:at] for at, sign in enumerate(key) if sign == " "]


@dataclass(frozen=True, slots=True)
class Match:
    """What some strokes mean: ``commands`` in the order to be asked; ``pending`` where more strokes may follow."""

    commands: tuple[Command, ...]
    pending: bool


class Unfit(UserError):
    """An entry of a keymap that cannot hold; ``ids``: the commands it is about."""

    def __init__(self, what: str, where: str | None, todo: str | None, *ids: str) -> None:
        super().__init__(what, where=where, todo=todo)
        self.ids = ids


class Keys:
    """The table with the keys in force. ``changed`` gives other keys to some commands, none to take them away; ``complaints``
    are lines about what a keymap file asked for and did not get, or should know."""

    def __init__(self, changed: Mapping[str, Sequence[str]] | None = None, *, where: str | None = None) -> None:
        """Raises Unfit, with ``where`` as its place, for an unknown command or key and for a clash."""
        changed = dict(changed or {})
        known = {command.id for command in COMMANDS}
        for id in changed:
            if id not in known:
                raise Unfit(_("there is no command {id}").format(id=id), where, _similar(id, known), id)
        self.complaints: tuple[str, ...] = ()
        self.commands = tuple(replace(c, keys=tuple(changed[c.id])) if c.id in changed else c for c in COMMANDS)
        self._by_id = {command.id: command for command in self.commands}
        self._by_key: dict[tuple[str, str], Command] = {}
        self._prefixes: set[tuple[str, str]] = set()
        for command in self.commands:
            for key in command.keys:
                self._bind(command, key, where)

        self._check_prefixes(where)

    def _check_prefixes(self, where: str | None) -> None:
        """A key that begins another one on the same screen would never let it be heard."""
        keys = {key for _place, key in self._by_key}
        several = [(place, key, begun) for place, key in self._by_key for begun in _beginnings(key) if begun in keys]
        for contexts in SCREENS.values():
            for place, key, begun in several:
                for other in contexts if place in contexts else ():
                    first = self._by_key.get((other, begun))
                    if first is not None:
                        late = self._by_key[place, key]
                        raise Unfit(
                            _("{key} of {one} can never be heard after {first} of {other}").format(
                                key=key, one=late.id, first=first.keys[0], other=first.id
                            ),
                            where, _("Give one of them another key"), first.id, late.id,
                        )  # fmt: skip

    def _bind(self, command: Command, key: str, where: str | None) -> None:
        if not all(_STROKE.fullmatch(one) for one in key.split(" ")):
            todo = _("Write a character, or a name like space, shift+down, ctrl+p, f1")
            raise Unfit(_("{key} is not a key").format(key=repr(key)), where, todo, command.id)
        place = command.where, key
        if place in self._by_key:
            other = self._by_key[place].id
            said = _("{key} is given to {one} and to {other}").format(key=key, one=other, other=command.id)
            raise Unfit(said, where, _("Give one of them another key"), other, command.id)
        self._by_key[place] = command
        self._prefixes.update((command.where, begun) for begun in _beginnings(key))

    def shared(self) -> set[tuple[str, str, str, str]]:
        """(screen, key, nearer command, farther command) wherever two commands of a screen want one key."""
        found = set()
        for screen, contexts in SCREENS.items():
            first: dict[str, str] = {}
            for context in contexts:
                for (where, key), command in self._by_key.items():
                    if where == context and first.setdefault(key, command.id) != command.id:
                        found.add((screen, key, first[key], command.id))
        return found

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

    def named(self, footer: str) -> list[tuple[str, str]]:
        """All keys that a footer names, with its words for them."""
        return [(keys, words) for keys, words, _ids in self._groups(footer)]

    def footer(self, screen: str, width: int) -> list[tuple[str, str, tuple[str, ...]]]:
        """The groups of row h that fit ``width`` cells: (keys, words, command ids). The last one always stays."""
        groups = self._groups(screen)
        while len(groups) > 1 and _length(groups) > width:
            del groups[-2]
        return groups

    def _groups(self, footer: str) -> list[tuple[str, str, tuple[str, ...]]]:
        groups = []
        for ids, words in FOOTERS[footer]:
            keys = _joined([self._by_id[id].keys[0] for id in ids if self._by_id[id].keys])
            if keys:
                groups.append((keys, _(words), ids))
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
    """The keymap of a file, as far as it can hold; what is wrong with it is in ``complaints``, one line each."""
    where = path.name  # the settings name its folder
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8")).get("keys", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        what = (
            _("the keymap is not TOML")
            if isinstance(error, tomllib.TOMLDecodeError)
            else _("the keymap cannot be read")
        )
        return _complaining(Keys(), [str(UserError(what, where=where, todo=str(error)))])
    changed: dict[str, Sequence[str]] = {}
    complaints: list[str] = []
    for id, keys in given.items() if isinstance(given, dict) else ():
        keys = [keys] if isinstance(keys, str) else keys
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
            changed[id] = keys
            continue
        what = _("the keys of {id} are not a list of texts").format(id=id)
        todo = _('Write them like this: "text.next-unit" = ["j", "down"]')
        complaints.append(str(UserError(what, where=where, todo=todo)))
    while True:
        try:
            found = Keys(changed, where=where)
            break
        except Unfit as error:
            complaints.append(str(error))
            changed.pop(next(id for id in reversed((*error.ids,)) if id in changed))
    told = set()
    for _screen, key, near, far in sorted(found.shared() - Keys().shared()):
        if (key, near, far) not in told and (near in changed or far in changed):
            told.add((key, near, far))
            what = _("{key} is now both {one} and {other}: where both hold, the first is asked first")
            complaints.append(str(UserError(what.format(key=key, one=near, other=far), where=where)))
    return _complaining(found, complaints)


def _complaining(keys: Keys, complaints: Sequence[str]) -> Keys:
    keys.complaints = tuple(complaints)
    return keys
