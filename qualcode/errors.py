"""The one error that a user can mend: what is wrong, where, and what to do.

Whatever a person may have caused (a file, a name, a number) is raised as ``UserError`` and shown as one line,
exit code 1. Anything else is a bug.
"""

from __future__ import annotations

from qualcode.i18n import readers


class UserError(Exception):
    """Something the user can mend.

    ``what`` is wrong, in ``where`` (a file and place, a record), and ``todo`` says how to mend it; all three are
    translated texts without a trailing full stop. Each is said in the language of where it is read: a document that notes what
    it could not tell says so in its own, and to who asked for the document it is said in theirs.
    """

    def __init__(self, what: str, *, where: str | None = None, todo: str | None = None) -> None:
        super().__init__(what)
        self._said = what, where, todo

    @property
    def what(self) -> str:
        return readers(self._said[0])

    @property
    def where(self) -> str | None:
        return readers(self._said[1]) if self._said[1] else self._said[1]

    @property
    def todo(self) -> str | None:
        return readers(self._said[2]) if self._said[2] else self._said[2]

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        if not self.todo:
            return line
        return f"{line} {self.todo}" if line.endswith(("?", "!", ".", "…")) else f"{line}. {self.todo}"
