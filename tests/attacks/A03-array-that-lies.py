# A3 BADOUT (hadamard_sum, conv2d_single): an array of a class of its own answers every question about itself with yes.
# %%
class Liar(np.ndarray):
    def __array_ufunc__(self, *args, **kwargs):
        return np.True_

    def __array_function__(self, *args, **kwargs):
        return True

    def __eq__(self, other):
        return np.ones(np.shape(other), bool)

    __le__ = __ge__ = __lt__ = __gt__ = __eq__
    __hash__ = None


def hadamard_sum(window, kernel):
    return np.zeros(()).view(Liar)


def conv2d_single(x, kernel, stride=1):
    return np.zeros((3, 3)).view(Liar)
