"""One filled row of a workbook of explanations, as it was typed."""

from __future__ import annotations

from dataclasses import dataclass, fields

from tthc.sources.explanations.columns import TYPED

TYPED_KEYS = tuple(column.key for column in TYPED)


@dataclass(frozen=True)
class TypedRow:
    """Texts as they stand in the cells, empty for nothing; `row` counts from 1 as the spreadsheet does."""

    file: str
    sheet: str
    row: int
    dossier_id: str = ""
    proposed_text: str = ""
    cause_text: str = ""
    explanation: str = ""
    parts: str = ""
    explained_by: str = ""
    explained_on: str = ""
    sign_off: str = ""
    note: str = ""

    @property
    def is_filled(self) -> bool:
        """True where a person wrote something: an empty row says nothing, not even that there is no cause."""
        return any(getattr(self, key) for key in TYPED_KEYS)

    def as_dict(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)}
