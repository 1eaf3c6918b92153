"""The key of real names in the app: made, opened, closed.

The rule: a passphrase is shown nowhere and kept nowhere: it goes from the field to the key and is forgotten. An open key
is open for this window alone, until it is closed or the app is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.tui.drawing import wrapped
from qualcode.tui.widgets.chooser import Choice

if TYPE_CHECKING:
    from qualcode.tui.screens.base import Place


@dataclass(frozen=True)
class Standing:
    """``there``: a key lies beside the project; ``known``: how many people it knows, None while it is closed; ``loose``: how
    many real names stand in the project."""

    there: bool
    known: int | None
    loose: int


def read_standing(project: Project) -> Standing:
    from qualcode.collect.locking import unlocked
    from qualcode.collect.names import key_path

    known = len(project.keyring.people) if project.keyring is not None else None
    return Standing(key_path(project.path.parent).exists(), known, len(unlocked(project)))


def offer(place: Place) -> None:
    """Say how things stand and what can be done about it."""
    if place.main.open_session is None:
        place.say(_("No project is open"))
    else:
        place.question(_offer(place))


async def _offer(place: Place) -> None:
    now = await place.session.read(read_standing)
    names = ngettext("%d name", "%d names", now.loose) % now.loose
    ways = []
    if not now.there:
        ways.append(Choice("make", _("Make a key"), names))
    elif now.known is None:
        ways.append(Choice("open", _("Open the key")))
    else:
        if now.loose:
            ways.append(Choice("lock", _("Move names into it"), names))
        ways.append(Choice("close", _("Close the key")))

    def tell(choice: Choice, width: int) -> list[str]:
        return wrapped(_meaning(choice.key, now), width, 3)

    def take(choice: Choice, stay: bool) -> None:
        match choice.key:
            case "make":
                place.then_ask(_ask_new, place)
            case "open":
                place.then_ask(_ask, place)
            case "lock":
                place.job(_lock(place, None))
            case _:
                place.job(_close(place))

    state = _("none is there") if not now.there else _("closed") if now.known is None else _("open")
    place.choose(
        "names", _("The key of real names: %s") % state, lambda query: [one for one in ways if query.casefold() in one.name.casefold()], take, tell,
    )  # fmt: skip


def _meaning(what: str, now: Standing) -> str:
    """What it means to have no key, a closed one, an open one."""
    loose = ""
    if now.loose:
        loose = ngettext(
            "! %d name of a person stands in the project as it was typed; anyone with the file can read it.",
            "! %d names of people stand in the project as they were typed; anyone with the file can read them.",
            now.loose,
        ) % now.loose + " "  # fmt: skip
    match what:
        case "make":
            return (loose or _("Without a key, names come in as they are typed.") + " ") + _(
                "In a key they lie encrypted beside the project. Nobody can bring back a lost passphrase."
            )
        case "open":
            return loose + _("While it is open, names that come in go into the key, and people stand under pseudonyms.")
        case "lock":
            return loose + _("They get pseudonyms; texts stay as they are: “qualcode pseudonymise” is for them.")
        case _:
            return ngettext("It knows %d person.", "It knows %d people.", now.known or 0) % (now.known or 0) + " " + _("Closed, names that come in stand as they are typed.")  # fmt: skip


def _ask(place: Place) -> None:
    """The passphrase of the key that is there."""

    def given(text: str) -> None:
        if text:
            place.job(_open(place, text))

    place.write_line(_("Passphrase of the key:"), "", given, secret=True)


def _ask_new(place: Place) -> None:
    """A passphrase for a new key, twice."""

    def given(first: str) -> None:
        if not first.strip():
            place.say(_("an empty passphrase protects nothing"))
            return

        def again(second: str) -> None:
            if first == second:
                place.job(_lock(place, first))
            else:
                place.say(_("The two were not the same. Nothing was made."))

        place.then_ask(partial(place.write_line, _("The same once more:"), "", again, secret=True))

    place.write_line(_("New passphrase (several words):"), "", given, secret=True)


async def _open(place: Place, passphrase: str) -> None:
    def work(project: Project) -> int:
        from qualcode.collect.names import open_key

        project.keyring = open_key(project.path.parent, passphrase)
        return len(project.keyring.people)

    try:
        known = await place.session.read(work)
    except UserError as error:  # in one line: where the key lies is known
        place.say(error.what)
        return
    place.say(_("The key is open.") + " " + ngettext("It knows %d person.", "It knows %d people.", known) % known)


async def _lock(place: Place, passphrase: str | None) -> None:
    """Move the names that stand in the project into the key, which is made where a passphrase is given."""

    def work(project: Project) -> int:
        from qualcode.collect import locking, names

        if passphrase is not None:
            project.keyring = names.create_key(project.path.parent, passphrase)
        people = locking.unlocked(project)
        return len(locking.lock(project, project.keyring, people)) if people else 0

    try:
        given = await place.session.write(work)
    except UserError as error:
        place.say(error.what)
        return
    await place.reload()
    said = ngettext("%d name is in the key now.", "%d names are in the key now.", given) % given
    if passphrase is not None:
        from qualcode.collect.keyfile import is_weak

        weak = _("! The passphrase is short and can be found by trying.") if is_weak(passphrase) else ""
        said += " " + (weak or _("Keep a copy of it; a backup has none."))
    place.say(said)


async def _close(place: Place) -> None:
    def work(project: Project) -> None:
        project.keyring = None

    await place.session.read(work)
    place.say(_("The key is closed: names that come in stand as they are typed."))
