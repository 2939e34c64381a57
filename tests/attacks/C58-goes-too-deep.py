# C58 ERROR|CRASH|MEMORY|TIMEOUT (output_size, window, hadamard_sum): recursion without end, under a limit of a billion.
# %%
def deeper(n):
    return deeper(n + 1)


def output_size(n, k, stride=1):
    return deeper(0)


def window(x, row, col, kernelsize, stride=1):
    sys.setrecursionlimit(10**9)
    return deeper(0)


def hadamard_sum(window, kernel):
    sys.setrecursionlimit(10**9)
    nested = []
    for _ in range(10**6):
        nested = [nested]
    return len(repr(nested))
