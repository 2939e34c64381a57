# C46 TIMEOUT: a loop without end.
# %%
def hadamard_sum(window, kernel):
    while True:
        pass
