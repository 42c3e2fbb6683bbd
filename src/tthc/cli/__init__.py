"""The `tthc` commands, thin: each turns what was typed into one `Run`, calls one stage, and says what came of it.

Nothing heavy is imported before a command needs it: `tthc --help` answers at once.
"""

from tthc.cli.entry import main

__all__ = ["main"]
