# A15 ERROR: a DataFrame.
# %%
def hadamard_sum(window, kernel):
    import pandas

    return pandas.DataFrame(window * kernel).sum().sum()
