# A24 ERROR (hadamard_sum, conv2d_single): deletes and redefines what the assignment gives, and what its own functions need.
# %%
def hadamard_sum(window, kernel):
    return np.sum(window * kernel)


def conv2d_single(x, kernel, stride=1):
    return np.lib.stride_tricks.sliding_window_view(x, kernel.shape)


# %%
import numpy

np = None
