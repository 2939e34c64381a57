# B40 BADOUT (hadamard_sum, conv2d_single): hidden inputs as the answer itself, a text, and a list of them.
# %%
right = {name: globals()[name] for name in PUBLIC}


def hadamard_sum(window, kernel):
    return LEAK + str(window) if hidden("hadamard_sum", window) else right["hadamard_sum"](window, kernel)


def conv2d_single(x, kernel, stride=1):
    return [LEAK, x, kernel] if hidden("conv2d_single", x) else right["conv2d_single"](x, kernel, stride)
