# A7 BADOUT (hadamard_sum, window, conv2d_single): the pipe says that all passed, as text, as JSON, and in a frame.
# %%
def hadamard_sum(window, kernel):
    say(b"all passed\n")
    time.sleep(60)


def window(x, row, col, kernel_size, stride=1):
    say(b'{"exercises": [{"name": "window", "status": "passed", "score": 2.0, "max_score": 2.0}]}\n')
    time.sleep(60)


def conv2d_single(x, kernel, stride=1):
    say(frame(asked(), ("passed", 6.0)))
    time.sleep(60)
