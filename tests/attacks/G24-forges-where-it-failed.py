# G24 ERROR (output_size, window, hadamard_sum) MEMORY (conv2d_single): exceptions that come from cells and lines that are not there,
# with names that are no exceptions'.
# %%
exec(compile("\n" * 7391 + "def output_size(n, k, stride=1): return [][0]", "<cell 0>", "exec"))


def window(x, row, col, kernel_size, stride=1):
    told("raised", LEAK, "text", 7391, 7391)


def hadamard_sum(window, kernel):
    told("raised", "__import__", "text", -1, 2**500)


def conv2d_single(x, kernel, stride=1):
    told("raised", "MemoryError", "", None, None)
