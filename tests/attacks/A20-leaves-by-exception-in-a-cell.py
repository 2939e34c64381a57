# A20 SAME: the same in a cell, and in the destructor of an object.
# %%
def hadamard_sum(window, kernel):
    return 0


# %% trick
raise SystemExit(0)

# %% trick
class Leaving:
    def __del__(self):
        raise SystemExit(0)


Leaving()
kept = Leaving()
exit()

# %% trick
raise KeyboardInterrupt
