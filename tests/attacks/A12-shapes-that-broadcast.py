# A12 WRONG (output_size, window, hadamard_sum, conv2d_single, channel_maps, conv2d_channels): shapes that are
# not the right one, and compare with it all the same.
# %%
right = {name: globals()[name] for name in PUBLIC}


def output_size(*args, **kwargs):
    return np.array([right["output_size"](*args, **kwargs)])


def window(*args, **kwargs):
    return np.zeros((0,))


def hadamard_sum(*args, **kwargs):
    return np.array([[right["hadamard_sum"](*args, **kwargs)]])


def conv2d_single(*args, **kwargs):
    return right["conv2d_single"](*args, **kwargs)[np.newaxis]


def channel_maps(*args, **kwargs):
    return np.moveaxis(right["channel_maps"](*args, **kwargs), -1, 0)


def conv2d_channels(*args, **kwargs):
    return right["conv2d_channels"](*args, **kwargs).ravel()[:1]
