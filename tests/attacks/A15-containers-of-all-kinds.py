# A15 BADOUT (output_size, window, hadamard_sum, conv2d_single, channel_maps, conv2d_channels): masked
# arrays, matrices, ragged lists, generators, sets and views of memory.
# %%
right = {name: globals()[name] for name in PUBLIC}


def output_size(*args, **kwargs):
    return {right["output_size"](*args, **kwargs)}


def window(*args, **kwargs):
    return np.matrix(right["window"](*args, **kwargs))


def hadamard_sum(*args):
    return np.ma.masked


def conv2d_single(*args, **kwargs):
    values = right["conv2d_single"](*args, **kwargs)
    return np.ma.array(values, mask=np.ones(values.shape, bool))


def channel_maps(*args, **kwargs):
    return [*right["channel_maps"](*args, **kwargs).tolist(), [1]]


def conv2d_channels(*args, **kwargs):
    return (row for row in right["conv2d_channels"](*args, **kwargs))
