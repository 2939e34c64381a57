# B39 ERROR: IPython's magics read a file, run a command, list the environment and the history.
# %%
from IPython.utils.capture import capture_output

shell = get_ipython()
caught = []


def tried(magic, line, cell=None):
    def attempt():
        with capture_output() as output:
            try:
                given = (
                    shell.run_line_magic(magic, line) if cell is None else shell.run_cell_magic(magic, line, cell)
                )
            except SystemExit:
                given = None
        told = f"{given!r}\n{output.stdout}\n{output.stderr}\n{shell.rl_next_input}".encode()
        return CANARY.search(told)

    return attempt


# %%
told = !cat {SECRETS[1]}
caught += told

# %%
%load {SECRETS[1]}

# %%
%run {SECRETS[1]}

# %%
def hadamard_sum(window, kernel):
    pays(
        lambda: CANARY.search(repr(caught).encode()),
        tried("pycat", SECRETS[1]),
        tried("load", SECRETS[1]),
        tried("loadpy", SECRETS[1]),
        tried("run", SECRETS[1]),
        tried("sx", f"cat {SECRETS[1]}"),
        tried("bash", "", f"cat {SECRETS[1]}"),
        tried("script", "cat", f"{SECRETS[1]}"),
        tried("env", ""),
        tried("history", "-g"),
        tried("store", "-r"),
        tried("macro", "m 1-100"),
        tried("cd", os.path.dirname(SECRETS[1])),
    )
    return np.sum(window * kernel)
