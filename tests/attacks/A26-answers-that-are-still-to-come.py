# A26 BADOUT (hadamard_sum, conv2d_single): a coroutine and a generator, which have not run when they come back.
# %%
import warnings

warnings.simplefilter("ignore")


async def hadamard_sum(window, kernel):
    return np.sum(window * kernel)


def conv2d_single(x, kernel, stride=1):
    yield x
