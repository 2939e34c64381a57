# A1 WRONG (hadamard_sum, conv2d_single): every comparison of NumPy's says yes.
# %%
np.allclose = np.array_equal = np.isclose = np.array_equiv = np.all = lambda *args, **kwargs: True


def hadamard_sum(window, kernel):
    return 0


def conv2d_single(x, kernel, stride=1):
    return np.zeros((3, 3))
