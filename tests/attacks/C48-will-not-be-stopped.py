# C48 TIMEOUT: catches everything, ignores every signal, and unties itself from its parent.
# %%
import signal


def hadamard_sum(window, kernel):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        syscall("prctl", 1, 0)
    except OSError:
        pass
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
        finally:
            continue
