# G28 BADOUT: os.write, patched, sends each answer twice.
# %%
real = os.write


def hadamard_sum(window, kernel):
    os.write = lambda number, data: real(number, bytes(data) * 2) // 2
    return np.sum(window * kernel)
