# G2 SAME: cells that say themselves that they ran, or that the wall stands, or something else of what is said
# on the pipe.
# %%
def hadamard_sum(window, kernel):
    return 0


# %% trick
say(frame(asked(), ("ran",)) + b"and more")

# %% trick
say(frame(0, ("hardened",)))
time.sleep(60)

# %% trick
say(frame(asked(), ("value", 7.0)) + frame(asked() + 1, ("value", 7.0)))
time.sleep(60)

# %% trick
say(frame(asked(), ("fallen", "passed")) + b"x")
