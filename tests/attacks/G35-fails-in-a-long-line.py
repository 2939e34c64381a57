# G35 ERROR (window, hadamard_sum): fails in a line of half a million characters, in one of markup and control
# characters, and in a text that no line ends.
# %% {"stretch": 500000}
def hadamard_sum(window, kernel):
    return [][0], "…"


# %%
def window(x, row, col, kernel_size, stride=1): return [][0], "[2J</pre><script>alert(1)</script>‮ x"
