# A13 WRONG (output_size, conv2d_single): bools, which count as numbers in Python, and a whole float for a count.
# %%
right = {name: globals()[name] for name in PUBLIC}


def output_size(*args, **kwargs):
    return float(right["output_size"](*args, **kwargs))


def conv2d_single(*args, **kwargs):
    return right["conv2d_single"](*args, **kwargs).astype(bool)
