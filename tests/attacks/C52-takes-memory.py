# C52 MEMORY (output_size, window, hadamard_sum): one huge array, a list that grows, dicts in dicts.
# %%
def output_size(n, k, stride=1):
    return np.empty(2**40)


def window(x, row, col, kernelsize, stride=1):
    (height, width), (down, across) = np.broadcast_to(kernelsize, 2), np.broadcast_to(stride, 2)
    kept = [bytes(2**24) for _ in range(256)]
    return x[row * down : row * down + height, col * across : col * across + width] if kept else None


def hadamard_sum(window, kernel):
    inner = {}
    for _ in range(1024):
        inner = {"more": inner, "data": bytes(2**22)}
    return np.sum(window * kernel)
