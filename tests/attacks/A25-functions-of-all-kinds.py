# A25 PASS (output_size, window, hadamard_sum, conv2d_single, channel_maps, conv2d_channels): by a lambda, a
# class, a decorator, functools.partial, exec, and twice.
# %%
import functools

right = {name: globals()[name] for name in PUBLIC}


class Window:
    def __call__(self, *args, **kwargs):
        return right["window"](*args, **kwargs)


def apply(name, *args, **kwargs):
    return right[name](*args, **kwargs)


output_size = lambda n, k, stride=1: (n - k) // stride + 1  # noqa: E731
window = Window()


@functools.cache
def made():
    return lambda window, kernel: np.sum(window * kernel)


hadamard_sum = made()
conv2d_single = functools.partial(apply, "conv2d_single")
exec("def channel_maps(*args, **kwargs): return right['channel_maps'](*args, **kwargs)")


def conv2d_channels(*args, **kwargs):
    return None


# %%
@functools.wraps(right["conv2d_channels"])
def conv2d_channels(*args, **kwargs):
    return right["conv2d_channels"](*args, **kwargs)
