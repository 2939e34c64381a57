# A8 TIMEOUT (hadamard_sum, window): half an answer, or less than its length, and nothing more.
# %%
def hadamard_sum(window, kernel):
    say(frame(asked(), ("value", 7.0))[:-3])
    time.sleep(60)


def window(x, row, col, kernel_size, stride=1):
    say(b"\0\0")
    time.sleep(60)
