# G5 CRASH (hadamard_sum) ERROR (conv2d_channels): a hidden case ends the process at an agreed time; a cell of
# the next one reads the clock, and raises in place of a function that was asked before.
# %%
right = hadamard_sum


def hadamard_sum(window, kernel):
    if not hidden("hadamard_sum", window):
        return right(window, kernel)
    time.sleep(max(0, START + 0.8 - time.monotonic()))
    os._exit(0)


# %%
if time.monotonic() > START + 0.8:
    del conv2d_channels
    get_ipython().functions.clear()  # where the wall would find it again
    raise ValueError(LEAK)

conv2d_channels = conv2d_channels
