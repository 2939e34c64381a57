# G9 ERROR (output_size, window): an exception's text of a hundred million characters, by raising and by a frame.
# %%
def output_size(n, k, stride=1):
    raise ValueError("x" * 10**8)


def window(x, row, col, kernel_size, stride=1):
    told("raised", "ValueError", "y" * 10**6, 1, 1)
