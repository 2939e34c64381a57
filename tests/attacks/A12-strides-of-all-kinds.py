# A12 PASS (window, conv2d_single, channel_maps, conv2d_channels): right values in Fortran order, backwards
# in memory, in every second cell, and in foreign byte order.
# %%
right = {name: globals()[name] for name in PUBLIC}


def window(*args, **kwargs):
    return np.asfortranarray(right["window"](*args, **kwargs))


def conv2d_single(*args, **kwargs):
    return np.ascontiguousarray(right["conv2d_single"](*args, **kwargs)[::-1, ::-1])[::-1, ::-1]


def channel_maps(*args, **kwargs):
    return np.repeat(right["channel_maps"](*args, **kwargs), 2, axis=1)[:, ::2]


def conv2d_channels(*args, **kwargs):
    return right["conv2d_channels"](*args, **kwargs).astype(">f8")
