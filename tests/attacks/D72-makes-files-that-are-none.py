# D72 ERROR: devices, pipes and sockets with names, for a reader to hang on.
# %%
import socket


def bound(name):
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(name)
        return True


def hadamard_sum(window, kernel):
    places = [".", "/tmp", "/dev/shm", os.path.dirname(SECRETS[1])]
    pays(
        *(lambda place=place: os.mkfifo(f"{place}/{TOKEN}") or True for place in places),
        *(lambda place=place: os.mknod(f"{place}/{TOKEN}", 0o600 | stat.S_IFCHR, 0x103) or True for place in places),
        *(lambda place=place: bound(f"{place}/{TOKEN}") for place in places),
        lambda: bound(f"\0{TOKEN}"),
    )
    return np.sum(window * kernel)
