"""``qualcode`` with no words: the app."""

from __future__ import annotations

import gc
import os
import sys

from qualcode.cli.common import find_project
from qualcode.errors import UserError
from qualcode.i18n import _


def run(project_path: str | None, coder: str | None) -> None:
    """Open the app on the project that was named, else on that of this folder or above it, else on the start screen.

    UserError where there is no terminal, the named project or coder is not there, or the file cannot be opened.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UserError(_("the app needs a terminal"), todo=_("“qualcode --help” lists the commands, which need none"))
    gc.disable()  # what is loaded now stays as long as the app: to look through it for rubbish is a tenth of the start
    from qualcode.tui.driver import prepare

    prepare()
    from qualcode.tui.app import run_app
    from qualcode.tui.session import open_session

    gc.freeze()
    gc.enable()
    try:
        path = find_project(project_path)
    except UserError:
        if project_path:
            raise
        path = None
    session = open_session(path, coder or os.environ.get("QUALCODE_CODER")) if path else None
    try:
        session = run_app(session) or session
    finally:
        if session is not None:
            session.close()
