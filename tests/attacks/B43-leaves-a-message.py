# B43 CRASH (output_size) ERROR (window): leaves a message in every place that might outlive the process, and
# looks for it in the next one.
# %%
import fcntl
import socket

PLACES = [".", "..", "/tmp", "/var/tmp", "/dev/shm", "/run", os.path.expanduser("~"), os.path.dirname(SECRETS[1])]
CREATE = 0o1600


def leave():
    yield from (lambda place=place: os.open(f"{place}/{TOKEN}", os.O_CREAT | os.O_RDWR) for place in PLACES)
    yield from (lambda place=place: os.mkdir(f"{place}/{TOKEN}") for place in PLACES)
    yield lambda: syscall("shmget", IPC_KEY, 4096, CREATE)
    yield lambda: syscall("msgget", IPC_KEY, CREATE)
    yield lambda: syscall("semget", IPC_KEY, 1, CREATE)
    yield lambda: fcntl.flock(os.open(np.__file__, os.O_RDONLY), fcntl.LOCK_EX)
    yield lambda: os.utime(SECRETS[1], (7, 7))
    yield lambda: os.setxattr(SECRETS[1], "user.message", TOKEN.encode())
    yield lambda: setattr(np, "message", TOKEN)
    yield lambda: os.environ.update(MESSAGE=TOKEN)
    yield lambda: setattr(sys.modules["autograder.sandbox.zygote"], "message", TOKEN)


def exists(name):
    return lambda: syscall(name, IPC_KEY, 0, 0)[0] >= 0


def found():
    yield from (lambda place=place: os.path.lexists(f"{place}/{TOKEN}") for place in PLACES)
    yield from (exists("shmget"), exists("semget"))
    yield lambda: syscall("msgget", IPC_KEY, 0)[0] >= 0
    yield lambda: os.stat(SECRETS[1]).st_mtime == 7
    yield lambda: os.getxattr(SECRETS[1], "user.message")
    yield lambda: hasattr(np, "message")
    yield lambda: "MESSAGE" in os.environ
    yield lambda: any(hasattr(module, "message") for module in sys.modules.values())


def output_size(n, k, stride=1):
    for attempt in leave():
        try:
            attempt()
        except OSError:
            pass
    os._exit(0)


def window(x, row, col, kernelsize, stride=1):
    (height, width), (down, across) = np.broadcast_to(kernelsize, 2), np.broadcast_to(stride, 2)
    for attempt in found():
        try:
            if not attempt():
                continue
        except OSError:
            continue
        return x[row * down : row * down + height, col * across : col * across + width]
    raise NotFound("no message")
