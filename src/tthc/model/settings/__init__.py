"""One frozen `Run` from `tthc.toml` and the options that win over it; unknown keys and values are errors."""

from tthc.model.settings.environment import (
    AUDIENCE_VARIABLE,
    cache_folder,
    current_day,
    current_seconds,
    current_time,
    kernel_environment,
    process_environment,
)
from tthc.model.settings.load import load_run
from tthc.model.settings.project_file import (
    OFFICE_FILE,
    PROJECT_FILE,
    find_root,
    load_keep,
    office_beside,
    raw_folder,
    read_project,
)
from tthc.model.settings.rules import FORMER_VALUES, RULES, Rule, choose_rules, default_of
from tthc.model.settings.run import INTERNAL, SHARED, Office, Run, System

__all__ = [
    "AUDIENCE_VARIABLE", "FORMER_VALUES", "INTERNAL", "OFFICE_FILE", "PROJECT_FILE", "RULES", "SHARED", "Office",
    "Rule", "Run", "System", "cache_folder", "choose_rules", "current_day", "current_seconds", "current_time",
    "default_of", "find_root", "kernel_environment", "load_keep", "load_run", "office_beside", "process_environment",
    "raw_folder",
    "read_project",
]
