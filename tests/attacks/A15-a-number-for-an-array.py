# A15 WRONG (window, conv2d_single, channel_maps, conv2d_channels): one number, which compares with every element.
# %%
def window(*args, **kwargs):
    return 0.0


def conv2d_single(*args, **kwargs):
    return np.float64(0)


def channel_maps(*args, **kwargs):
    return 1


def conv2d_channels(*args, **kwargs):
    return np.array(0.0)
