# G17 ERROR|CRASH (hadamard_sum, window): copies its descriptors until there are no more, and puts one in place of another.
# %%
def hadamard_sum(window, kernel):
    for number in pipes() * 100:
        os.dup(number)
    return np.sum(window * kernel)


def window(x, row, col, kernel_size, stride=1):
    os.dup2(1, pipes()[1])
    return x
