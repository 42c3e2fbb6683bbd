"""The offices of `ways`: how they work and record, how each is disturbed, and what a poorer system
would not have kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from offices import END, START

from tthc.simulate import KINDS, Disturbance, Ways, World, at_level, plant, run_office, twin

SEEDS = (11, 12)
LEVELS = ("L1", "L2", "L2a", "L3", "L3n")  # dossiers; with ends; and absences; and starts; the same without norms
ORDINARY = tuple(kind for kind in KINDS if kind not in ("outage", "unlisted_leave"))
FIELDS = ("emulation", "civil_servants", "organisation", "local_government", "associations", "religion", "archives")


@dataclass(frozen=True)
class Config:
    """One configuration of an office: the family of its ways, the ways, its size, what is planted beside the ordinary
    kinds.
    """

    family: str
    name: str
    ways: Ways = Ways()
    size: int = 440
    more: tuple[str, ...] = ()
    number: int = 200
    seeds: tuple[int, ...] = SEEDS


def _family(family: str, *each: Config | Ways) -> list[Config]:
    return [Config(family, f"{family}-{n}", ways) for n, ways in enumerate(each, 1)]


CONFIGS: tuple[Config, ...] = (
    *[Config("as before", f"as before-{n}", size=size) for n, size in enumerate((400, 440, 600), 1)],
    *_family("interleaving", Ways(in_hand=2), Ways(in_hand=3), Ways(in_hand=6)),
    *_family(
        "click at the end", Ways(starts="click"), Ways(starts="click", in_hand=2), Ways(starts="click", unlisted=0.5),
    ),
    *_family("day-end bursts", Ways(starts="evening"), Ways(starts="evening", evening=True), Ways(evening=True)),
    *_family("hand-overs", Ways(handed_over=0.2), Ways(handed_over=0.5), Ways(handed_over=0.9)),
    *_family("parallel consultations", Ways(parallel=0.5), Ways(parallel=0.9, nested=0.5), Ways(nested=0.9)),
    *_family("spellings", Ways(spellings=0.2), Ways(spellings=0.5), Ways(spellings=0.9)),
    *_family(
        "shared accounts", Ways(accounts=("emulation", "religion")),
        Ways(accounts=("director", "registry", "one_stop")), Ways(accounts=FIELDS),
    ),
    *[Config("unrecorded leave", f"unrecorded leave-{n}", ways, more=("unlisted_leave",) * 2) for n, ways in
      enumerate((Ways(), Ways(unlisted=0.5), Ways(unlisted=1.0)), 1)],
    *[Config("outages", f"outages-{n}", size=size, more=("outage",), number=number) for n, (size, number) in
      enumerate(((440, 100), (440, 200), (600, 200)), 1)],
    *_family("half-time officers", Ways(half_time=3), Ways(half_time=2), Ways(half_time=1)),
    *_family("meetings", Ways(meetings=0.15), Ways(meetings=0.3), Ways(meetings=0.5)),
    *_family(
        "bulk closing", Ways(bulk_closing=True), Ways(bulk_closing=True, evening=True),
        Ways(bulk_closing=True, in_hand=3),
    ),
    *_family(
        "mixed", Ways(in_hand=3, meetings=0.2, spellings=0.3), Ways(half_time=2, handed_over=0.4, parallel=0.5),
        Ways(evening=True, bulk_closing=True, unlisted=0.5),
        Ways(starts="evening", accounts=("emulation",), nested=0.5),
    ),
    Config("mixed", "mixed-5",
           Ways(in_hand=2, half_time=4, meetings=0.1, handed_over=0.15, parallel=0.3, spellings=0.1, unlisted=0.3),
           520, ("unlisted_leave", "outage"), 160),
    # Written after everything else was settled; nothing is ever tuned to it.
    Config("written last", "written last",
           Ways(half_time=5, meetings=0.2, handed_over=0.3, nested=0.4, bulk_closing=True, accounts=("archives",),
                spellings=0.2, unlisted=0.2),
           480, ("unlisted_leave", "outage"), 180, tuple(range(41, 51))),
)  # fmt: skip


@dataclass(frozen=True)
class Office:
    """One disturbed office and its twins, each without every disturbance of one kind (by kind)."""

    config: Config
    world: World
    late: tuple[Mapping, ...]
    twins: Mapping[str, Mapping[str, Mapping]]

    def kinds_of(self, truth: Mapping) -> frozenset[str]:
        """The kinds of which each alone made the dossier late: in the twin without them it is on time.

        A dossier that a kind itself brought in (urgent ones, those of an overload) is not in that kind's twin: there
        the kind counts where the working minutes that it took directly are at least the lateness.
        """
        return frozenset(kind for kind, rows in self.twins.items() if self._made_late(kind, rows, truth))

    @staticmethod
    def _made_late(kind: str, rows: Mapping[str, Mapping], truth: Mapping) -> bool:
        before = rows.get(truth["dossier_id"])
        if before is not None:  # what never ended there is no dossier on time
            return not before["is_late"] and (before["is_finished"] or before["late_wm"] <= 0)
        touched = sum(minutes for name, minutes in truth["touched"].items() if name.split(":")[0] == kind)
        return touched >= max(truth["late_wm"], 1)


def office(config: Config, seed: int) -> Office:
    base = run_office(seed, size=config.size, start=START, end=END, ways=config.ways)
    planted = plant(base, (*ORDINARY, *config.more), config.number)
    world = run_office(seed, size=config.size, start=START, end=END, disturbances=planted, ways=config.ways)
    kinds = sorted({one.kind for one in planted})
    twins = {kind: _by_id(twin(world, *_of(planted, kind))) for kind in kinds}
    settled = {row["dossier_id"] for row in world.tables["dossiers"] if row["status"] in ("9", "10")}
    late = (
        row
        for row in world.truth
        if row["is_late"] and row["end_at"].date() >= START and row["dossier_id"] in settled
    )
    return Office(config, world, tuple(late), twins)


def _of(planted: tuple[Disturbance, ...], kind: str) -> list[Disturbance]:
    return [one for one in planted if one.kind == kind]


def _by_id(world: World) -> dict[str, Mapping]:
    return {row["dossier_id"]: row for row in world.truth}


def tables_at(tables: dict[str, list[dict]], level: str) -> dict[str, list[dict]]:
    """The canonical tables as a system of this evidence level would have them."""
    poorer = at_level(tables, int(level[1]))
    if level == "L2a":
        return {**poorer, "absences": tables["absences"]}
    if level == "L3n":
        return {**poorer, "norms": [], "steps": [{**row, "step_due_at": None} for row in poorer["steps"]]}
    return poorer
