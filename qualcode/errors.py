"""The one error that a user can mend: what is wrong, where, and what to do.

Whatever a person may have caused (a file, a name, a number) is raised as ``UserError`` and shown as one line,
exit code 1. Anything else is a bug.
"""

from __future__ import annotations

from qualcode.i18n import readers


class UserError(Exception):
    """Something the user can mend.

    ``what`` is wrong, in ``where`` (a file and place, a record), and ``todo`` says how to mend it; all three are
    translated texts without a trailing full stop, and come in the language of who reads the screen, also where a document is
    made in another.
    """

    def __init__(self, what: str, *, where: str | None = None, todo: str | None = None) -> None:
        self.what = readers(what)
        self.where = readers(where) if where else where
        self.todo = readers(todo) if todo else todo
        super().__init__(self.what)

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        if not self.todo:
            return line
        return f"{line} {self.todo}" if line.endswith(("?", "!", ".", "…")) else f"{line}. {self.todo}"
