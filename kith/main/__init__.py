"""The program: it wires the capabilities together and runs them. Nobody imports it."""
