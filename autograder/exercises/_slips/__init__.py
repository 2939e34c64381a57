"""Slips that students make, for the exercises that share them, and the right answers that they are made in.

No mark comes from here, and no answer: a change leaves the stored keys as they are.
"""
