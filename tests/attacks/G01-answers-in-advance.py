# G1 BADOUT (hadamard_sum, conv2d_single): the answers to this call and to the next ones, all at once.
# %%
def hadamard_sum(window, kernel):
    say(b"".join(frame(asked() + ahead, ("value", 7.0)) for ahead in range(100)))
    time.sleep(60)


def conv2d_single(x, kernel, stride=1):
    say(frame(asked() + 1, ("value", np.zeros((3, 3)))))
    time.sleep(60)
