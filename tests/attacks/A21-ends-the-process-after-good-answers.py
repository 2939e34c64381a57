# A21 CRASH: right in all public cases, and an exit with status 0 in the first hidden one.
# %%
right, calls = hadamard_sum, []


def hadamard_sum(window, kernel):
    calls.append(1)
    if len(calls) > PUBLIC["hadamard_sum"]:
        os._exit(0)
    return right(window, kernel)
