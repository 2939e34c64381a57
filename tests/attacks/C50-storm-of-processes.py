# C50 ERROR: up to 64 processes, each in a session of its own, by all the ways there are to make one.
# %%
def storm():
    made = 0
    for _ in range(64):
        try:
            child = os.fork()
        except OSError:
            break
        if child == 0:
            try:
                os.setsid()
                time.sleep(2)
            finally:
                os._exit(0)
        made += 1
    return made > 0


def pool():
    import multiprocessing

    with multiprocessing.Pool(2) as pool:
        return pool.map(abs, [1])


def hadamard_sum(window, kernel):
    import subprocess

    pays(
        storm,
        lambda: os.forkpty(),
        lambda: os.posix_spawn("/bin/true", ["true"], {}),
        lambda: subprocess.run(["/bin/true"], check=True),
        lambda: os.system("true") == 0,
        pool,
    )
    return np.sum(window * kernel)
