"""Fuzzing of everything that reads a student's bytes: `python -m tests.fuzzing`, or `make fuzz`.

- `targets` says what is tried and what must hold, and needs nothing but the project.
- `corpus` holds what to begin with, and what runs have reached, in `tests/finds/`.
- `engine` is one target under atheris, which makes new bytes from those that reached new code.
- `__main__` runs the engine on each target, and keeps what it finds as a test.
"""
