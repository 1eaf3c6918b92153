"""The passphrase of names.key: from a file, from QUALCODE_PASSPHRASE, or typed unseen; never from the command line itself,
which the shell's history and every other user's process list would keep."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project

if TYPE_CHECKING:
    from qualcode.collect.names import Names

F = TypeVar("F", bound=Callable[..., Any])
VARIABLE = "QUALCODE_PASSPHRASE"


def passphrase_option(command: F) -> F:
    """``--passphrase-file``."""
    return click.option(
        "--passphrase-file", type=click.Path(path_type=Path), metavar="FILE",
        help=_("The key's passphrase is the first line of this file (else QUALCODE_PASSPHRASE, else you are asked)."),
    )(command)  # fmt: skip


def given(file: Path | None, variable: str = VARIABLE) -> str | None:
    """The passphrase that was given without asking; None where none was. UserError where the file cannot be read or its first
    line is empty."""
    if file is None:
        return os.environ.get(variable) or None
    try:
        words = (file.read_text("utf-8-sig").splitlines() or [""])[0]
    except (OSError, UnicodeDecodeError):
        raise UserError(
            _("the passphrase cannot be read from this file"), where=str(file), todo=_("It is the first line of a plain text")
        ) from None  # fmt: skip
    if not words.strip():
        raise UserError(_("the passphrase is empty"), where=str(file), todo=_("Write it into the first line"))
    return words


def asked(words: str, file: Path | None, *, twice: bool = False, from_variable: bool = True) -> str:
    """The passphrase: given, or typed unseen (twice where it is new)."""
    found = given(file) if file or from_variable else None
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise UserError(
            _("the key needs its passphrase"), todo=_("Give it with --passphrase-file FILE or in %s") % VARIABLE
        )
    typed: str = click.prompt(words, hide_input=True, confirmation_prompt=twice, err=True)
    return typed


def opened_key(project: Project, file: Path | None, *, create: bool = False) -> Names:
    """The key of the project's folder, opened, and with ``create`` made where there is none. It is the project's keyring from
    here on."""
    from qualcode.collect import names

    folder = project.path.parent
    if create and not names.key_path(folder).exists():
        project.keyring = names.create_key(folder, new_passphrase(file))
    else:
        project.keyring = names.open_key(folder, asked(_("Passphrase of the key"), file))
    found: Names = project.keyring
    return found


def new_passphrase(file: Path | None, *, from_variable: bool = True) -> str:
    """A passphrase for a key that is made or changed (then not from the variable, which holds the old one); a weak one is said."""
    from qualcode.collect.keyfile import SHORT, is_weak

    found = asked(_("New passphrase"), file, twice=True, from_variable=from_variable)
    if is_weak(found):
        click.echo(
            _("! This passphrase is short and can be found by trying. %d characters or more, best several words, hold.") % SHORT,
            err=True,
        )  # fmt: skip
    return found


def key_if_given(project: Project, file: Path | None) -> Names | None:
    """The key, where there is one and its passphrase was given without asking; UserError where that is wrong, or the file that
    is named cannot be read (where there is no key, too: who names a file means it)."""
    from qualcode.collect.names import key_path

    if given(file) is None or not key_path(project.path.parent).exists():
        return None
    return opened_key(project, file)
