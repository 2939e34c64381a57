# G10 TIMEOUT: an exception whose text is still being made.
# %%
class Endless(Exception):
    def __str__(self):
        while True:
            pass


def hadamard_sum(window, kernel):
    raise Endless
