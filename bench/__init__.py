"""Benchmarks, one file each: `python -m bench.NAME [--quick|--taste] [--json]`; `make bench` runs them all."""
