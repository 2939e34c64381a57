# A19 PASS (hadamard_sum, conv2d_single): what is given is overwritten, after the answer was made of it.
# %%
right = {name: globals()[name] for name in PUBLIC}


def hadamard_sum(window, kernel):
    value = right["hadamard_sum"](window, kernel)
    window[...] = kernel[...] = 0
    return value


def conv2d_single(x, kernel, stride=1):
    value = right["conv2d_single"](x, kernel, stride)
    x[...] = kernel[...] = 0
    x.setflags(write=False)
    return value
