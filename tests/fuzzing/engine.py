"""One target under atheris: `python -m tests.fuzzing.engine TARGET`, then what libFuzzer takes."""

import sys
import tracemalloc
import warnings

import atheris

# Before anything of them is imported: what is to report which branches it takes.
with atheris.instrument_imports(
    include=[
        "autograder.compare",
        "autograder.notebook",
        "autograder.opened",
        "autograder.sandbox.child",
        "autograder.sandbox.endings",
        "autograder.sandbox.frames",
    ]
):
    from tests.fuzzing.targets import TARGETS


def main() -> None:
    # A student's bytes must not make us warn either.
    warnings.simplefilter("error")
    tracemalloc.start()
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
