# G19 ERROR: fork, vfork, clone and clone3 by their numbers, past the C library.
# %%
def made(name, *args):
    def attempt():
        (child,) = syscall(name, *args)
        if child == 0:
            os._exit(0)
        return child > 0

    return attempt


def hadamard_sum(window, kernel):
    pays(made("clone", 17), *([made("fork")] if "fork" in NR else []), lambda: syscall(435, None, 0)[0] >= 0)
    return np.sum(window * kernel)
