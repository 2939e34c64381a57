# G33 ERROR: whether a file is there, in a folder that nobody may enter.
# %%
def hadamard_sum(window, kernel):
    pays(
        lambda: os.stat(CLOSED).st_size,
        lambda: os.path.lexists(CLOSED),
        lambda: os.access(CLOSED, os.F_OK),
        lambda: os.open(CLOSED, os.O_PATH),
    )
    return np.sum(window * kernel)
