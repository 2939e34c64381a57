"""The worked example that figures, notebooks and public cases share.

The chapter states some of these numbers and all of the results in its text (7, 10; 7, -11, -1 → -5;
10, 20, 20 → 50); the rest was chosen so that those come out and no kernel is symmetric.
Images are (5, 5, 3), kernels (3, 3, 3, 2), both int64, in TensorFlow's layouts.
"""

import numpy as np

# One (5, 5) matrix a channel, as in the figures; the layout (height, width, channel) is made below.
_CHANNELS = [
    [[1, -1, 0, 2, 1], [-1, -2, 2, 1, 0], [1, 2, -2, -2, 3], [0, 1, 2, -1, 1], [2, 0, -1, 1, -2]],
    [[0, 2, 3, 0, 1], [1, -1, 2, 3, 1], [1, 1, -1, 2, 3], [-1, -2, -1, 3, 0], [1, 1, 0, -1, -1]],
    [[-1, 0, 1, 3, 1], [3, 2, -2, 1, 1], [-1, -2, 0, 0, -2], [0, 3, 3, -1, 0], [-1, -2, 0, -1, 3]],
]
_KERNELS = [
    [
        [[-1, 1, 2], [1, -1, 3], [0, -1, -2]],
        [[3, 0, -2], [-1, 3, 0], [2, -1, 2]],
        [[1, 0, 3], [2, -2, 1], [-1, 2, 2]],
    ],
    [
        [[0, 1, -1], [2, 1, 0], [-1, 0, 1]],
        [[1, -1, 0], [0, 2, 1], [1, 0, -2]],
        [[-1, 0, 2], [1, 1, -1], [0, -2, 1]],
    ],
]

IMAGE = np.stack([np.array(channel) for channel in _CHANNELS], axis=-1)
"""(height 5, width 5, channels 3) int64."""

KERNELS = np.stack([np.stack([np.array(c) for c in kernel], axis=-1) for kernel in _KERNELS], axis=-1)
"""(height 3, width 3, in 3, out 2) int64."""

GREY = IMAGE[:, :, 0]
"""(5, 5): the single channel of the first example."""

KERNEL = KERNELS[:, :, 0, 0]
"""(3, 3): the kernel of the first example."""

WIDTHS = (784, 256, 256, 256, 10)
"""Units of the chapter's network, from the 28×28 input to the ten scores."""

for _array in (IMAGE, KERNELS):
    _array.setflags(write=False)
