"""The check of `receptive_field_mask`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

_TWO_STEPS = N_(
    "For k = 3 a pixel two steps away is outside. How far is it from the middle of a window to its edge?"
)
_CORNERS = N_("The corners of the window belong to it. Distance is not counted as the crow flies here.")

LESSON = Lesson(
    first_step=N_(
        "make a mask of the image's size that is False everywhere, set its centre to True, return it, "
        "and run this cell again. One pixel of the nine is right then."
    ),
    kind=N_("Which dtype has np.zeros, if you do not say which?"),
    examples=(
        Example(
            "receptive_field_mask(5, 7, row=2, col=3, k=3)",
            (
                Say(N_("The centre belongs to its own window."), "[2, 3]"),
                Say(_TWO_STEPS, "[2, 5]"),
                Say(_TWO_STEPS, "[0, 3]"),
                Say(_CORNERS, "[1, 2]"),
                Say(_CORNERS, "[3, 4]"),
                Say(N_("A 3 × 3 window has 9 pixels.")),
            ),
            shape=N_(
                "An image of 5 × 7 pixels: the mask has one entry for each pixel, first the rows, then "
                "the columns."
            ),
            draw="pixels",
        ),
        Example(
            "receptive_field_mask(5, 7, row=0, col=0, k=3)",
            (
                Say(
                    N_(
                        "In the corner of the image only 4 pixels of the window are left. Watch out for"
                        " negative numbers in slices: they count from the end."
                    )
                ),
            ),
            draw="pixels",
        ),
        Example(
            "receptive_field_mask(5, 7, row=4, col=6, k=5)",
            (Say(N_("In the opposite corner a 5 × 5 window keeps 9 pixels.")),),
            draw="pixels",
        ),
    ),
)
