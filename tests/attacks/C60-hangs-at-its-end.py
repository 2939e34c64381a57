# C60 SAME: destructors, exit handlers and threads that would keep the process alive after its last answer.
# %%
def hadamard_sum(window, kernel):
    return 0


# %% trick
import atexit
import threading


class Hanging:
    def __del__(self):
        while True:
            time.sleep(1)


hanging = Hanging()
atexit.register(time.sleep, 1000)
sys.modules["hanging"] = hanging

# %% trick
threading.Thread(target=time.sleep, args=(3,), daemon=False).start()
