"""Computes a period's tables when they are asked for, and keeps them by their addresses."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
from filelock import FileLock

from tthc.engine import Engine, connect
from tthc.engine.statement import Kind
from tthc.model.errors import UsageError
from tthc.model.private import private_folder
from tthc.model.schema import CANONICAL, TABLES
from tthc.model.settings import SHARED, Run, cache_folder
from tthc.model.shipped import reference_files
from tthc.sources.read import Reading, load_profile, read_sources
from tthc.study.graph.addresses import Addresses, code_digest
from tthc.study.graph.declared import canonical_name
from tthc.study.graph.kept import Kept
from tthc.study.graph.lineage import Origin, origins
from tthc.study.graph.period import Edition, edition, empty_twin, period_runner
from tthc.study.graph.runner import Runner
from tthc.study.info import study_info
from tthc.study.judged import check_judged
from tthc.study.narrowing import check_narrowing
from tthc.study.pseudonyms import office_key, pseudonymise_info
from tthc.study.reading_facts import load_facts, save_facts
from tthc.study.shelf import Shelf, link
from tthc.study.store import FOLDER, INFO, SHELF, file_hash, fingerprint

# What the study says of itself, and whether it may be told at all, is read off these.
BASE = ("outcomes", "late_dossiers", "dossiers", "calendar", "accounting", "unjudged", "recorded_differences")
LARGE = 300_000  # rows of the source; with fewer, what was computed on the way stays for the next question
_READING = ("unjudged", "max_unjudged")  # settings that reading itself asks for


class Session:
    """What computes the tables of one run into its folder. Engines are started when something is missing, and not
    before.
    """

    def __init__(self, run: Run, folder: Path) -> None:
        self.run, self.folder = run, folder
        self.shelf = Shelf(run.root / FOLDER / SHELF)

    def ensure(self, names: Iterable[str]) -> None:
        """Every table of these names lies in the folder, and the study's own facts. Raises DataStop, UsageError."""
        if not self._missing(names):
            return
        private_folder(self.folder)
        with FileLock(self.folder / "tinh.lock"):  # of two processes that ask for one table, one computes
            if missing := self._missing(names):
                self._compute(missing)

    def origins(self, table: str, column: str) -> list[Origin]:
        """From which columns of which tables the column comes; see `graph.lineage`. Raises KeyError for a column that
        the table does not have.
        """
        twin = empty_twin(self.run, self._edition, self.runner.kept)
        twin.tables([table])
        return origins(twin, table, column, told=(*TABLES, *map(canonical_name, CANONICAL)))

    def _missing(self, names: Iterable[str]) -> list[str]:
        missing = [name for name in names if not (self.folder / f"{name}.parquet").exists()]
        return missing if missing or (self.folder / INFO).is_file() else ["outcomes"]

    def _compute(self, missing: list[str]) -> None:
        if self.folder.name != fingerprint(self.run):
            raise UsageError(
                "Dữ liệu hoặc thiết lập đã đổi từ khi các bảng của báo cáo này được tính; hãy lập lại báo cáo."
            )
        runner = self.runner
        if not (self.folder / INFO).is_file():
            tables = runner.tables([*BASE, *missing])
            # Counts are those of what was read; dossiers go by the codes that the edition's tables have.
            read = dataclasses.replace(self._reading, tables=self._edition.reading.tables)
            check_judged(self.run, runner.engine, read, tables)
            info = study_info(self.run, runner.engine, read, tables)
            self._write_info(pseudonymise_info(info) if self.run.audience == SHARED else info)
        else:
            tables = runner.tables(missing)
        for name in missing:
            self._put(name, tables[name])

    def _put(self, name: str, rows: ir.Table) -> None:
        """A computed table on the shelf and in the period's folder."""
        address = self._addresses.of(name)
        stored = self.shelf.find(name, address)
        if stored is None:
            path = self.shelf.new_path()
            self.runner.engine.write_parquet(rows, path)
            stored = self.shelf.put(path, name, address, self.runner.columns(name))
        link(stored.path, self.folder / f"{name}.parquet")

    def _write_info(self, info: Mapping[str, Any]) -> None:
        arriving = self.folder / f"{INFO}.{os.getpid()}"
        arriving.write_text(json.dumps(info, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
        os.replace(arriving, self.folder / INFO)

    @cached_property
    def runner(self) -> Runner:
        kept = Kept(cache_folder(), f"{code_digest()}")
        runner = period_runner(self.run, self._engine, self._edition, kept)
        self._addresses = Addresses(runner, self._reading_address)
        runner.stored = self._stored
        runner.frees = self._n_rows() > LARGE
        return runner

    def _n_rows(self) -> int:
        accounting = self._reading.accounting
        return int(self._engine.fetch(accounting.aggregate(n=accounting.n_accepted.sum().fill_null(0))).n.iloc[0])

    def _stored(self, name: str) -> ir.Table | None:
        """A table that another run of this project has computed."""
        found = self.shelf.find(name, self._addresses.of(name))
        return None if found is None else self._engine.open_parquet(found.path, f"shelf_{name}", found.columns)

    @cached_property
    def _edition(self) -> Edition:
        return edition(self.run, self._engine, self._reading)

    @cached_property
    def _engine(self) -> Engine:
        return self._reader if self.run.engine == "duckdb" else connect(self.run.engine)

    @cached_property
    def _reader(self) -> Engine:
        return connect("duckdb")

    @cached_property
    def _reading(self) -> Reading:
        """What was read: from the shelf where these very files were read before, else from the files themselves."""
        return self._from_shelf() or self._from_files()

    @cached_property
    def _reading_address(self) -> str:
        run = self.run
        digest = hashlib.sha256(code_digest().encode())
        systems = [(one.name, one.profile, [str(path) for path in one.paths]) for one in run.systems]
        digest.update(
            json.dumps(
                [run.profile, systems, {name: run.rules[name] for name in _READING if name in run.rules}],
                sort_keys=True,
            ).encode()
        )
        reference = [path for kind in ("profiles/*", "calendar_*.csv") for path in reference_files(run.reference, kind)]
        for path in [*run.sources, *reference, *run.profile_files]:
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file():
                    digest.update(
                        f"{path.name}/{file.relative_to(path) if path.is_dir() else ''}".encode() + b"\0" + file_hash(
                            file
                        ).encode()
                    )
        if run.audience == SHARED:
            digest.update(office_key(run.root))
        return digest.hexdigest()[:32]

    def _from_files(self) -> Reading:
        reading = read_sources(self.run, self._reader)
        check_narrowing(self.run, self._reader, reading)
        columns: dict[str, tuple[Kind, ...]] = {}
        for name, table in _tables(reading).items():
            path = self.shelf.new_path()
            columns[name] = self._reader.compiled(table).columns
            self._reader.write_parquet(table, path)
            self.shelf.put(path, name, self._reading_address, columns[name])
        save_facts(reading, self._facts_path())
        return reading if self.run.engine == "duckdb" else self._from_shelf() or reading

    def _facts_path(self) -> Path:
        return self.shelf.folder / f"reading-{self._reading_address}.facts"

    def _from_shelf(self) -> Reading | None:
        found = {name: self.shelf.find(name, self._reading_address) for name in _names()}
        facts = load_facts(self._facts_path())
        if facts is None or not all(found.values()):
            return None
        tables = {
            name: self._engine.open_parquet(one.path, f"shelf_{name}", one.columns)
            for name, one in found.items()
            if one
        }
        reading = Reading(
            tables={name: tables[canonical_name(name)] for name in CANONICAL},
            findings=tables["reading_findings"], accounting=tables["reading_accounting"],
            profile=load_profile(self.run.profile, self.run.reference / "profiles"), **facts,
        )
        check_narrowing(self.run, self._engine, reading)
        return reading


def _names() -> list[str]:
    return [*(canonical_name(name) for name in CANONICAL), "reading_findings", "reading_accounting"]


def _tables(reading: Reading) -> dict[str, ir.Table]:
    tables = {canonical_name(name): table for name, table in reading.tables.items()}
    return {**tables, "reading_findings": reading.findings, "reading_accounting": reading.accounting}
