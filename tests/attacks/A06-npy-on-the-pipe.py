# A6 BADOUT: a pickle inside of a frame, as the bytes of a .npy file with objects.
# %%
import io


class Bomb:
    def __reduce__(self):
        return os.system, (f"touch /tmp/{TOKEN}-unpickled",)


def hadamard_sum(window, kernel):
    file = io.BytesIO()
    np.save(file, np.array([Bomb()], object), allow_pickle=True)
    data = file.getvalue()
    say(len(data).to_bytes(4, "big") + asked().to_bytes(4, "big") + data)
    time.sleep(60)
