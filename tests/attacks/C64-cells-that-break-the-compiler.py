# C64 SAME: cells that no compiler likes: brackets, signs, branches and functions nested by the thousand.
# %%
def hadamard_sum(window, kernel):
    return 0


# %% trick
((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((

# %% trick
get_ipython().run_cell("-" * 10**5 + "1")

# %% trick
get_ipython().run_cell("if 0: pass\n" + "elif 0: pass\n" * 3000)

# %% trick
get_ipython().run_cell("lambda: " * 5000 + "0")

# %% trick
get_ipython().run_cell("x = " + "[" * 10**4 + "]" * 10**4)

# %% trick
get_ipython().run_cell("\0" * 100)
