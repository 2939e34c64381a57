"""The check of `topk_forward`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

_SETUP = (
    "x = np.array([[1.0, 10.0, 100.0], [2.0, 20.0, 200.0]])\n"
    "w = np.full((3, 2), 0.01)\n"
    "b = np.array([0.0, -0.1])\n"
    "importance = np.array([[0.9, 0.1], [0.5, 0.3], [0.2, 0.8]])"
)
_SHAPE = N_("There is one row for each input of the batch, and one column for each output.")

LESSON = Lesson(
    first_step=N_(
        "look at output 0 and k = 1 alone. Which input has the highest number in column 0 of "
        "importance, and how could the weights of all other inputs be kept out of the sum?"
    ),
    examples=(
        Example(
            "topk_forward(x, w, b, importance, k=1)",
            (
                Say(
                    N_(
                        "With k = 1, output 0 listens to input 0 and output 1 to input 2: before the "
                        "sigmoid that gives [[0.01, 0.9], [0.02, 1.9]]. Does each output choose by its "
                        "own column of `importance`?"
                    )
                ),
            ),
            shape=_SHAPE,
            setup=_SETUP,
            draw="tables",
        ),
        Example(
            "topk_forward(x, w, b, importance, k=2)",
            (
                Say(
                    N_(
                        "With k = 2, output 0 listens to inputs 0 and 1, and output 1 to inputs 1 and "
                        "2: before the sigmoid that gives [[0.11, 1.0], [0.22, 2.1]]."
                    )
                ),
            ),
            shape=_SHAPE,
            setup=_SETUP,
            draw="tables",
        ),
        Example(
            "topk_forward(x, w, b, importance, k=3)",
            (
                Say(
                    N_(
                        "With k = 3 no input is left out, so the output is that of the layer without a "
                        "choice: before the sigmoid [[1.11, 1.01], [2.22, 2.12]]."
                    )
                ),
            ),
            shape=_SHAPE,
            setup=_SETUP,
            draw="tables",
        ),
    ),
)
