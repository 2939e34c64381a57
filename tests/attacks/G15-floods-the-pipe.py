# G15 BADOUT|TIMEOUT (output_size, window, hadamard_sum): answers by the million, empty, tiny, and as large as they may be.
# %%
def output_size(n, k, stride=1):
    while True:
        say(bytes(2**16))


def window(x, row, col, kernel_size, stride=1):
    while True:
        say(frame(2**32 - 1, None) * 1000)


def hadamard_sum(window, kernel):
    say(frame(asked(), ("value", bytes(2**23).decode())) * 5)
    time.sleep(60)
