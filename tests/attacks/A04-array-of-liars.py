# A4 BADOUT: an array of objects that equal everything.
# %%
class AlwaysEqual:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __float__(self):
        return 0.0

    def __sub__(self, other):
        return 0.0

    __rsub__ = __abs__ = __neg__ = __sub__


def hadamard_sum(window, kernel):
    return np.array([AlwaysEqual()], object)[0:1].reshape(())
