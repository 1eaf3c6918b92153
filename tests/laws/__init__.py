"""Replicas, a driver and an oracle: what the law tests and ``benchmarks/laws.py`` stand on."""
