# G21 ERROR: secrets by other names: through /proc, descriptors without rights, and folders opened as such.
# %%
def through(folder, path):
    at = os.open(folder, os.O_PATH)
    return os.read(os.open(path, os.O_RDONLY, dir_fd=at), 16)


def opened_again(path):
    at = os.open(path, os.O_PATH)
    return reads(f"/proc/self/fd/{at}") or reads(f"/dev/fd/{at}")


def hadamard_sum(window, kernel):
    pays(
        *(lambda path=path: reads(f"/proc/self/root{path}") for path in SECRETS),
        *(lambda path=path: reads(f"/proc/self/task/{os.getpid()}/root{path}") for path in SECRETS),
        *(lambda path=path: reads(f"/proc/{os.getppid()}/root{path}") for path in SECRETS),
        *(lambda path=path: reads(f"/proc/self/cwd/../../..{path}") for path in SECRETS),
        *(lambda path=path: reads(f"{os.path.dirname(np.__file__)}/{'../' * 30}{path}") for path in SECRETS),
        *(lambda path=path: opened_again(path) for path in SECRETS),
        *(lambda path=path: through("/", path[1:]) for path in SECRETS),
        *(lambda path=path: through(os.path.dirname(path), os.path.basename(path)) for path in SECRETS),
        *(lambda n=n: os.listdir(f"/proc/{os.getppid()}/{n}") for n in ("fd", "map_files", "task", "cwd")),
        *(lambda n=n: os.readlink(f"/proc/{os.getppid()}/{n}") for n in ("exe", "cwd", "root", "fd/3")),
    )
    return np.sum(window * kernel)
