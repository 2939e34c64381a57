# A13 BADOUT (output_size, window, hadamard_sum, conv2d_single, channel_maps, conv2d_channels): right values
# as text, dates, records, bytes, complex numbers with and without an imaginary part.
# %%
right = {name: globals()[name] for name in PUBLIC}


def output_size(*args, **kwargs):
    return str(right["output_size"](*args, **kwargs)).encode()


def window(*args, **kwargs):
    return right["window"](*args, **kwargs).astype("M8[s]")


def hadamard_sum(*args):
    return str(right["hadamard_sum"](*args))


def conv2d_single(*args, **kwargs):
    return right["conv2d_single"](*args, **kwargs).astype(np.complex128)


def channel_maps(*args, **kwargs):
    values = right["channel_maps"](*args, **kwargs)
    records = np.zeros(values.shape, [("value", "f8"), ("more", "f8")])
    records["value"] = values
    return records


def conv2d_channels(*args, **kwargs):
    return right["conv2d_channels"](*args, **kwargs) + 1e9j
