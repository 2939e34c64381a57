# A21 CRASH: right in all public cases, and an exit with status 0 in the first hidden one.
# %%
right = hadamard_sum


def hadamard_sum(window, kernel):
    if hidden("hadamard_sum", window):
        os._exit(0)
    return right(window, kernel)
