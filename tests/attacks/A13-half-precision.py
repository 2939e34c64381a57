# A13 WRONG (hadamard_sum, conv2d_single): right values, rounded to float16.
# %%
right = {name: globals()[name] for name in PUBLIC}


def hadamard_sum(*args):
    return np.float16(right["hadamard_sum"](*args))


def conv2d_single(*args, **kwargs):
    return right["conv2d_single"](*args, **kwargs).astype(np.float16)
