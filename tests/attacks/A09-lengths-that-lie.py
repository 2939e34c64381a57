# A9 BADOUT (output_size, window, hadamard_sum, conv2d_single, channel_maps, conv2d_channels): lists, texts
# and integers that say they are far longer than the frame.
# %%
import struct


def send(body, size=None):
    say(struct.pack(">II", len(body) if size is None else size, asked()) + body)
    time.sleep(60)


def output_size(n, k, stride=1):
    send(b"U\0\0\0\2S\0\0\0\5valueL\xff\xff\xff\xff")


def window(x, row, col, kernel_size, stride=1):
    send(b"U\0\0\0\2S\0\0\0\5valueS\xff\xff\xff\xff")


def hadamard_sum(window, kernel):
    send(b"U\0\0\0\2S\0\0\0\5valueI\xff" + bytes(255))


def conv2d_single(x, kernel, stride=1):
    send(b"", 2**32 - 1)


def channel_maps(x, kernel, stride=1):
    send(b"U\0\0\0\1" * 100_000)


def conv2d_channels(x, kernel, stride=1):
    send(b"U\0\0\0\2S\0\0\0\5value" + b"L\0\0\x50\0" + b"L\0\0\0\0" * 0x5000)
