"""Write data/reference/calendar_nl.csv from the `holidays` library: Dutch days off 2009–2015, for the permit log.

Run from the project's folder: `python scripts/make_calendar_nl.py`. Needs the `test` extra, which brings `holidays`.
"""

from __future__ import annotations

import csv
from pathlib import Path

import holidays

FIRST, LAST = 2009, 2015
TARGET = Path(__file__).resolve().parents[1] / "data" / "reference" / "calendar_nl.csv"


def main() -> None:
    source = f"thư viện holidays {holidays.__version__}, Netherlands"
    days = holidays.country_holidays("NL", years=range(FIRST, LAST + 1), language="nl")
    rows = [(day.isoformat(), "off", days[day], source) for day in sorted(days)]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("date", "kind", "name", "source"))
        table.writerow((f"{FIRST}-01-01", "from", "Ngày đầu của lịch", ""))
        table.writerows(rows)
        table.writerow((f"{LAST}-12-31", "to", "Ngày cuối của lịch", ""))


if __name__ == "__main__":
    main()
