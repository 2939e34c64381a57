# C53 MEMORY|TIMEOUT (hadamard_sum, window): a slow leak, and one that goes on after every MemoryError.
# %%
kept = []


def hadamard_sum(window, kernel):
    while len(kept) < 2**12:
        try:
            kept.append(bytes(2**20))
        except MemoryError:
            continue
    return np.sum(window * kernel)


def window(x, row, col, kernelsize, stride=1):
    for _ in range(2**12):
        kept.append(bytearray(2**20))
        time.sleep(0.0001)
