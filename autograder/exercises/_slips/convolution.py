"""All slips in a convolution with several kernels."""

from autograder.exercise import Mistake
from autograder.exercises._slips.channels import channels, many_kernels
from autograder.exercises._slips.maps import stacking
from autograder.exercises._slips.results import numbers, results
from autograder.exercises._slips.sliding import Convolution, further, sliding
from autograder.exercises._slips.strides import strides
from autograder.exercises._slips.sums import sums
from autograder.exercises._slips.windows import windows


def convolution(conv: Convolution, *, axis: int = 0) -> tuple[Mistake, ...]:
    """The slips in windows, strides, products, channels, kernels and maps.

    Args:
        conv: the right function, from `models`, for images (…, c_in) and kernels (kh, kw, c_in, c_out).
        axis: of an image's rows, in the image and in the result; columns are the next one.
    """
    depth = channels(conv)
    return (
        *sliding(conv, axis=axis),
        *strides(conv, axis=axis),
        *windows(conv, axis=axis),
        *sums(conv),
        *results(conv, axis=axis),
        *numbers(conv),
        *depth,
        *further(
            depth,
            "three-channels-only",
            lambda x, kernels, *bias, stride=1: conv(x[..., :3], kernels[:, :, :3], *bias, stride=stride),
        ),
        *many_kernels(conv, axis=axis),
        *stacking(conv, axis=axis),
    )
