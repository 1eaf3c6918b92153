"""The tests. Their modules are compiled once, not by every worker and child process, also where the environment says not to."""

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
