"""Run every benchmark, or those named: ``python -m benchmarks [NAME ...]``."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time
import traceback

import benchmarks


def main() -> None:
    known = sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if not m.name.startswith("_"))
    asked = sys.argv[1:] or known
    sys.argv[1:] = []  # for the modules' own arguments
    failed: list[str] = []
    for name in asked:
        module = importlib.import_module(f"benchmarks.{name}")
        if not hasattr(module, "main"):
            continue
        print(f"\n== {name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        began = time.perf_counter()
        try:
            module.main()
        except (Exception, SystemExit) as error:  # the others still run
            if not isinstance(error, SystemExit) or error.code:
                failed.append(name)
                traceback.print_exception(error)
        print(f"   ({time.perf_counter() - began:.0f} s)", flush=True)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
