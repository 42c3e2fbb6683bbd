"""Export + profile → the nine canonical tables, with file, sheet and row of origin, and every fault explained once."""

from tthc.read.profile import Profile, load_profile, profile_files
from tthc.read.reading import Reading, read_sources
from tthc.read.sources import InputFile
from tthc.read.unread import UnreadColumn
from tthc.read.wizard import ProposedProfile, propose_profile

__all__ = [
    "InputFile", "Profile", "ProposedProfile", "Reading", "UnreadColumn", "load_profile", "profile_files", "propose_profile", "read_sources",
]
