# C49 TIMEOUT (output_size, window, hadamard_sum, conv2d_single): one call in compiled code that nothing in Python can interrupt.
# %%
def output_size(n, k, stride=1):
    return 10**10**8


def window(x, row, col, kernelsize, stride=1):
    return re.match(r"(a+)+$", "a" * 60 + "b")


def hadamard_sum(window, kernel):
    return np.convolve(np.ones(10**6), np.ones(10**6))


def conv2d_single(x, kernel, stride=1):
    values = np.random.default_rng(0).random(5 * 10**6)
    while True:
        values = np.sort(values[::-1] * 1.000001)
