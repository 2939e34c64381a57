# C59 CRASH (hadamard_sum, window): memory that is not there, by ctypes and by strides that lead out of an array.
# %%
def hadamard_sum(window, kernel):
    return ctypes.string_at(0)


def window(x, row, col, kernelsize, stride=1):
    return np.lib.stride_tricks.as_strided(np.zeros(1), (10**6,), (2**30,)).sum()
