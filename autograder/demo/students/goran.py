"""Takes every image and every kernel for a square."""


def conv2d_single(x, kernel, stride=1):
    s = stride if isinstance(stride, int) else stride[0]
    k = kernel.shape[0]
    size = (x.shape[0] - k) // s + 1
    result = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            result[i, j] = np.sum(x[i * s : i * s + k, j * s : j * s + k] * kernel)
    return result
