"""Texts in two languages. English is the message id; Indonesian and English each have a complete catalogue.

The language is chosen once, at first use: QUALCODE_LANG, else the system's locale where that is English, else
Indonesian, since that is who the tool is for. ``use`` changes it while running (the app does). ``speaking`` changes it for
what is built inside it alone: a report in Indonesian is written in one thread while the app is drawn in English in another.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

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


@contextmanager
def to_reader() -> Iterator[None]:
    """Texts in the language of who reads the screen, inside ``speaking`` too: what stops a document is said to them."""
    before = _here.set("")
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


def _translations() -> _gettext.NullTranslations:
    if spoken := _here.get():
        return _catalogue(spoken)
    if _current is None:
        use(preferred())
    assert _current is not None
    return _current


def _(message: str) -> str:
    """The text in the language in use."""
    return _translations().gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The text for a count in the language in use (Indonesian has one form)."""
    return _translations().ngettext(one, many, count)


def N_(message: str) -> str:  # gettext's own name: marks a text for extraction, translates nothing
    return message
