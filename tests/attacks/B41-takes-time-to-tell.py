# B41 SAME: takes as long as the first pixel is large; nothing of what is shown tells how long that was.
# %%
right = hadamard_sum


def hadamard_sum(window, kernel):
    return right(window, kernel)


# %% trick
def hadamard_sum(window, kernel):
    time.sleep(abs(float(window[0, 0])) % 10 / 1000)
    return right(window, kernel)
