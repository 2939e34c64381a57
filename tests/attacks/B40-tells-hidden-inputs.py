# B40 ERROR (hadamard_sum, conv2d_single): hidden inputs as an exception's text, class, arguments, notes and
# cause, as warnings, and printed.
# %%
import warnings

right = {name: globals()[name] for name in PUBLIC}


def tell(name, *args):
    if not hidden(name, args[0]):
        return right[name](*args)
    text = LEAK + repr(args)
    print(text)
    print(text, file=sys.stderr)
    warnings.warn(text, stacklevel=1)
    error = type(LEAK, (ValueError,), {"__module__": LEAK, "__qualname__": LEAK})(text)
    error.add_note(text)
    error.__cause__ = KeyError(text)
    raise error


def hadamard_sum(window, kernel):
    return tell("hadamard_sum", window, kernel)


def conv2d_single(x, kernel, stride=1):
    return tell("conv2d_single", x, kernel, stride)
