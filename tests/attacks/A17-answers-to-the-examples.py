# A17 WRONG: a table of the public cases and their answers, without any arithmetic.
# %%
right = hadamard_sum
known = {}


def hadamard_sum(window, kernel):
    if len(known) < PUBLIC["hadamard_sum"]:
        known[window.tobytes()] = right(window, kernel)
    return known.get(window.tobytes(), 0)
