"""The figures of the course and what draws them, in reading order.

worked     the numbers, computed from the worked example
words      every word that stands in a figure
shapes     what figures are drawn with: words, lines, boxes, nodes, arrows
matrices   cells by sign, windows, the cell being written, and the key to them
networks   figures 10_01 and 10_02: everything is connected with everything
receptive  figures 10_03 to 10_05: outputs see a window only, and windows share their weights
sliding    figures 10_12 to 10_19 and 10_22: a window on its way over the image
stacks     figures 10_20 and 10_21: channels and kernels as a whole
draw       the list of all figures, their descriptions, and the command that draws them
"""
