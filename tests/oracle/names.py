"""One key for one procedure (docs/assumptions.md, “A procedure's code”): its code, else the only one that its name has elsewhere, else its name."""

from __future__ import annotations

from collections import defaultdict


def with_codes(tables: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """The tables with a code in every dossier that names a procedure; norms listed under a name stand under the name's code."""
    codes = _codes_of_names(tables)
    dossiers = [{**row, "procedure_code": row["procedure_code"] or codes.get(_alike(row["procedure_name"]), row["procedure_name"])} for row in tables["dossiers"]]
    norms = [{**row, "procedure_code": codes.get(_alike(row["procedure_code"]), row["procedure_code"])} for row in tables["norms"]]
    return {**tables, "dossiers": dossiers, "norms": norms}


def _codes_of_names(tables: dict[str, list[dict]]) -> dict[str, str]:
    """Name, without regard to case and spaces → its code, where dossiers and the list of procedures know one and only one."""
    found = defaultdict(set)
    told = [(row["procedure_name"], row["procedure_code"]) for row in tables["dossiers"]]
    for name, code in told + [(row["name"], row["code"]) for row in tables["procedures"]]:
        if name and code:
            found[_alike(name)].add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def _alike(name: str | None) -> str:
    return " ".join((name or "").split()).casefold()
