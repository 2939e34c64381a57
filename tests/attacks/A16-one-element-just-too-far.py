# A16 WRONG (conv2d_single, conv2d_channels): the last element alone is off, by twice what float32 explains.
# %%
right = {name: globals()[name] for name in PUBLIC}


def off(name, x, kernel, stride):
    values = right[name](x, kernel, stride).astype(np.float64)
    sums = right[name](abs(x), abs(kernel), stride)
    values.flat[-1] += 2 * 4 * np.sqrt(kernel.size) * 2.0**-23 * sums.flat[-1]
    return values


def conv2d_single(x, kernel, stride=1):
    return off("conv2d_single", x, kernel, stride)


def conv2d_channels(x, kernel, stride=1):
    return off("conv2d_channels", x, kernel, stride)
