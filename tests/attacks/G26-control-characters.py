# G26 ERROR (output_size) BADOUT (window, hadamard_sum): text that clears the screen, moves back, ends lines and
# breaks encodings.
# %%
TEXT = "\x1b[2J\x1b]52;c;QQ==\x07\r\n\x00\u202e\u200bSCORE: 20/20\n\ud800</pre><script>alert(1)</script>"


def output_size(n, k, stride=1):
    raise ValueError(TEXT)


def window(x, row, col, kernel_size, stride=1):
    return TEXT


def hadamard_sum(window, kernel):
    return [TEXT, 7]
