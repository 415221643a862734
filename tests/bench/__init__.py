"""Benchmarks: programs that print figures side by side with others' and assert nothing. `make bench` runs them all."""
