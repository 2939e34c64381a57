# A14 WRONG (hadamard_sum, conv2d_single): values off by 256, as uint8 and int8, where a difference wraps to nothing.
# %%
right = {name: globals()[name] for name in PUBLIC}


def hadamard_sum(*args):
    return np.asarray(right["hadamard_sum"](*args)).astype(np.int64).astype(np.uint8)


def conv2d_single(*args, **kwargs):
    return (np.asarray(right["conv2d_single"](*args, **kwargs)).astype(np.int64) + 256).astype(np.int8)
