# C61 TIMEOUT: writes the right answer itself, and computes on; the next call waits for nothing.
# %%
def hadamard_sum(window, kernel):
    say(frame(asked(), ("value", float(np.sum(window * kernel)))))
    while True:
        pass
