# C47 TIMEOUT (output_size, window, hadamard_sum): a long sleep, a lock that nobody will open, a select on nothing.
# %%
import select
import threading


def output_size(n, k, stride=1):
    time.sleep(1e9)


def window(x, row, col, kernelsize, stride=1):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def hadamard_sum(window, kernel):
    select.select([pipes()[0]], [], [])
