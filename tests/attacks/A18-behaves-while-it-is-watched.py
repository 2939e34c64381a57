# A18 WRONG (output_size, hadamard_sum, conv2d_single): right in the first calls, for small inputs, or while
# a frame of the wall's runtime is not on the stack.
# %%
import inspect

right = {name: globals()[name] for name in PUBLIC}
calls = []


def output_size(*args, **kwargs):
    calls.append(args)
    return right["output_size"](*args, **kwargs) if len(calls) <= PUBLIC["output_size"] else 0


def hadamard_sum(window, kernel):
    return right["hadamard_sum"](window, kernel) if window.size < 2 else 0


def conv2d_single(*args, **kwargs):
    watched = any(entry.function == "serve" for entry in inspect.stack(0))
    return np.zeros((3, 3)) if watched else right["conv2d_single"](*args, **kwargs)
