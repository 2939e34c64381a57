# C55 SAME: gigabytes to standard output and standard error, a million small lines, and one long one.
# %%
def hadamard_sum(window, kernel):
    return 0


# %% trick
for _ in range(64):
    os.write(1, bytes(2**24))
    os.write(2, bytes(2**24))

# %% trick
for number in range(10**5):
    print(number)

# %% trick
print("x" * 5 * 10**7)
sys.stderr.write("y" * 10**7)

# %% trick
display({"text/html": "z" * 10**7}, raw=True)
"w" * 10**7

# %% trick
def hadamard_sum(window, kernel):
    print("x" * 10**6)
    return 0
