"""Proposals accepted many at once, unread: those of one code and keyword, or all whose reason is strong.

The rule: asked once, it is said how many they are and a few examples are shown; only the same key again accepts them, as one
action that undo takes back, and each is marked as accepted in bulk. Any other key leaves it.
"""

from __future__ import annotations

from collections.abc import Callable

from qualcode.i18n import _, ngettext
from qualcode.reduce.accepting import accept
from qualcode.reduce.queue import SHOWN, Proposal
from qualcode.store import Project
from qualcode.tui.long import Long
from qualcode.tui.screens.listing import ListScreen

Write = Callable[[Project, bytes], object]
GROUP, STRONG = "queue.accept-group", "queue.accept-strong"


class UnreadScreen(ListScreen):
    """A list of proposals of which many may be accepted at once."""

    kind = "queue"

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Proposal] = []
        self._skipped: set[tuple[bytes, bytes, int]] = set()
        self._names: dict[bytes, str] = {}  # of sources
        self._unread = ""  # the command that was asked once: asked again, it accepts

    def _here(self) -> Proposal | None:
        raise NotImplementedError

    def _decide(self, some: list[Proposal], write: Write, said: str, long: Long | None = None) -> None:
        """Take them off the list at once, write, and go on to the next."""
        raise NotImplementedError

    def asked_unread(self) -> str:
        """What the next key would do, where it was asked; else nothing."""
        here = self._here()
        if not self._unread or here is None:
            return ""
        many = len(self._many(here))
        said = ngettext("%d proposal would be accepted unread", "%d proposals would be accepted unread", many) % many
        key = self.main.key_of(self._unread)
        return said + " · " + _("{key} again does it, any other key leaves it").format(key=key)

    def _group(self, here: Proposal) -> list[Proposal]:
        it = here.suggestion
        return [
            one for one in self._shown if (one.suggestion.code.id, one.suggestion.keyword) == (it.code.id, it.keyword)
        ]

    def _many(self, here: Proposal) -> list[Proposal]:
        """What would be accepted unread: the group here, or all whose reason is strong (but for what was put off)."""
        if self._unread == GROUP:
            return self._group(here)
        return [one for one in self._shown if one.suggestion.strength == "strong" and key_of(one) not in self._skipped]

    def examples(self, here: Proposal) -> list[tuple[str, Proposal]]:
        """A few of them to be read before, from all over the list, with the place of each; none where it was not asked."""
        if not self._unread:
            return []
        many = self._many(here)
        some = many[:SHOWN] if self._unread == GROUP else many[:: max(1, -(-len(many) // SHOWN))]
        of_many_codes = self._unread != GROUP
        return [
            (f"{one.suggestion.code.shown} · {name}" if of_many_codes else name, one)
            for one in some
            for name in (self._names.get(one.suggestion.source, "?"),)
        ]

    # Keys

    def run_command(self, id: str) -> bool:
        if self._unread and id != self._unread:
            self._unread = ""
            self.calm()
            self.note()
            if id == "app.back":
                return True
        return super().run_command(id)

    def do_queue_accept_group(self) -> None:
        self._accept_unread(GROUP)

    def do_queue_accept_strong(self) -> None:
        self._accept_unread(STRONG)

    def _accept_unread(self, command: str) -> None:
        """Asked once: how many, with examples; asked again: accept them, marked as bulk."""
        one, asked, self._unread = self._here(), self._unread == command, command
        some = self._many(one) if one is not None else []
        if not some:
            self._unread = ""
            self.say(_("None is left that has a strong reason"))
            return
        if not asked:
            self.calm()
            self.note()
            return
        self._unread = ""
        chosen = [other.suggestion for other in some]
        said = ngettext("%d accepted, marked as bulk", "%d accepted, marked as bulk", len(some)) % len(some)
        long = Long(_("accepting"), of=len(chosen), stays=_("stopped; none of them was accepted"))

        def write(project: Project, coder: bytes) -> object:
            return accept(project, chosen, coder, bulk=True, progress=lambda at: long("", at, len(chosen)))

        self._decide(some, write, said, long)


def key_of(one: Proposal) -> tuple[bytes, bytes, int]:
    return one.suggestion.source, one.suggestion.code.id, one.suggestion.start
