"""A loop that never ends: forgets to move the window on."""


def output_size(n, k, stride=1):
    count, start = 0, 0
    while start + k <= n:
        count += 1
    return count
