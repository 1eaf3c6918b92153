"""Texts in two languages. English is the message id; Indonesian and English each have a complete catalogue.

The language is chosen once, at first use: QUALCODE_LANG, else the system's locale where that is English, else
Indonesian, since that is who the tool is for. ``use`` changes it while running (the app does). ``speaking`` changes it for
what is built inside it alone: a report in Indonesian is written in one thread while the app is drawn in English in another.
A text made inside it remembers what it was made of (``Spoken``), since what stops a document is told to who asked for it, not
to who will read it: ``readers`` says it again in the reader's language, and every UserError asks it when it is read.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from pathlib import Path
from typing import Any

LANGUAGES = ("id", "en")
LOCALE = Path(__file__).parent / "locale"
_current: _gettext.NullTranslations | None = None
_language = ""
_here: ContextVar[str] = ContextVar("language spoken here", default="")


def preferred() -> str:
    """The language the environment asks for: ``id`` or ``en``."""
    asked = os.environ.get("QUALCODE_LANG", "").lower()[:2]
    if asked in LANGUAGES:
        return asked
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if system.lower().startswith("en") else "id"


def use(language: str) -> None:
    """Speak ``language`` (``id`` or ``en``) from now on."""
    global _current, _language
    _language = language if language in LANGUAGES else "id"
    _current = _catalogue(_language)


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation("qualcode", LOCALE, [language], fallback=True)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts and terms in ``id`` or ``en`` for what is built inside, in this thread alone."""
    before = _here.set(language if language in LANGUAGES else "id")
    try:
        yield
    finally:
        _here.reset(before)


def language() -> str:
    """The language in use: ``id`` or ``en``."""
    if spoken := _here.get():
        return spoken
    if _current is None:
        use(preferred())
    return _language


class Spoken(str):
    """A text in a document's language that can be said again in the reader's, also after ``%``, ``+`` and ``format``."""

    __slots__ = ("again",)
    again: Callable[[], str]

    def __mod__(self, values: Any) -> str:
        return _spoken(super().__mod__(values), lambda: self.again() % _said_again(values))

    def __add__(self, other: str) -> str:
        return _spoken(super().__add__(other), lambda: self.again() + readers(other))

    def __radd__(self, other: str) -> str:
        return _spoken(other + str(self), lambda: other + self.again())

    def format(self, *values: Any, **named: Any) -> str:
        made = super().format(*values, **named)
        return _spoken(made, lambda: self.again().format(*_said_again(values), **_said_again(named)))

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)  # a copy is what it says


def _spoken(text: str, again: Callable[[], str]) -> Spoken:
    made = Spoken(text)
    made.again = again
    return made


def _said_again(values: Any) -> Any:
    if isinstance(values, tuple):
        return tuple(map(_said_again, values))
    if isinstance(values, dict):
        return {key: _said_again(value) for key, value in values.items()}
    return values.again() if isinstance(values, Spoken) else values


def readers(text: str) -> str:
    """A text in the language of who reads it: as it was made inside ``speaking``, and outside again in the reader's."""
    return text.again() if isinstance(text, Spoken) and not _here.get() else text


def _reader() -> _gettext.NullTranslations:
    if _current is None:
        use(preferred())
    assert _current is not None
    return _current


def _(message: str) -> str:
    """The text in the language in use."""
    if not message:
        return ""
    if (spoken := _here.get()) and spoken != _language:
        return _spoken(_catalogue(spoken).gettext(message), lambda: _reader().gettext(message))
    return _reader().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The text for a count in the language in use (Indonesian has one form)."""
    if (spoken := _here.get()) and spoken != _language:
        again = partial(_reader().ngettext, one, many, count)
        return _spoken(_catalogue(spoken).ngettext(one, many, count), again)
    return _reader().ngettext(one, many, count)


def N_(message: str) -> str:  # gettext's own name: marks a text for extraction, translates nothing
    return message
