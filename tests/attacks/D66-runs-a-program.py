# D66 ERROR: a shell, the interpreter itself, a program of its own in memory, and one on disk.
# %%
def in_memory():
    file = os.memfd_create(TOKEN)
    with open("/bin/true", "rb") as program:
        os.write(file, program.read())
    os.execve(file, ["true"], {})


def on_disk():
    file = os.open(f"/tmp/{TOKEN}", os.O_CREAT | os.O_WRONLY, 0o700)
    os.write(file, b"#!/bin/true\n")
    os.close(file)
    os.execve(f"/tmp/{TOKEN}", ["true"], {})


def hadamard_sum(window, kernel):
    pays(
        lambda: os.memfd_create(TOKEN),
        in_memory,
        on_disk,
        lambda: os.execv("/bin/sh", ["sh", "-c", "exit 0"]),
        lambda: os.execv("/proc/self/exe", ["python", "-c", "0"]),
        lambda: os.execv(sys.executable, ["python", "-c", "0"]),
        lambda: os.execv("/lib64/ld-linux-x86-64.so.2", ["ld", "/bin/true"]),
    )
    return np.sum(window * kernel)
