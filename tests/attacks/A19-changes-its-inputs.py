# A19 WRONG (hadamard_sum) ERROR (conv2d_single): what is given is overwritten, after the answer was made of it. It costs
# the group that is about it; all other cases have arguments of their own.
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
