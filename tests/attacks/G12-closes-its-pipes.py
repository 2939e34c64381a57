# G12 CRASH (output_size) TIMEOUT (window, hadamard_sum): closes what it should answer on, or is asked on.
# %%
def output_size(n, k, stride=1):
    os.close(pipes()[1])
    return (n - k) // stride + 1


def window(x, row, col, kernel_size, stride=1):
    os.close(pipes()[1])
    time.sleep(60)


def hadamard_sum(window, kernel):
    number = asked()
    os.close(pipes()[0])
    for _ in range(50):
        say(frame(number, ("value", float(np.sum(window * kernel)))))
        number += 1000
        time.sleep(60)
