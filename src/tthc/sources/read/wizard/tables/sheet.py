"""A seen sheet understood as a table: which of its columns is what."""

from __future__ import annotations

from dataclasses import dataclass, field

from tthc.sources.read.wizard.by_values import candidates
from tthc.sources.read.wizard.seen import SeenSheet

BY_DOSSIER = ("dossiers", "steps", "stops", "due_changes")
STAMPS = ("arrived_at", "started_at", "ended_at")
KEY_COLUMNS = ("received_at", "due_at", "finished_at", "status")


@dataclass(frozen=True)
class Column:
    """Where a column stands, what the file calls it, whether that is sure, and what a person must know about it."""

    header: str
    position: int
    is_sure: bool
    note: str = ""


@dataclass(frozen=True)
class ProposedSheet:
    """A seen sheet understood: canonical column → where it stands; `left` are the headers that are not used."""

    seen: SeenSheet
    table: str
    columns: dict[str, Column]
    left: tuple[str, ...]
    # column → header, worth, whether that is sure
    scaled: dict[str, tuple[str, float, bool]] = field(default_factory=dict)
    stamps: str = ""
    stamps_note: str = ""
    table_note: str = ""  # what decides which table it is, where that is not sure
    missing: tuple[str, ...] = ()

    @property
    def lacking(self) -> dict[str, list[str]]:
        """Of a list of dossiers the columns that every figure needs and that nothing tells → the headers that may be them.
        """
        taken = {name: column.position for name, column in self.columns.items()}
        names = [name for name in KEY_COLUMNS if name not in taken] if self.table == "dossiers" else []
        found = {name: candidates(self.seen, taken, time=name != "status") for name in names}
        if "submitted_at" in self.columns and found.get("received_at") == []:  # some systems know one of the two
            found["received_at"] = [self.columns["submitted_at"].header]
        return found

    def values(self, column: str) -> list[str]:
        return self.seen.values(self.columns[column].position)

    def values_of(self, column: str) -> list[str]:
        """The values of the rows that name a dossier, or anybody's where the sheet has none: what stands below a table
        is no data.
        """
        return [value for _, value in self.pairs(column)] if "dossier_id" in self.columns else self.values(column)

    def pairs(self, column: str) -> list[tuple[str, str]]:
        """Dossier and value of every row that has both."""
        one, other = self.columns["dossier_id"].position, self.columns[column].position
        return [(row[one], row[other]) for row in self.seen.rows if row[one] and row[other]]
