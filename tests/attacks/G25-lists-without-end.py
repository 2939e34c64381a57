# G25 BADOUT (output_size, window, channel_maps) ERROR (hadamard_sum) BADOUT|WRONG (conv2d_single, conv2d_channels): lists in
# lists, of hundreds of thousands of items, that hold themselves, and numbers of a million digits.
# %%
def output_size(n, k, stride=1):
    return 1 << 3 * 10**6


def window(x, row, col, kernel_size, stride=1):
    nested = 7
    for _ in range(12):
        nested = [nested]
    return nested


def hadamard_sum(window, kernel):
    nested = []
    nested.append(nested)
    return nested


def conv2d_single(x, kernel, stride=1):
    return [[0.0] * 10**4]


def channel_maps(x, kernel, stride=1):
    return [0] * 20_001


def conv2d_channels(x, kernel, stride=1):
    return [np.zeros((1,) * 8)] * 19_000
