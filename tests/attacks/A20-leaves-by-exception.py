# A20 ERROR (output_size, window, hadamard_sum, conv2d_single, channel_maps, conv2d_channels): exceptions that
# mean the end of a program, not of a call.
# %%
def output_size(n, k, stride=1):
    sys.exit(0)


def window(x, row, col, kernel_size, stride=1):
    raise KeyboardInterrupt


def hadamard_sum(window, kernel):
    raise GeneratorExit


def conv2d_single(x, kernel, stride=1):
    class Passed(BaseException):
        pass

    raise Passed


def channel_maps(x, kernel, stride=1):
    raise SystemExit({"status": "passed", "score": 3.0})


def conv2d_channels(x, kernel, stride=1):
    raise BaseExceptionGroup("passed", [SystemExit(0), KeyboardInterrupt()])
