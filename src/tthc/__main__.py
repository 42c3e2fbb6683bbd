"""`python -m tthc` is the command `tthc`."""

from tthc.cli import main

main()
