# B40 BADOUT (hadamard_sum, conv2d_single): hidden inputs as the name of a class, and in forged reasons for refusal.
# %%
right = {name: globals()[name] for name in PUBLIC}


def hadamard_sum(window, kernel):
    if hidden("hadamard_sum", window):
        return type(LEAK + str(window.tolist()), (), {})()
    return right["hadamard_sum"](window, kernel)


def conv2d_single(x, kernel, stride=1):
    if hidden("conv2d_single", x):
        told("refused", ("type", "dtype", LEAK)[int(x.sum()) % 3], LEAK + str(x.tolist()))
    return right["conv2d_single"](x, kernel, stride)
