# A11 WRONG (hadamard_sum, conv2d_single): infinities, which make any tolerance relative to them infinite.
# %%
def hadamard_sum(window, kernel):
    return -np.inf


def conv2d_single(x, kernel, stride=1):
    down, across = np.broadcast_to(stride, 2)
    size = [(x.shape[i] - kernel.shape[i]) // step + 1 for i, step in enumerate((down, across))]
    return np.full(size, np.inf)
