# C47 ERROR (window, hadamard_sum) BADOUT|TIMEOUT (conv2d_single): reads what is typed, where nobody sits; and waits for a signal.
# %%
import signal


def window(x, row, col, kernelsize, stride=1):
    return input("answer? ")


def hadamard_sum(window, kernel):
    return np.array([float(line) for line in sys.stdin]).reshape(1)[0]


def conv2d_single(x, kernel, stride=1):
    return signal.pause()
