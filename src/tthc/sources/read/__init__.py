"""Export + profile → the nine canonical tables, with file, sheet and row of origin, and every fault explained once."""

from tthc.sources.read.profile import Profile, load_profile, profile_files
from tthc.sources.read.reading import Reading, read_sources
from tthc.sources.read.sources import InputFile
from tthc.sources.read.systems import SystemRead
from tthc.sources.read.unread import UnreadColumn
from tthc.sources.read.wizard import ProposedProfile, propose_profile

__all__ = [
    "InputFile", "Profile", "ProposedProfile", "Reading", "SystemRead", "UnreadColumn", "load_profile", "profile_files",
    "propose_profile", "read_sources",
]
