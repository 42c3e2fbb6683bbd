"""How near the minutes of each state come to planted truth: `python benchmarks/accuracy.py [--write
docs/state-minutes.md]`.

Simulated offices of one way of working (`ways` has the others), with disturbances alone and mixed, each with a twin run
without every disturbance. Prints state minutes against the simulator's, main causes with a confusion matrix, what-if
against the twins, and two naive answers beside all.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas as pd
from offices import Office, computed, offices

from tthc.analysis.causes import load_causes
from tthc.model.settings import find_root
from tthc.simulate import ACCEPTABLE_CAUSES, KINDS, STATES

ALONE_SEEDS, MIXED_SEEDS = range(1, 2), range(101, 104)
# All offices stand in one source here, where an outage of one is none; what no list knows no state can show.
PLANTED = tuple(kind for kind in KINDS if kind not in ("outage", "unlisted_leave"))
RARE = ("batching", "overload", "queue_jumping", "rework")  # seldom make anybody late, so more offices are disturbed so
RARE_SEEDS = range(1, 3)
MIXED_SIZES = (150, 300, 600)
APPLICANT, OUTSIDE = ("supplement", "obligation", "suspended"), ("consult", "council")
MARK = "<!-- table -->"


def main(arguments: Sequence[str]) -> None:
    batch = simulated()
    text = "\n".join(report(batch))
    print(text)
    if arguments[:1] == ["--write"]:
        path = Path(arguments[1])
        head = path.read_text(encoding="utf-8").split(MARK)[0]
        path.write_text(f"{head}{MARK}\n\n{text}\n", encoding="utf-8")


def simulated() -> list[Office]:
    """The offices of the benchmark, simulated on all cores, numbered in one row."""
    jobs = [((seed,), 300, (kind,), 3) for kind in PLANTED for seed in (RARE_SEEDS if kind in RARE else ALONE_SEEDS)]
    jobs += [((seed,), MIXED_SIZES[n % len(MIXED_SIZES)], PLANTED, 6) for n, seed in enumerate(MIXED_SEEDS)]
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(_simulate, range(len(jobs)), jobs))
    return [office for part in found for office in part]


def _simulate(number: int, job: tuple) -> list[Office]:
    seeds, size, kinds, disturbances = job
    return offices(seeds, size=size, kinds=kinds, disturbances=disturbances, first=number)


def report(batch: Sequence[Office]) -> list[str]:
    lines = [
        f"{len(batch)} offices ({len(batch) - len(MIXED_SEEDS)} with one kind of disturbance, {len(MIXED_SEEDS)} "
        "mixed), "
        f"{sum(len(office.world.truth) for office in batch):,} dossiers, "
        f"{sum(row['is_late'] for office in batch for row in office.world.truth):,} of them late."
    ]
    for level in (3, 2, 1):
        lines += _level(batch, level)
    return lines


def _level(batch: Sequence[Office], level: int) -> list[str]:
    frames = computed(batch, level)
    frames["state_minutes"] = frames.pop("state_minutes_all")
    planted = _planted(batch)
    lines = [f"\n## Evidence level {level}\n", *_states(batch, frames["state_minutes"]), *_causes(planted, frames)]
    return lines + (_what_if(batch, frames) if level == 3 else [])


def _truth(batch: Sequence[Office]) -> pd.DataFrame:
    rows = {office.named(row["dossier_id"]): row["states"] for office in batch for row in office.world.truth}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(STATES)).astype(float)


def _states(batch: Sequence[Office], minutes: pd.DataFrame) -> list[str]:
    truth = _truth(batch)
    found = minutes.pivot_table(index="dossier_id", columns="state", values="wm", aggfunc="sum", fill_value=0.0)
    columns = [*STATES, *sorted(set(found.columns) - set(STATES))]
    found, truth = (frame.reindex(index=truth.index, columns=columns, fill_value=0.0) for frame in (found, truth))
    life = truth.sum(axis=1)
    lived = life > 0
    off = (found[lived].div(life[lived], axis=0) - truth[lived].div(life[lived], axis=0)).abs()
    recovered = found.where(found < truth, truth).sum()
    share = {
        name: recovered[list(states)].sum() / truth[list(states)].sum().sum()
        for name, states in (("a", APPLICANT), ("o", OUTSIDE))
    }
    lines = [
        f"Mean absolute error of state shares {off.to_numpy().mean():.4f}; share of a dossier's life put into a wrong "
        "state "
        f"{off.sum(axis=1).mean() / 2:.2%}; applicant's waiting recovered {share['a']:.1%}; consultation and council "
        f"{share['o']:.1%}; "
        f"largest difference of a whole life {(found.sum(axis=1) - life).abs().max():.6f} minutes.\n",
        "| state | simulator, days | found, days | recovered |", "|---|---:|---:|---:|",
    ]
    for state in columns:
        true, seen = truth[state].sum(), found[state].sum()
        if true or seen:
            rate = f"{recovered[state] / true:.1%}" if true else "–"
            lines.append(f"| {state} | {true / 480:,.1f} | {seen / 480:,.1f} | {rate} |")
    return lines


def _planted(batch: Sequence[Office]) -> pd.DataFrame:
    """One row per late dossier touched by exactly one disturbance and on time in the twin run without it."""
    rows = []
    for office in batch:
        for row in office.world.truth:
            if row["is_late"] and len(row["touched"]) == 1:
                (name,) = row["touched"]
                if row["dossier_id"] in office.rescued.get(name, ()):
                    rows.append((office.named(row["dossier_id"]), name.split(":")[0]))
    return pd.DataFrame(rows, columns=["dossier_id", "kind"])


def _causes(planted: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> list[str]:
    answers = planted.assign(
        found=planted.dossier_id.map(frames["late"].set_index("dossier_id").cause),
        last=planted.dossier_id.map(_last_holder(frames["segments"])),
        longest=planted.dossier_id.map(_longest_step(frames["segments"])),
    )
    right = {
        name: [cause in ACCEPTABLE_CAUSES[kind] for cause, kind in zip(answers[name], answers.kind, strict=True)]
        for name in ("found", "last", "longest")
    }
    lines = [
        f"\nMain cause right for {sum(right['found'])} of {len(answers)} late dossiers that one disturbance made late "
        f"({pd.Series(right['found']).mean():.1%}); blaming the last holder {pd.Series(right['last']).mean():.1%}; "
        f"blaming the longest step {pd.Series(right['longest']).mean():.1%}.\n",
    ]
    matrix = pd.crosstab(answers.kind, answers.found)
    lines += ["| planted | " + " | ".join(matrix.columns) + " | right |", "|---|" + "---:|" * (len(matrix.columns) + 1)]
    for kind, row in matrix.iterrows():
        good = row[[cause for cause in matrix.columns if cause in ACCEPTABLE_CAUSES[kind]]].sum()
        lines.append(f"| {kind} | " + " | ".join(str(n) if n else "" for n in row) + f" | {good}/{row.sum()} |")
    return lines


def _cause_of_state() -> dict[str, str]:
    listed = load_causes(find_root() / "data" / "reference" / "causes.csv")
    return {cause.state: cause.code for cause in reversed(listed) if cause.state}


def _last_holder(segments: pd.DataFrame) -> pd.Series:
    last = segments.sort_values(["dossier_id", "seg_no"]).groupby("dossier_id").tail(1).set_index("dossier_id")
    return _coarse(last.state)


def _longest_step(segments: pd.DataFrame) -> pd.Series:
    summed = segments.groupby(["dossier_id", "state", "step_no"], dropna=False).wm.sum().reset_index()
    longest = summed.sort_values("wm").groupby("dossier_id").tail(1).set_index("dossier_id")
    return _coarse(longest.state)


def _coarse(states: pd.Series) -> pd.Series:
    """A naive answer knows the holder, not why he kept it: waiting at an officer counts as his idleness."""
    return states.replace({"waiting": "wait_idle"}).map(_cause_of_state())


def _what_if(batch: Sequence[Office], frames: dict[str, pd.DataFrame]) -> list[str]:
    alone = frames["cause_shares"][frames["cause_shares"].would_be_on_time]
    saved = alone.groupby("dossier_id").cause.agg(set)
    again = frames["parts"][
        (frames["parts"].part == "step") & (frames["parts"].pass_no > 1)
    ].groupby("dossier_id").used_wm.sum()
    late_wm = frames["late"].set_index("dossier_id").late_wm
    rows = []
    for office in batch:
        for name, rescued in office.rescued.items():
            kind = name.split(":")[0]
            for row in office.world.truth:
                if row["is_late"] and name in row["touched"]:
                    key = office.named(row["dossier_id"])
                    said = bool(saved.get(key, set()) & ACCEPTABLE_CAUSES[kind])
                    said = said or (kind == "rework" and again.get(key, 0.0) >= late_wm.get(key, 0.0))
                    rows.append((kind, said, row["dossier_id"] in rescued))
    table = pd.DataFrame(rows, columns=["kind", "said", "true"])
    lines = ["\nWhat-if against the twin run, over late dossiers that the disturbance touched:\n",
             "| disturbance | late and touched | said on time without it | on time in the twin | both |",
              "|---|---:|---:|---:|---:|"]
    for kind, part in table.groupby("kind"):
        lines.append(
            f"| {kind} | {len(part)} | {part.said.sum()} | {part.true.sum()} | {(part.said & part.true).sum()} |"
        )
    lines.append(
        f"| all | {len(table)} | {table.said.sum()} | {table.true.sum()} | {(table.said & table.true).sum()} |"
    )
    return lines


if __name__ == "__main__":
    main(sys.argv[1:])
