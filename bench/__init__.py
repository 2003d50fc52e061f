"""Benchmarks: `.venv/bin/python -m bench.NAME [--quick] [--json]`, one file each; `make bench` runs them all."""
