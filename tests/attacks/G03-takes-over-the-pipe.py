# G3 WRONG (output_size, window): from the first call on it reads the pipe itself, and answers everything, as other
# functions, with one number. Beside the course's right one it is never called, and what is right earns its points.
# %%
def output_size(n, k, stride=1):
    calls, _answers = pipes()
    number = asked()
    while True:
        say(frame(number, ("value", 7)))
        head = b""
        while len(head) < 8:
            head += os.read(calls, 8 - len(head))
        size, number = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")
        while size:
            size -= len(os.read(calls, size))
