"""A list that still shows the old deadline beside a sheet that says it was moved: nobody is late without a word."""

from __future__ import annotations

from tests.reading import HEADER, read, write_csv

LIST = ("Cấp giấy phép", "02/01/2024 08:30:00")
END = ("12/01/2024 10:00:00", "Đã xử lý xong")
CHANGES = ("Mã hồ sơ", "Lúc thay đổi", "Ngày hẹn cũ", "Ngày hẹn mới")
CASES = {
    # name: the list's deadline, its changes (when, from, to), the deadline that counts
    "kept": ("10/01/2024", [("09/01/2024", "10/01/2024", "12/01/2024")], "12/01/2024"),
    "kept, twice moved": ("10/01/2024", [("09/01/2024", "10/01/2024", "12/01/2024"), ("12/01/2024", "12/01/2024", "16/01/2024")], "16/01/2024"),
    "from when nobody wrote": ("10/01/2024", [("09/01/2024", "", "12/01/2024")], "12/01/2024"),
    "no deadline in the list": ("", [("09/01/2024", "10/01/2024", "12/01/2024")], "12/01/2024"),
    "the same": ("12/01/2024", [("09/01/2024", "10/01/2024", "12/01/2024")], "12/01/2024"),
    # Moved on and back: the last one tells.
    "moved back": ("10/01/2024", [("08/01/2024", "10/01/2024", "12/01/2024"), ("09/01/2024", "12/01/2024", "10/01/2024")], "10/01/2024"),
    # Moved once more than the sheet says: the list has it.
    "later in the list": ("18/01/2024", [("09/01/2024", "10/01/2024", "12/01/2024")], "18/01/2024"),
    "never moved": ("10/01/2024", [], "10/01/2024"),
    "not read": ("ngày mai", [("09/01/2024", "10/01/2024", "12/01/2024")], None),
}  # fmt: skip


def test_the_day_it_was_moved_to_counts_and_the_dossier_is_named(engine, tmp_path):
    write_csv(tmp_path / "Danh sách hồ sơ.csv", [(name.replace(",", ""), *LIST, due, *END) for name, (due, *_) in CASES.items()], header=HEADER)
    rows = [(name.replace(",", ""), *change) for name, (_, changes, _) in CASES.items() for change in changes]
    write_csv(tmp_path / "Thay đổi ngày hẹn.csv", rows, header=CHANGES)
    frames = read(tmp_path, engine)
    found = frames.dossiers.set_index("dossier_id").due_at
    told = {name: None if found[name] != found[name] else found[name].strftime("%d/%m/%Y") for name in found.index}
    assert told == {name.replace(",", ""): due for name, (*_, due) in CASES.items()}
    named = frames.of("dossier.due_behind_change").set_index("dossier_id").value.to_dict()
    assert named == {
        "kept": "10/01/2024 → 12/01/2024", "kept twice moved": "10/01/2024 → 16/01/2024", "from when nobody wrote": "10/01/2024 → 12/01/2024",
        "no deadline in the list": "không ghi → 12/01/2024",
    }
