"""How fast it grades: `make bench`. Ratios to a yardstick of the same run: machines differ, and are busy."""
