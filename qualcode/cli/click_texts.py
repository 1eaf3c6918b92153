"""Click's own words (Usage, Options, its errors) in the language in use.

Click asks the standard gettext domain; the one rule here is that this domain is ours, so that its texts stand in the
same catalogue as all others. Nothing but the marks below is needed: N_ keeps them in the catalogue.
"""

from __future__ import annotations

import gettext
import os

from qualcode.i18n import LOCALE, N_, language, ngettext

_CLICK = (
    N_("Usage:"), N_("Options"), N_("Commands"), N_("Show the version and exit."), N_("Show this message and exit."),
    N_("Error: {message}"), N_("Try '{command} {option}' for help."), N_("Missing command."), N_("Missing argument"),
    N_("Missing option"), N_("Missing parameter"), N_("No such option {name!r}."), N_("No such command {name!r}."), N_("required"), N_("default: {default}"),
    N_("Choose from:\n\t{choices}"), N_("Invalid value for {param_hint}: {message}"), N_("Invalid value: {message}"),
    N_("Option {name!r} does not take a value."), N_("{name} {filename!r} does not exist."), N_("file"), N_("directory"),
    N_("path"), N_("{value!r} is not a valid {number_type}."), N_("{value} is not in the range {range}."),
    N_("Could not open file {filename!r}: {message}"), N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is a file."), N_("{name} {filename!r} is not readable."), N_("{name} {filename!r} is not writable."),
)  # fmt: skip


def _plurals() -> None:
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1)
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1)
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1)
    ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1)


def use() -> None:
    """From now on Click speaks the language in use. Call before commands are declared."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain("qualcode", str(LOCALE))
    gettext.textdomain("qualcode")
