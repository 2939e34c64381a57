# A6 BADOUT: raw bytes that, unpickled, make a file, in place of an answer.
# %%
import pickle


class Bomb:
    def __reduce__(self):
        return os.system, (f"touch /tmp/{TOKEN}-unpickled",)


def hadamard_sum(window, kernel):
    say(pickle.dumps(Bomb()))
    time.sleep(60)
