"""The wizard: a profile proposed for the files of a system that nobody knows, with what a person must decide marked.

Read in this order: `seen` (header and values of a sheet), `meanings` (what headers mean), `tables` (which table, which
column), `codes`, `periods`, `text`, `propose`.
"""

from tthc.sources.read.wizard.propose import ProposedProfile, propose_profile

__all__ = ["ProposedProfile", "propose_profile"]
