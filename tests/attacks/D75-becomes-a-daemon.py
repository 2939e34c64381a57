# D75 ERROR: a process that leaves its parent, its group and its session, and a second later makes a file.
# %%
def daemon():
    if os.fork() == 0:
        try:
            os.setsid()
            if os.fork() == 0:
                time.sleep(1)
                os.close(os.open(f"/tmp/{TOKEN}", os.O_CREAT))
        finally:
            os._exit(0)
    return True


def hadamard_sum(window, kernel):
    pays(daemon, lambda: os.setsid(), lambda: os.setpgid(0, 0) or True)
    return np.sum(window * kernel)
