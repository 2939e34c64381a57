# C54 BADOUT (hadamard_sum) BADOUT|TIMEOUT|MEMORY (conv2d_single): one number, broadcast to 8 TB; and a list of references to one large array.
# %%
def hadamard_sum(window, kernel):
    return np.broadcast_to(0.0, (10**6, 10**6))


def conv2d_single(x, kernel, stride=1):
    return [np.zeros(2**17)] * 1000
