"""What qualcode costs and survives, measured. ``python -m benchmarks`` runs all, ``python -m benchmarks.NAME`` one.

A benchmark is a module with ``main()`` that prints a small table. No figure here is asserted: machines differ.
"""
