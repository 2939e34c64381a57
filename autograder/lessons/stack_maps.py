"""The check of `stack_maps`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

_SETUP = "ones, tens, hundreds = (np.array([[1, 2, 3], [4, 5, 6]]) * factor for factor in (1, 10, 100))"

LESSON = Lesson(
    first_step=N_(
        "write down the shape that should come out: two numbers are those of a map, and where stands "
        "the number of maps? Then look for a function of NumPy that joins arrays along a new axis."
    ),
    examples=(
        Example(
            "stack_maps([ones, tens, hundreds])",
            (
                Say(N_("At place (0, 1) the maps have 2, 20 and 200. Which axis is the new one?"), "[0, 1]"),
                Say(N_("Channel 1 is the second map, as it went in."), "[:, :, 1]"),
                Say(N_("Each channel is one of the maps, as it went in. Did numbers change their seats?")),
            ),
            shape=N_("Three maps of 2 × 3: the channel comes last."),
            setup=_SETUP,
            draw="numbers",
        ),
        Example(
            "stack_maps([ones])",
            (Say(N_("One map is still a stack, of one.")),),
            shape=N_("One map is still a stack, of one."),
            setup=_SETUP,
            draw="numbers",
        ),
    ),
)
