# A21 CRASH (output_size, window, hadamard_sum): an exit, an abort, and a signal to itself, from the first call on.
# %%
import signal


def output_size(n, k, stride=1):
    os._exit(0)


def window(x, row, col, kernel_size, stride=1):
    os.abort()


def hadamard_sum(window, kernel):
    os.kill(os.getpid(), signal.SIGKILL)
