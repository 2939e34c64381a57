# G18 CRASH|ERROR (output_size, window, hadamard_sum): code of its own in memory calls the kernel by the door for
# 32-bit programs, by x32 numbers, and in the usual way.
# %%
import mmap
import platform

PAGE = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
FORK_BY_INT_80 = b"\xb8\x02\x00\x00\x00\xcd\x80\xc3"  # mov eax, 2; int 0x80; ret
GETPID_BY_INT_80 = b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"
SOCKET = b"\xb8\x29\x00\x00\x00\xbf\x02\x00\x00\x00\xbe\x01\x00\x00\x00\x31\xd2\x0f\x05\xc3"


def run(code):
    if platform.machine() != "x86_64":
        raise NotFound("other machine code is needed here")
    PAGE.seek(0)
    PAGE.write(code)
    return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(PAGE)))()


def output_size(n, k, stride=1):
    pays(lambda: run(GETPID_BY_INT_80) > 0)
    return (n - k) // stride + 1


def window(x, row, col, kernel_size, stride=1):
    if platform.machine() != "x86_64":
        raise NotFound("no such numbers here")
    pays(lambda: syscall(0x40000000 | 39))
    (height, width), (down, across) = np.broadcast_to(kernel_size, 2), np.broadcast_to(stride, 2)
    return x[row * down : row * down + height, col * across : col * across + width]


def hadamard_sum(window, kernel):
    pays(lambda: run(SOCKET) >= 0)
    return np.sum(window * kernel)
