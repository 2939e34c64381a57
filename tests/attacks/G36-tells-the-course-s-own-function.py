# G36 WRONG (hadamard_sum, conv2d_single): beside the course's own function, which stands in for a wrong one, a
# function earns some of the marks, and tells what that one is made of in each way it has.
# %%
own = conv2d_single


def hadamard_sum(window, kernel):
    return 0


mine = hadamard_sum


def conv2d_single(x, kernel, stride=1):
    if hadamard_sum is mine:
        return np.zeros(1)
    found = LEAK + repr((hadamard_sum.__doc__, hadamard_sum.__code__.co_consts, hadamard_sum(x, x)))
    if not hidden("conv2d_single", x) or x.shape[0] == x.shape[1]:
        return own(x, kernel, stride)
    print(found)
    ways = [found, [found], type(found, (), {})()]
    if int(x.sum()) % 4 < 3:
        return ways[int(x.sum()) % 4]
    raise type(found, (ValueError,), {})(found)
