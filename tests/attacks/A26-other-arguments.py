# A26 ERROR (output_size, window) PASS (hadamard_sum): too few arguments, keywords only, and any at all.
# %%
right = hadamard_sum


def output_size(n):
    return n


def window(*, x, row, col, kernel_size, stride=1):
    return x


def hadamard_sum(*args, **kwargs):
    return right(*args, **kwargs)
