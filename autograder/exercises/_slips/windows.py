"""Slips in where a window stands, and in how many places there are for it, in every kind of convolution.

Most are written in two ways, by slices and by indices, since they end differently: see `_loops`.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.exercise import Mistake
from autograder.exercises._slips.loops import Sides, Span, loops
from autograder.exercises._slips.models import output_size, pair
from autograder.exercises._slips.sliding import Convolution, further, sliding, told
from autograder.exercises._slips.strides import strides
from autograder.language import N_


def windows(conv: Convolution, *, axis: int = 0) -> tuple[Mistake, ...]:
    """The slips in placing windows.

    Args:
        conv: the right function, from `models`.
        axis: of an image's rows, in the image and in the result; columns are the next one.
    """

    def cut(**slips: Any) -> Convolution:
        return loops(conv, axis, sliced=True, **slips)

    def indexed(**slips: Any) -> Convolution:
        return loops(conv, axis, sliced=False, **slips)

    def both(**slips: Any) -> tuple[Convolution, Convolution]:
        return cut(**slips), indexed(**slips)

    def asked(change: Callable[[Sides], Sides]) -> tuple[Convolution, ...]:
        """Sides that are wrong wherever they are asked for, or only where windows are taken."""
        return (*both(counted=change, walked=change), *both(walked=change))

    def seats(rows: Any, cols: Any) -> tuple[Any, ...]:
        return (*(slice(None),) * axis, rows, cols)

    def first_never_written(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        out = np.array(conv(x, kernel, *bias, stride=stride))
        out[seats(0, slice(None))] = out[seats(slice(None), 0)] = 0
        return out

    def touching_skipped(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        out = np.array(conv(x, kernel, *bias, stride=stride))
        rows, cols = _places_before_the_border(x.shape[axis:], kernel.shape, stride)
        out[seats(slice(rows, None), slice(None))] = out[seats(slice(None), slice(cols, None))] = 0
        return out

    def touching_dropped(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        rows, cols = _places_before_the_border(x.shape[axis:], kernel.shape, stride)
        return conv(x, kernel, *bias, stride=stride)[seats(slice(rows), slice(cols))]

    def padded(before: Callable[[int], int], after: Callable[[int], int]) -> Convolution:
        def model(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
            padding = [(0, 0)] * x.ndim
            padding[axis : axis + 2] = [(before(k), after(k)) for k in kernel.shape[:2]]
            return conv(np.pad(x, padding), kernel, *bias, stride=stride)

        return model

    def in_a_frame(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        inner, (down, right) = conv(x, kernel, *bias, stride=stride), pair(stride)
        top, left = len(kernel) // 2, len(kernel[0]) // 2
        out = _zeros_of_the_image(x, inner, axis)
        out[seats(slice(top, None, down), slice(left, None, right))][
            seats(slice(inner.shape[axis]), slice(inner.shape[axis + 1]))
        ] = inner
        return out

    def in_the_corner(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        inner = conv(x, kernel, *bias, stride=stride)
        out = _zeros_of_the_image(x, inner, axis)
        out[seats(slice(inner.shape[axis]), slice(inner.shape[axis + 1]))] = inner
        return out

    def only_at_multiples(out: Any, stride: Any) -> Any:
        down, right = pair(stride)
        kept = np.zeros_like(out)
        places = seats(slice(None, None, down), slice(None, None, right))
        kept[places] = out[places]
        return kept

    def loops_with_steps(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        return only_at_multiples(conv(x, kernel, *bias, stride=stride), stride)

    def loops_with_steps_for_both(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        rows, cols = conv(x, kernel, *bias, stride=stride).shape[axis : axis + 2]
        return only_at_multiples(conv(x, kernel, *bias)[seats(slice(rows), slice(cols))], stride)

    def written_transposed(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        out = conv(x, kernel, *bias, stride=stride)
        if out.shape[axis] != out.shape[axis + 1]:
            raise IndexError("written at [col, row]")
        return np.swapaxes(out, axis, axis + 1)

    known = (*sliding(conv, axis=axis), *strides(conv, axis=axis))
    return (
        *told(
            "kernel-sides-swapped",
            N_("You take the height of the kernel for its width."),
            N_("Use a kernel that is not square: which number of its shape says how many rows it has?"),
            *asked(
                lambda s: s._replace(kernel_height=s.kernel_width, kernel_width=s.kernel_height),
            ),
        ),
        *told(
            "square-kernels-only",
            N_("You take the kernel for a square."),
            N_("A kernel has two sides: for how many of them does your code ask?"),
            *asked(lambda s: s._replace(kernel_width=s.kernel_height)),
            *asked(lambda s: s._replace(kernel_height=s.kernel_width)),
        ),
        *told(
            "three-by-three-only",
            N_("You take the kernel for one of 3×3."),
            N_("Where does the number 3 come from in your code?"),
            *asked(lambda s: s._replace(kernel_height=3, kernel_width=3)),
        ),
        *told(
            "image-sides-swapped",
            N_("You take the height of the image for its width."),
            N_("Which number of the image's shape says how many rows it has?"),
            *both(counted=lambda s: s._replace(height=s.width, width=s.height)),
        ),
        *further(
            known,
            "square-images-only",
            *both(counted=lambda s: s._replace(width=s.height)),
            *both(counted=lambda s: s._replace(height=s.width)),
            *both(counted=lambda s: s._replace(width=s.height, kernel_width=s.kernel_height, right=s.down)),
        ),
        *told(
            "both-loops-alike",
            N_("Both of your loops go as far as the result is high, or both as far as it is wide."),
            N_("Which part of a wide image has your window never visited?"),
            *both(visited=lambda shape: (shape[0], shape[0])),
            *both(visited=lambda shape: (shape[1], shape[1])),
        ),
        *told(
            "one-pixel-too-many",
            N_("Your window is one pixel higher and wider than the kernel."),
            N_("How many elements does `a[2:5]` have, and which is the last of them?"),
            *both(span=lambda place, stride, k: (place * stride, place * stride + k + 1)),
        ),
        *told(
            "one-pixel-too-few",
            N_("Your window is one pixel lower and narrower than the kernel."),
            N_("Which elements are in `a[2:5]`? Is the one at 5 among them?"),
            cut(span=lambda place, stride, k: (place * stride, place * stride + k - 1)),
        ),
        *told(
            "end-is-the-size",
            N_("Your windows begin at the right places, but all end where the first one does."),
            N_("A window begins at row 1 and is 3 high: which is its last row? How many rows has `a[1:3]`?"),
            *both(span=lambda place, stride, k: (place * stride, k)),
        ),
        *told(
            "window-centred",
            N_("Your window has its centre where it should begin."),
            N_("Which is the smallest row of the image that your window asks for? What does `a[-1]` give?"),
            *both(span=lambda place, stride, k: (place * stride - k // 2, place * stride - k // 2 + k)),
        ),
        *told(
            "even-kernels-cut-short",
            N_("Your result is too small where a side of the kernel is even."),
            N_("Lay a window of 2×2 on an image of 3×3: how many places has it? Which pixel is its centre?"),
            cut(size=lambda n, k, stride: (n - 2 * (k // 2) - 1) // stride + 1),
        ),
        *told(
            "two-rows-dropped",
            N_("Your result lacks its last two rows and columns."),
            N_("How many places can a window of 3 take on a strip of 3, and how many on one of 4?"),
            cut(size=lambda n, k, stride: output_size(n, k, stride) - 2),
        ),
        *told(
            "border-never-touched",
            N_("Your window stops before it touches the border of the image."),
            N_("May the last window end exactly where the image ends?"),
            touching_skipped,
            touching_dropped,
        ),
        *told(
            "first-row-zero",
            N_("The first row and column of your result were never written."),
            N_("With which number do rows and columns begin in Python, and with which your loops?"),
            first_never_written,
        ),
        *told(
            "as-large-as-the-image",
            N_("Your result is as large as the image, or almost."),
            N_("Count the places of a window of 3 on a strip of 5. What would a window see at a sixth one?"),
            padded(lambda k: (k - 1) // 2, lambda k: k // 2),
            padded(lambda k: k // 2, lambda k: k // 2),
            in_a_frame,
            in_the_corner,
        ),
        *told(
            "windows-side-by-side",
            N_("Your windows lie side by side and never overlap."),
            N_("By how far does the window move, and who says so?"),
            lambda x, kernel, *bias, stride=1: conv(x, kernel, *bias, stride=kernel.shape[:2]),
        ),
        *told(
            "stride-used-twice",
            N_("You multiply by the stride twice."),
            N_("After two moves of length 3, on which row does the window begin? Which does yours begin on?"),
            cut(span=lambda place, stride, k: (place * stride**2, place * stride**2 + k)),
        ),
        *told(
            "loops-with-steps-over-the-result",
            N_("Your loops move over the result in steps of the stride, and leave places of it unwritten."),
            N_("Which grid do your loops walk on, that of the image or that of the result? Which has gaps?"),
            loops_with_steps,
            loops_with_steps_for_both,
        ),
        *further(
            known,
            "output-transposed",
            written_transposed,
            cut(turned=True),
        ),
        *further(known, "dilated", *both(span=_dilated), *both(span=_dilated_at_its_stride)),
        *further(known, "strides-swapped", *both(walked=lambda s: s._replace(down=s.right, right=s.down))),
        *further(known, "end-not-moved", indexed(span=lambda i, s, k: (i * s, i + k))),
        *further(known, "size-of-stride-one", indexed(size=lambda n, k, stride: n - k + 1)),
        *further(known, "one-window-too-many", indexed(size=lambda n, k, stride: -((k - n) // stride) + 1)),
        *further(known, "windows-rounded", indexed(size=lambda n, k, stride: round((n - k) / stride) + 1)),
    )


def _dilated(place: int, stride: int, k: int) -> Span:
    return place, place + k * stride, stride


def _dilated_at_its_stride(place: int, stride: int, k: int) -> Span:
    return place * stride, (place + k) * stride, stride


def _places_before_the_border(image: Any, kernel: Any, stride: Any) -> list[int]:
    return [len(range(0, n - k, step)) for n, k, step in zip(image, kernel, pair(stride), strict=False)]


def _zeros_of_the_image(x: Any, inner: Any, axis: int) -> Any:
    return np.zeros((*inner.shape[:axis], *x.shape[axis : axis + 2], *inner.shape[axis + 2 :]))
