# G14 ERROR|CRASH: asks to be stopped, so that it ends in no way that anyone waits for.
# %%
import signal


def hadamard_sum(window, kernel):
    pays(
        lambda: os.kill(os.getpid(), signal.SIGSTOP) or True,
        lambda: signal.raise_signal(signal.SIGSTOP) or True,
        lambda: os.kill(0, signal.SIGSTOP) or True,
        lambda: signal.setitimer(signal.ITIMER_REAL, 0.01),
        lambda: os.getpgid(0) == os.getpid() and signal.pthread_kill(__import__("threading").get_ident(), signal.SIGSTOP) or True,
    )
    return np.sum(window * kernel)
