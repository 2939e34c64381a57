"""The check of `dense_forward`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

LESSON = Lesson(
    first_step=N_(
        "leave the sigmoid for later. x has the shape (batch, n_in) and w the shape (n_in, n_out): "
        "which product of the two has one row for each input and one column for each output?"
    ),
    examples=(
        Example(
            "dense_forward(x, w, b)",
            (
                Say(
                    N_("1·0.5 + 2·(−0.25) + 0 = 0, and σ(0) = 0.5. What does the sigmoid make of 0?"),
                    "[0, 0]",
                ),
                Say(
                    N_(
                        "The third output has only a bias, ln 3, and σ(ln 3) = 0.75. Is the bias added "
                        "before the sigmoid?"
                    ),
                    "[:, 2]",
                ),
                Say(
                    N_("3·(−1) + 0·0.5 + 0 = −3, and σ(−3) is about 0.047. Check the sign in the exponent."),
                    "[1, 1]",
                ),
                Say(N_("Which row of x and which column of w meet there?")),
            ),
            shape=N_("2 inputs and 3 outputs: there is one row for each input of the batch."),
            setup=(
                "x = np.array([[1.0, 2.0], [3.0, 0.0]])\n"
                "w = np.array([[0.5, -1.0, 0.0], [-0.25, 0.5, 0.0]])\n"
                "b = np.array([0.0, 0.0, np.log(3)])"
            ),
            draw="tables",
        ),
    ),
)
