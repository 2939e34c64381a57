# D71 ERROR: characters pushed into the terminal of whoever started the grader.
# %%
import fcntl
import termios


def hadamard_sum(window, kernel):
    pays(
        lambda: os.open("/dev/tty", os.O_RDONLY),
        lambda: os.open("/dev/tty", os.O_RDWR),
        lambda: os.open("/dev/console", os.O_RDWR),
        lambda: os.open("/dev/pts/ptmx", os.O_RDWR | os.O_NOCTTY),
        *(lambda number=number: fcntl.ioctl(number, termios.TIOCSTI, b"\n") == b"\n" for number in (0, 1, 2)),
        *(lambda number=number: fcntl.ioctl(number, termios.TIOCSCTTY, 0) == 0 for number in (0, 1, 2)),
        lambda: os.ctermid() and reads(os.ctermid()),
    )
    return np.sum(window * kernel)
