# A10 WRONG (hadamard_sum, conv2d_single): not a number, which no comparison says is too far off.
# %%
def hadamard_sum(window, kernel):
    return np.nan


def conv2d_single(x, kernel, stride=1):
    down, across = np.broadcast_to(stride, 2)
    size = [(x.shape[i] - kernel.shape[i]) // step + 1 for i, step in enumerate((down, across))]
    return np.full(size, np.nan)
