"""The check of `layer_weights`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

_ALL = N_("Which of the three kinds depend on n_in, which on n_out, and which on k?")

LESSON = Lesson(
    first_step=N_(
        'begin with the kind "dense" alone. You have counted such a layer already: what remains of that'
        " count without the biases?"
    ),
    kind=N_("Is there a / or a decimal point in your calculation?"),
    examples=(
        Example(
            'layer_weights(3, 784, 784, "dense")',
            (Say(N_("How many lines join 784 inputs to 784 outputs?")),),
        ),
        Example(
            'layer_weights(3, 784, 784, "local")',
            (Say(N_("How many windows are there, if each has its own weights?")),),
        ),
        Example(
            'layer_weights(3, 784, 784, "shared")',
            (Say(N_("The same stamp, many places: how many stamps do you own?")),),
        ),
        Example('layer_weights(5, 100, 36, "dense")', (Say(_ALL),)),
        Example('layer_weights(5, 100, 36, "local")', (Say(_ALL),)),
        Example('layer_weights(5, 100, 36, "shared")', (Say(_ALL),)),
    ),
)
