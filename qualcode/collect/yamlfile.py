"""YAML files as people write and read them: read safely, their values as texts, and written."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qualcode.errors import UserError, reason
from qualcode.i18n import _


def load_yaml(path: Path) -> Any:
    """A YAML 1.2 file, safely. UserError with the place where it cannot be read."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(path.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise UserError(_("this is no UTF-8 text"), where=str(path), todo=_("Save it as UTF-8")) from None
    except OSError as error:
        raise UserError(_("this file cannot be read: %s") % reason(error), where=str(path)) from None
    except (RecursionError, ValueError) as error:  # a 31 February
        raise UserError(_("this is no valid YAML: %s") % reason(error), where=str(path)) from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        says = " ".join(str(getattr(error, "problem", error)).split())  # some of its errors are several lines
        raise UserError(_("this is no valid YAML: %s") % says, where=where) from None


def yaml_text(data: Any) -> str:
    """Data as YAML that a person reads and changes: words as they are, lines of 120."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.allow_unicode = True
    yaml.width = 120
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def words(value: Any, where: str) -> str | None:
    """A text of a YAML file: numbers and dates as texts, nothing as None; UserError for a list or mapping."""
    if value is None:
        return None
    if isinstance(value, list | Mapping):
        raise UserError(_("this must be a text, not a list: %s") % str(value)[:40], where=where)
    return str(value)
