# A6 BADOUT: an object that, unpickled, makes a file.
# %%
class Bomb:
    def __reduce__(self):
        return os.system, (f"touch /tmp/{TOKEN}-unpickled",)


def hadamard_sum(window, kernel):
    return Bomb()
