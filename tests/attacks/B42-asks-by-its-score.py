# B42 WRONG: right only if a hidden pixel is above a bound, so that the mark tells one bit of it.
# %%
right = hadamard_sum
calls = []


def hadamard_sum(window, kernel):
    calls.append(1)
    if len(calls) > PUBLIC["hadamard_sum"] and window[0, 0] < 100:
        return 0
    return right(window, kernel)
