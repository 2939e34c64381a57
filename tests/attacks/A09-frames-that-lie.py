# A9 BADOUT (output_size, window, hadamard_sum, conv2d_single, channel_maps, conv2d_channels): frames whose
# sizes, dimensions and dtypes are not what they say.
# %%
import struct


def lie(dtype, shape, nbytes, data=b""):
    """A frame that holds ("value", array), with a head of our own choosing."""
    head = struct.pack(">cBB", b"A", dtype, len(shape)) + b"".join(n.to_bytes(8, "big") for n in shape)
    body = b"U\0\0\0\2S\0\0\0\5value" + head + nbytes.to_bytes(8, "big") + data
    say(struct.pack(">II", len(body), asked()) + body)
    time.sleep(60)


F8 = 11


def output_size(n, k, stride=1):
    lie(F8, (2,), 800, bytes(800))


def window(x, row, col, kernel_size, stride=1):
    lie(F8, (2**32, 2**32), 0)  # whose product is 0 in 64 bits


def hadamard_sum(window, kernel):
    lie(F8, (1,) * 255, 8, bytes(8))


def conv2d_single(x, kernel, stride=1):
    lie(200, (3, 3), 72, bytes(72))


def channel_maps(x, kernel, stride=1):
    lie(F8, (2**60,), 2**63)


def conv2d_channels(x, kernel, stride=1):
    lie(F8, (2**64 - 1, 2**64 - 1), 8, bytes(8))  # -1 and -1, if read as signed
