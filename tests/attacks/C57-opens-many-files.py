# C57 ERROR: descriptors by the hundred.
# %%
def hadamard_sum(window, kernel):
    kept = [os.open(os.devnull, os.O_RDONLY) for _ in range(100)]
    kept += [os.dup(kept[0]) for _ in range(100)]
    for number in kept:
        os.close(number)
    return np.sum(window * kernel)
