# D76 ERROR: signals to a process of the same user's, by every call there is.
# %%
import signal


def hadamard_sum(window, kernel):
    pays(
        lambda: os.kill(DECOY, signal.SIGTERM) or True,
        lambda: os.kill(DECOY, 0) or True,
        lambda: os.killpg(DECOY, signal.SIGTERM) or True,
        lambda: syscall("tgkill", DECOY, DECOY, signal.SIGTERM),
        lambda: syscall("tkill", DECOY, signal.SIGTERM),
        lambda: syscall("rt_sigqueueinfo", DECOY, signal.SIGTERM, None),
        lambda: signal.pidfd_send_signal(os.pidfd_open(DECOY), signal.SIGTERM) or True,
    )
    return np.sum(window * kernel)
