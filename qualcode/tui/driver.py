"""Input from the terminal that costs nothing while nobody types.

The rule: the thread that waits for keys is woken by a key, by the end of the app, and by nothing else; only where a sequence
has begun (Esc alone may be one) it waits as long as the escape delay. Textual's own thread wakes ten times a second.

The escape delay is short here, for Esc is a step back; over ssh, where a sequence may arrive in pieces, it is Textual's. What
the person's ESCDELAY says holds over both.

Where the terminal is gone (its window was closed, and a process that is kept from hearing of it goes on) the app ends as by its
own key: there is nobody left to type.
"""

from __future__ import annotations

import os
import sys
from codecs import getincrementaldecoder
from collections.abc import Mapping, MutableMapping
from select import select
from socket import socketpair
from threading import Event
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App
    from textual.driver import Driver

HERE, FAR = 25, 100  # milliseconds of the escape delay at this machine's own keyboard, and over ssh
LAST = 0.1  # seconds for what comes in while the app ends


def escape_delay(environ: Mapping[str, str]) -> int:
    """Milliseconds after which an Esc that nothing follows is the key Esc."""
    return FAR if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY") else HERE


def prepare(environ: MutableMapping[str, str] = os.environ) -> None:
    """Set what Textual reads when it is imported; before that."""
    environ.setdefault("ESCDELAY", str(escape_delay(environ)))


class Bell(Event):
    """An event that also wakes who waits for input: ``ear`` can be read once it is set."""

    def __init__(self) -> None:
        super().__init__()
        self.ear, self._clapper = socketpair()

    def set(self) -> None:
        if not self.is_set():
            super().set()
            self._clapper.send(b"!")

    def clear(self) -> None:
        if self.is_set():
            super().clear()
            self.ear.recv(1)


def quiet_driver() -> type[Driver] | None:
    """The driver for this system; None where Textual's own is to be used: on Windows, and where it is built otherwise."""
    if sys.platform == "win32" or os.environ.get("TEXTUAL_DRIVER"):
        return None
    from textual import constants
    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    if not {"run_input_thread", "disable_input", "process_message"} <= vars(LinuxDriver).keys():
        return None

    class Quiet(LinuxDriver):
        """Textual's driver, but for how it waits for input."""

        def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: Any = None) -> None:
            super().__init__(app, debug=debug, mouse=mouse, size=size)
            self.exit_event = self._bell = Bell()

        def run_input_thread(self) -> None:
            """Wait for input and hand its events on, until the app ends or is suspended."""
            parser = XTermParser(self._debug)
            decode = getincrementaldecoder("utf-8")().decode
            sources: list[Any] = [self.fileno, self._bell.ear]
            at_terminal = os.isatty(self.fileno)
            while not self._bell.is_set():
                ready = select(sources, [], [], constants.ESCAPE_DELAY if _has_begun(parser) else None)[0]
                if self.fileno in ready:
                    try:
                        data = os.read(self.fileno, 4096)
                    except OSError:
                        data = b""
                    if not data and at_terminal:
                        self._leave()
                        return
                    if not data:
                        sources.remove(self.fileno)  # what was piped in has come to its end
                    text = decode(data)
                    events = parser.feed(text) if text else ()
                else:  # only where nothing more has come: the rest of a sequence may lie there however late it is
                    events = parser.tick()
                for event in events:
                    self.process_message(event)
            if select([self.fileno], [], [], LAST)[0]:  # what the terminal still answers is not for the shell
                os.read(self.fileno, 4096)

        def _leave(self) -> None:
            """End the app, and write nothing more: a terminal that is gone takes nothing, and who writes would wait for it."""
            self.write = lambda data: None  # type: ignore[method-assign]
            self._app.call_later(self._app.terminal_gone)  # type: ignore[attr-defined]

    return Quiet


def _has_begun(parser: object) -> bool:
    """Whether the parser waits a limited time for more; taken for so where it does not tell."""
    return getattr(parser, "_timeout_time", 0.0) is not None
