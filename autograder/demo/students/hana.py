"""Makes its buffer of integers, so decimals are lost."""


def conv2d_single(x, kernel, stride=1):
    sv, sh = (stride, stride) if isinstance(stride, int) else stride
    rows = output_size(x.shape[0], kernel.shape[0], sv)
    cols = output_size(x.shape[1], kernel.shape[1], sh)
    result = np.zeros((rows, cols), dtype=int)
    for row in range(rows):
        for col in range(cols):
            result[row, col] = np.sum(window(x, row, col, kernel.shape, stride) * kernel)
    return result
