# B44 ERROR: sockets of every family, to where the test listens on this machine.
# %%
import socket


def tcp(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as sock:
        sock.settimeout(0.2)
        sock.connect((address, PORTS["tcp"]))
        return sock.send(b"answers, please")


def udp(family, address):
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        return sock.sendto(b"answers, please", (address, PORTS["udp"]))


def local(name):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.connect(name)
        return sock.send(b"answers, please")


def made(*kinds):
    with socket.socket(*kinds):
        return True


def hadamard_sum(window, kernel):
    pays(
        lambda: udp(socket.AF_INET, "127.0.0.1"),
        lambda: tcp(socket.AF_INET, "127.0.0.1"),
        lambda: udp(socket.AF_INET6, "::1"),
        lambda: tcp(socket.AF_INET6, "::1"),
        *(lambda name=name: local(name) for name in SOCKETS),
        lambda: made(socket.AF_NETLINK, socket.SOCK_RAW, 0),
        lambda: made(socket.AF_PACKET, socket.SOCK_RAW, 0),
        lambda: made(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
        lambda: made(socket.AF_VSOCK, socket.SOCK_STREAM),
        lambda: made(socket.AF_ALG, socket.SOCK_SEQPACKET),
        lambda: bool(socket.socketpair()),
        lambda: syscall("socket", 1, 1, 0),
    )
    return np.sum(window * kernel)
