"""A report on one unit or field: the name must be one that the data know."""

from __future__ import annotations

import pytest

from tthc.cli.entry import run


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--field", "Thi đua, khen thưởng", "Dữ liệu không có lĩnh vực “Thi đua, khen thưởng”; hãy chọn một tên như trong dữ liệu"),
        ("--field", "Thi đua, khen thưởng", "“Thi đua - khen thưởng”"),
        ("--unit", "Ban thi đua", "“Ban Thi đua - Khen thưởng”"),
        ("--unit", "xyz", "“Ban Tôn giáo”"),
    ],
)
def test_a_name_that_the_data_do_not_know_is_told_with_those_they_do(option, value, message, project, capsys):
    assert run(["export", "late", "--period", "2024-01..2024-05", option, value]) == 2
    assert message in capsys.readouterr().err


def test_a_field_narrows_the_study_to_its_dossiers(project, capsys):
    line = ["export", "form_06a", "--period", "2024-01..2024-05", "--format", "json", "--field"]
    assert run([*line, "Thi đua - khen thưởng"]) == 0
    assert '"field":"Thi đua - khen thưởng"' in (shown := capsys.readouterr().out)
    assert "Tôn giáo" not in shown
