"""The one error that a user can mend: what is wrong, where, and what to do.

Whatever a person may have caused (a file, a name, a number) is raised as ``UserError`` and shown as one line,
exit code 1. Anything else is a bug.
"""

from __future__ import annotations

import errno
import re

from qualcode.i18n import N_, _, readers


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
        said = self._said[1]
        return " ".join(readers(said).splitlines()) if said else said  # a file's name may hold anything

    @property
    def todo(self) -> str | None:
        return readers(self._said[2]) if self._said[2] else self._said[2]

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        if not self.todo:
            return line
        return f"{line} {self.todo}" if line.endswith(("?", "!", ".", "…")) else f"{line}. {self.todo}"


def typed(name: str) -> str:
    """A name as it is typed in a command: in quotation marks where it has a space or a sign that means something there."""
    return name if re.fullmatch(r"[\w./+@%:,=-]+", name) else '"' + name.replace('"', '\\"') + '"'


_SYSTEM = {
    errno.ENOENT: N_("no such file or folder"),
    errno.EACCES: N_("you may not"),
    errno.EPERM: N_("you may not"),
    errno.EROFS: N_("the disk is write-protected"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("your share of the disk is full"),
    errno.EFBIG: N_("the file grows too large"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("part of the path is no folder"),
    errno.EEXIST: N_("it is there already"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EIO: N_("the disk does not answer"),
}
_SAID = {  # SQLite's words, and those of the libraries that people meet
    "file is not a database": N_("it is no database"),
    "database disk image is malformed": N_("parts of it are unreadable"),
    "attempt to write a readonly database": N_("it is write-protected"),
    "unable to open database file": N_("it cannot be opened"),
    "disk I/O error": N_("the disk does not answer"),
    "day is out of range for month": N_("there is no such day"),
    "month must be in 1..12": N_("there is no such month"),
}


def reason(error: Exception) -> str:
    """Why a file could not be used, in the reader's language where that is known of the system or a library, else in theirs; one
    line, short enough for the end of another."""
    if error.args and isinstance(error.args[0], OSError):
        return reason(error.args[0])  # as XlsxWriter hands it on
    number = getattr(error, "errno", None)
    if number is None and (system := re.search(r"\(os error (\d+)\)", str(error))):
        number = int(system[1])  # as a library in Rust says it
    if number in _SYSTEM:
        return _(_SYSTEM[number])
    if (said := str(error)) in _SAID:
        return _(_SAID[said])
    if isinstance(error, RecursionError):
        return _("too many things inside one another")
    if type(error).__name__ == "BadZipFile":
        return _("it is no archive, or not a whole one")
    place = getattr(error, "position", None) or (getattr(error, "lineno", None), getattr(error, "colno", 0))
    if isinstance(place, tuple) and isinstance(place[0], int):
        return _("line %d, column %d") % (place[0], place[1] or 0)
    return " ".join(str(getattr(error, "strerror", None) or said).split())[:80] or type(error).__name__
