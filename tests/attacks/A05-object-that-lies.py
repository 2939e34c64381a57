# A5 BADOUT (hadamard_sum, conv2d_single): an object that equals, converts to, and is as long as, whatever one likes.
# %%
class Liar:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __bool__(self):
        return True

    def __float__(self):
        return 7.0

    def __len__(self):
        return 3

    def __array__(self, dtype=None, copy=None):
        return np.zeros((3, 3))


def hadamard_sum(window, kernel):
    return Liar()


def conv2d_single(x, kernel, stride=1):
    return Liar()
