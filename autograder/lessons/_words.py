"""The words that all checks share, whole sentences with what is filled in by name; untranslated."""

from autograder.language import N_

WORDS = {
    # Before anything is written
    "absent": N_(
        "There is no {name} here yet: run the cell above, which defines it, and then this one again."
    ),
    "unfinished": N_(
        "{name} is still to be written, so nothing is wrong yet. Below stands what {call} should give. "
        "A first step: {step}"
    ),
    "unfinished_number": N_(
        "{name} is still to be written, so nothing is wrong yet. {call} should give {target}. "
        "A first step: {step}"
    ),
    "short": N_("{name} is still to be written."),
    "other_unfinished": N_("{name} calls {other}, and {other} is still to be written. Begin there."),
    # Something differs
    "crashed": N_("{call} ends in {error}. Below stand the lines that led there."),
    "stopped": N_(
        "{call} was still running when it was stopped. Does every loop come to an end? Below stands the line "
        "that it had reached."
    ),
    "none": N_("{call} gives None. Does your function end with a return?"),
    "form": N_("{call}: expected a NumPy array, yours is of type {yours}. What does the function return?"),
    "form_count": N_(
        "{call}: a count is a whole number (int), yours is of type {yours}. What does the function return?"
    ),
    "form_number": N_("{call}: expected a number, yours is of type {yours}. What does the function return?"),
    "shape": N_("{call}: expected the shape {target}, yours {yours}."),
    "shape_number": N_("{call}: expected one number, yours is an array of shape {yours}."),
    "shape_of_number": N_("{call}: expected the shape {target}, yours is a single number."),
    "length": N_("{call}: expected a list of {target} numbers, yours has {yours}."),
    "count_kind": N_("{call}: a count is a whole number (int), yours is of type {yours}."),
    "counts_kind": N_("{call}: each count is a whole number (int), yours are of type {yours}."),
    "mask_kind": N_("{call}: expected True and False (dtype bool), yours is {yours}."),
    "number_kind": N_("{call}: expected numbers, yours is of type {yours}."),
    "value_0": N_("{call}: expected {target}, yours {yours}."),
    "value_1": N_("{call}: at place {index} expected {target}, yours {yours}."),
    "value_2": N_("{call}: at row {row}, column {column} expected {target}, yours {yours}."),
    "value_3": N_(
        "{call}: at row {row}, column {column}, channel {channel} expected {target}, yours {yours}."
    ),
    "value_4": N_(
        "{call}: in image {image} at row {row}, column {column}, channel {channel} expected {target}, "
        "yours {yours}."
    ),
    "several": N_("{count} of {total} numbers differ."),
    "pixels": N_("In the target {target} pixels are True, in yours {yours}."),
    "joined": N_("{one} {other}"),
    # All is right
    "praise": N_("Well done! {name}: the examples come out right."),
    # In pictures
    "target": N_("target"),
    "yours": N_("yours"),
    "nothing_yet": N_("nothing yet"),
    "image": N_("image"),
    "image_of": N_("image {index}"),
    "kernel": N_("kernel"),
    "kernel_of": N_("kernel {index}"),
    "channel": N_("channel {index}"),
    "window": N_("window"),
    "negative": N_("negative"),
    "zero": N_("zero"),
    "positive": N_("positive"),
    "its_number": N_("the number it makes"),
    "differs": N_("differs"),
    "first": N_("the first that differs"),
    "places": N_("places: {count}"),
    "hangs_over": N_("hangs over the edge"),
    "window_at": N_("window at row {row}, column {column}"),
    "place": N_("row {row}, column {column}"),
    "move": N_("Move the window: choose a number of the target, or press the arrow keys"),
}
