# G7 BADOUT|WRONG|TIMEOUT|MEMORY|ERROR (output_size, window, hadamard_sum, conv2d_single): values that say they are
# ints, lists and arrays, by __class__, by a metaclass, and by a list without end.
# %%
class Meta(type):
    __instancecheck__ = __subclasscheck__ = lambda cls, other: True

    def __eq__(cls, other):
        return True

    __hash__ = type.__hash__


class Number(metaclass=Meta):
    __class__ = int

    def __class_getitem__(cls, item):
        return 7

    def __int__(self):
        return 7

    def bit_length(self):
        return 1


class Array:
    __class__ = np.ndarray
    dtype, shape, ndim, nbytes = np.dtype("f8"), (3, 3), 2, 72

    def tobytes(self):
        return bytes(72)


class Endless(list):
    def __iter__(self):
        while True:
            yield 7


def output_size(n, k, stride=1):
    return Number[0] * 1000


def window(x, row, col, kernel_size, stride=1):
    return Endless([1])


def hadamard_sum(window, kernel):
    return Number()


def conv2d_single(x, kernel, stride=1):
    return Array()
