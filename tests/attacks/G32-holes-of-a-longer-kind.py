# G32 MEMORY|ERROR (hadamard_sum, window): memory that is no array: maps without a file, of /dev/zero, in huge pages.
# %%
import mmap


def hadamard_sum(window, kernel):
    kept = [mmap.mmap(-1, 2**28, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_NORESERVE) for _ in range(16)]
    return np.sum(window * kernel) * bool(kept)


def window(x, row, col, kernel_size, stride=1):
    zero = os.open("/dev/zero", os.O_RDONLY)
    kept = [mmap.mmap(zero, 2**28, mmap.MAP_SHARED, mmap.PROT_READ) for _ in range(16)]
    (height, width), (down, across) = np.broadcast_to(kernel_size, 2), np.broadcast_to(stride, 2)
    return x[row * down : row * down + height, col * across : col * across + width] if kept else None
