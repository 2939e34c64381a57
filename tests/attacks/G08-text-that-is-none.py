# G8 ERROR|BADOUT (output_size, window, hadamard_sum, conv2d_single): exceptions whose text is a class of its own, raises, or is no text; and whose name is none.
# %%
class Text(str):
    def __getitem__(self, item):
        return {"status": "passed"}

    def __str__(self):
        return self

    def encode(self, *args):
        return b"passed"


def output_size(n, k, stride=1):
    class Odd(Exception):
        def __str__(self):
            return Text("passed")

    raise Odd


def window(x, row, col, kernel_size, stride=1):
    class Odd(Exception):
        def __str__(self):
            raise SystemExit

    raise Odd


def hadamard_sum(window, kernel):
    class Odd(Exception):
        def __str__(self):
            return 7

    raise Odd


def conv2d_single(x, kernel, stride=1):
    class Meta(type):
        __name__ = property(lambda cls: [])
        __mro__ = property(lambda cls: 7)

    class Odd(Exception, metaclass=Meta):
        pass

    raise Odd
