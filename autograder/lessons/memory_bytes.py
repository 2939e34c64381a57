"""The check of `memory_bytes`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

LESSON = Lesson(
    first_step=N_(
        'ask NumPy about one number. Type np.dtype("float16") into a new cell, then a dot behind it, '
        "and press Tab: which of its attributes sounds like a size in bytes?"
    ),
    kind=N_("What does / give in Python?"),
    examples=(
        Example(
            "memory_bytes(335_114)",
            (
                Say(
                    N_(
                        "How many bits has a byte, and how many bits has a float32? Give bytes, not "
                        "megabytes: it is about 1.34 MB."
                    )
                ),
            ),
        ),
        Example(
            'memory_bytes(335_114, "float64")',
            (Say(N_("A float64 takes twice the room. Do you use `dtype`?")),),
        ),
        Example(
            'memory_bytes(1000, "float16")',
            (Say(N_("A float16 takes half the room of a float32.")),),
        ),
    ),
)
