# D65 ERROR: new namespaces, mounts, roots, and the files behind handles.
# %%
NEWUSER, NEWNS, SIGCHLD = 0x10000000, 0x20000, 17


def clone():
    (child,) = syscall("clone", NEWUSER | SIGCHLD)
    if child == 0:
        os._exit(0)
    return child > 0


def hadamard_sum(window, kernel):
    nowhere = f"/nowhere/{TOKEN}".encode()
    pays(
        lambda: syscall("unshare", NEWUSER),
        lambda: syscall("unshare", NEWNS),
        clone,
        lambda: syscall("setns", -1, 0),
        lambda: syscall("mount", nowhere, nowhere, b"tmpfs", 0, None),
        lambda: syscall("pivot_root", nowhere, nowhere),
        lambda: syscall("chroot", nowhere),
        lambda: syscall("chdir", nowhere),
    )
    return np.sum(window * kernel)
