# G29 CRASH|ERROR|BADOUT|TIMEOUT: opens the other ends of its pipes by way of /proc, and takes its answers away again.
# %%
def hadamard_sum(window, kernel):
    calls, answers = pipes()
    back = os.open(f"/proc/self/fd/{answers}", os.O_RDONLY | os.O_NONBLOCK)
    say(frame(asked(), ("value", float(np.sum(window * kernel)) + 1))[:-1])
    while True:
        try:
            os.read(back, 1)
        except BlockingIOError:
            pass
