"""Printed indicator tables: what the checks find of errors put in, and false alarms on clean tables.

Invented tables of invented towns, written as CSV and read as any file; half of the seeds (even) were looked at while the
checks were made, the other half (odd) are reported. ``python -m benchmarks.indicators [tune] [-v]``.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks._indicator_tables import ERRORS, Sheet, inject, make
from qualcode.collect.checks import check_cells
from qualcode.collect.figure_cells import Cell, read_numbers
from qualcode.collect.figure_files import read_cells

CLEAN, TRIES = 48, 24  # clean tables; tries of each kind of error


def place(cell: Cell) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z])(\d+)", cell.place)
    assert found
    return int(found[2]) - 1, ord(found[1]) - 65


def alarms(sheet: Sheet, folder: Path) -> tuple[list[Cell], dict[tuple[int, int], str]]:
    path = folder / "t.csv"
    width = max(map(len, sheet.rows))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([*row, *[""] * (width - len(row))] for row in sheet.rows)
    cells = read_numbers(read_cells(path)[0])[0]
    return cells, {place(cells[a.at]): f"{a.kind} {a.message}" for a in check_cells(cells)}


def main() -> None:
    tune, loud = "tune" in sys.argv, "-v" in sys.argv
    seeds = [2 * n + (0 if tune else 1) for n in range(4000)]
    began = time.process_time()
    clean = seeds[:CLEAN]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        false = cells_ = lost = 0
        for seed in clean:
            sheet = make(seed)
            cells, found = alarms(sheet, folder)
            figures = {p for row in sheet.places for p in row}
            lost += len(figures - {place(c) for c in cells})
            cells_ += len(cells)
            false += len(found)
            if loud:
                for p, said in found.items():
                    print(f"      clean {seed} {sheet.kind} {p} {sheet.rows[p[0]]}: {said}")
        print(
            f"   clean: {len(clean)} tables, {cells_} cells, {lost} not read, {false} alarms, {100 * false / cells_:.2f} per 100 cells"
        )
        for kind in ERRORS:
            hit = wrong_cells = aside = others = tables = whole = 0
            by: Counter[str] = Counter()
            for seed in seeds:
                if tables == TRIES:
                    break
                sheet = make(seed)
                wrong = inject(kind, sheet, random.Random(seed * 7 + 1))
                if not wrong:
                    continue
                tables += 1
                cells, found = alarms(sheet, folder)
                got = wrong & found.keys()
                hit, wrong_cells, whole = hit + len(got), wrong_cells + len(wrong), whole + (got == wrong)
                aside += len(found.keys() - wrong)
                others += len(cells) - len(wrong)
                by[sheet.kind + ("+" if got == wrong else "-")] += 1
                if loud and (got != wrong or found.keys() - wrong):
                    print(
                        f"      {kind} {seed} {sheet.kind} wrong {sorted(wrong)} {[sheet.rows[p[0]] for p in sorted(wrong)][:2]}"
                    )
                    for p, said in found.items():
                        print(f"         {'hit' if p in wrong else 'FALSE'} {p}: {said[:150]}")
            print(
                f"   {kind}: {tables} tables, {hit} of {wrong_cells} cells named ({100 * hit / max(1, wrong_cells):.0f} %), all of them in {whole};"
                f" {aside} alarms on other cells ({100 * aside / max(1, others):.2f} per 100)  {dict(sorted(by.items()))}"
            )
    print(f"   {time.process_time() - began:.1f} s of processor")


if __name__ == "__main__":
    main()
