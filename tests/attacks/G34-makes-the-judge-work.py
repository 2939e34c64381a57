# G34 BADOUT|WRONG (output_size, window, hadamard_sum, conv2d_single, channel_maps, conv2d_channels): answers that
# are cheap to give and dear to judge: millions of numbers in arrays in lists, and large integers by the thousand.
# %%
BYTES = np.zeros(2**17, np.uint8)


def output_size(n, k, stride=1):
    return [[2**500] * 1000] * 15


def window(x, row, col, kernel_size, stride=1):
    return [BYTES] * 7


def hadamard_sum(window, kernel):
    return [BYTES.astype(bool)] * 7


def conv2d_single(x, kernel, stride=1):
    return [[BYTES[:100]] * 1000] * 9


def channel_maps(x, kernel, stride=1):
    return [np.zeros((1,) * 8, np.float16)] * 19_000


def conv2d_channels(x, kernel, stride=1):
    return [["x" * 500] * 1000] * 19
