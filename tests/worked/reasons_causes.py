"""Main causes, what people confirmed, and what would have prevented the lateness."""

from __future__ import annotations

from worked.causes import LISTED
from worked.days import CALENDAR
from worked.example import Example, rows
from worked.reasons import DAY

_CAUSE_SHARE = (
    "dossier_id cause share_wm over_wm chrono_wm part part_no state step kind unit officer norm_source norm_wm top_used_wm top_share_wm "
    "would_be_on_time is_main grade asked_late"
)
_LATE = (
    "dossier_id procedure_name field dossier_unit outcome received_at due_at end_at late_wm late_days n_days_late is_apparent cause cause_label "
    "is_subjective remedy step_no step kind unit officer evidence grade is_confirmed law_set"
)
_NAMES = rows(
    "code label nature remedy",
    ("DONG", "Đóng muộn", "subjective", "Đóng ngay"), ("LAM", "Làm vượt định mức", "subjective", "Làm nhanh"), ("CHO-LUOT", "Chờ lượt", "objective", "Thêm người"),
    ("CHUA-RO", "Giữ hồ sơ", "unknown", "Ghi lúc bắt đầu"), ("CK-XACDINH", "Chưa xác định", "unknown", "Ghi đủ"),
)

EXAMPLES = (
    Example(
        "shares_numbered",
        {
            "state_shares": rows(
                "dossier_id part part_no state chrono_wm norm_source norm_wm used_wm share_wm even_wm over_wm least_wm most_wm over_least_wm over_most_wm",
                ("H1", "step", 1, "wait_queue", 300.0, "given", 100.0, 600.0, 400.0, 400.0, 500.0, 400.0, 400.0, 500.0, 500.0),
                ("H1", "step", 1, "work", 180.0, "given", 100.0, 100.0, 80.0, 80.0, 80.0, 0.0, 80.0, 0.0, 80.0),
                ("H2", "step", 1, "work", 300.0, "given", 100.0, 400.0, 300.0, 300.0, 300.0, 100.0, 300.0, 100.0, 300.0),
                ("H2", "step", 2, "held", 180.0, "given", 100.0, 300.0, 180.0, 180.0, 200.0, 180.0, 200.0, 200.0, 200.0),
                ("H3", "step", 1, "work", 480.0, "given", 100.0, 600.0, 480.0, 480.0, 500.0, 480.0, 480.0, 500.0, 500.0),
                ("H4", "stop", 1, "supplement", 300.0, "given", 0.0, 300.0, 300.0, 300.0, 300.0, 300.0, 300.0, 300.0, 300.0),
                ("H4", "step", 1, "wait_queue", 180.0, "given", 100.0, 600.0, 180.0, 180.0, 200.0, 180.0, 180.0, 200.0, 200.0),
                ("H5", "step", 2, "held", 300.0, "given", 100.0, 400.0, 300.0, 300.0, 300.0, 300.0, 300.0, 300.0, 300.0),
                ("H5", "step", 1, "wait_queue", 180.0, "given", 100.0, 300.0, 180.0, 180.0, 200.0, 180.0, 180.0, 200.0, 200.0),
                ("H6", "step", 1, "wait_queue", 440.0, "given", 100.0, 600.0, 440.0, 440.0, 500.0, 440.0, 440.0, 500.0, 500.0),
                ("H6", "step", 2, "held", 40.0, "given", 100.0, 140.0, 40.0, 40.0, 40.0, 40.0, 40.0, 40.0, 40.0),
                ("H7", "step", 1, "wait_queue", 480.0, "estimated", 100.0, 600.0, 480.0, 480.0, 480.0, 480.0, 480.0, 480.0, 480.0),
            ),
            "parts_numbered": rows(
                "dossier_id part part_no step kind unit officer pass_no",
                ("H1", "step", 1, "Thụ lý", "work", "U", "Nam", 1), ("H2", "step", 1, "Thụ lý", "work", "U", "Nam", 1), ("H2", "step", 2, "Ký", "sign", "U", "Lan", 1),
                ("H3", "step", 1, "Thụ lý", "work", "U", "Nam", 1), ("H4", "stop", 1, None, "supplement", None, None, 1), ("H4", "step", 1, "Thụ lý", "work", "U", "Nam", 1),
                *((one, "step", 1, "Thụ lý", "work", "U", "Nam", 1) for one in ("H5", "H6", "H7")), *((one, "step", 2, "Ký", "sign", "U", "Lan", 1) for one in ("H5", "H6")),
            ),
            "late_segments": rows(
                "dossier_id state step_no from_at to_at from_wm to_wm",
                ("H1", "waiting", 1, "04/03/2024", "05/03/2024 09:00", 0.0, 600.0), ("H2", "work", 1, "04/03/2024", "04/03/2024 15:00", 0.0, 400.0),
                ("H2", "held", 2, "04/03/2024 15:00", "05/03/2024 11:00", 400.0, 700.0), ("H3", "work", 1, "04/03/2024", "05/03/2024 09:00", 0.0, 600.0),
                ("H4", "waiting", 1, "04/03/2024", "05/03/2024 09:00", 0.0, 600.0), ("H4", "supplement", 1, "07/03/2024", "07/03/2024 13:30", 1440.0, 1740.0),
                *((one, "waiting", 1, "04/03/2024", "05/03/2024 09:00", 0.0, 600.0) for one in ("H5", "H6", "H7")),
                *((one, "held", 2, "05/03/2024 09:00", "05/03/2024 15:00", 600.0, 840.0) for one in ("H5", "H6")),
            ),
            "late_dossiers": rows(
                "dossier_id due_at late_wm total_wm",
                ("H1", "04/03/2024 09:00", 480.0, 700.0), ("H2", "04/03/2024 09:00", 480.0, 700.0), ("H3", "04/03/2024 09:00", 480.0, 600.0),
                ("H4", "06/03/2024 17:00", 480.0, 900.0), *((one, "04/03/2024 09:00", 480.0, 900.0) for one in ("H5", "H6", "H7")),
            ),
        },
        rows(
            _CAUSE_SHARE,
            # H1: waiting for its turn is the largest whatever else, and alone explains the 480
            ("H1", "CHO-LUOT", 400.0, 500.0, 300.0, "step", 1, "wait_queue", "Thụ lý", "work", "U", "Nam", "given", 100.0, 600.0, 400.0, True, True, "sure", 0.0),
            ("H1", "LAM", 80.0, 80.0, 180.0, "step", 1, "work", "Thụ lý", "work", "U", "Nam", "given", 100.0, 100.0, 80.0, False, False, None, 0.0),
            # H2: Nam's work is the largest, and by 100 minutes alone it is not certain; what Lan held is not the largest: nothing is named
            ("H2", "LAM", 300.0, 300.0, 300.0, "step", 1, "work", "Thụ lý", "work", "U", "Nam", "given", 100.0, 400.0, 300.0, False, False, None, 0.0),
            ("H2", "CHUA-RO", 180.0, 200.0, 180.0, "step", 2, "held", "Ký", "sign", "U", "Lan", "given", 100.0, 300.0, 180.0, False, False, None, 0.0),
            ("H2", "CK-XACDINH", 0.0, 0.0, 0.0, "none", 1, "work", None, None, None, None, "given", 0.0, 0.0, 0.0, False, True, "none", 0.0),
            # H3: all of it is certain, and nothing else would explain it
            ("H3", "LAM", 480.0, 500.0, 480.0, "step", 1, "work", "Thụ lý", "work", "U", "Nam", "given", 100.0, 600.0, 480.0, True, True, "sure", 0.0),
            # H4: asked for a supplement on the day after the deadline: later, not late. Its turn explains 200 ≥ 480 − 300
            ("H4", "BO-SUNG", 300.0, 300.0, 300.0, "stop", 1, "supplement", None, "supplement", None, None, "given", 0.0, 300.0, 300.0, False, False, None, 300.0),
            ("H4", "CHO-LUOT", 180.0, 200.0, 180.0, "step", 1, "wait_queue", "Thụ lý", "work", "U", "Nam", "given", 100.0, 600.0, 180.0, False, True, "sure", 300.0),
            # H5: why Lan held it nobody knows, and that is the largest: told as it is, of no grade
            ("H5", "CHUA-RO", 300.0, 300.0, 300.0, "step", 2, "held", "Ký", "sign", "U", "Lan", "given", 100.0, 400.0, 300.0, False, True, "none", 0.0),
            ("H5", "CHO-LUOT", 180.0, 200.0, 180.0, "step", 1, "wait_queue", "Thụ lý", "work", "U", "Nam", "given", 100.0, 300.0, 180.0, False, False, None, 0.0),
            # H6: 40 of 480 without a known reason leave a range; H7: so does an estimated norm
            ("H6", "CHO-LUOT", 440.0, 500.0, 440.0, "step", 1, "wait_queue", "Thụ lý", "work", "U", "Nam", "given", 100.0, 600.0, 440.0, True, True, "range", 0.0),
            ("H6", "CHUA-RO", 40.0, 40.0, 40.0, "step", 2, "held", "Ký", "sign", "U", "Lan", "given", 100.0, 140.0, 40.0, False, False, None, 0.0),
            ("H7", "CHO-LUOT", 480.0, 480.0, 480.0, "step", 1, "wait_queue", "Thụ lý", "work", "U", "Nam", "estimated", 100.0, 600.0, 480.0, True, True, "range", 0.0),
        ),
        settings={"compare": "date"}, values={"causes": LISTED},
    ),
    Example(
        "late_numbered",
        {
            "late_dossiers": rows(
                "dossier_id outcome due_at end_at late_wm law_set adopted_outcome",
                ("H1", "late", "07/03/2024 17:00", "11/03/2024 11:00", 720.0, "L", None),  # Friday 480, Monday 240
                ("H2", "open_late", "08/03/2024 17:00", "10/03/2024 00:00", 0.0, "L", None),  # at the cut, on a weekend
                ("H3", "late", "11/03/2024 17:00", "12/03/2024 17:00", 480.0, "L", None),
            ),
            "registered_dossiers": rows(
                "dossier_id procedure_name field received_at unit",
                ("H1", "Cấp thẻ", "A", "04/03/2024", "Phòng A"), ("H2", "Cấp thẻ", "A", "04/03/2024", "Phòng A"), ("H3", "Cấp thẻ", None, "05/03/2024", None),
            ),
            "late_lifetimes": rows("dossier_id closed_at", ("H1", "07/03/2024 10:00"), ("H2", None), ("H3", None)),
            "shares_numbered": rows(
                _CAUSE_SHARE,
                ("H1", "DONG", 720.0, 1020.0, 720.0, "unclosed", 0, "unclosed", None, None, None, None, "given", 0.0, 1020.0, 720.0, True, True, "sure", 0.0),
                ("H2", "CK-XACDINH", 0.0, 0.0, 0.0, "none", 1, "work", None, None, None, None, "given", 0.0, 0.0, 0.0, False, True, "none", 0.0),
                ("H3", "CHO-LUOT", 240.0, 480.0, 240.0, "step", 1, "wait_queue", "Thụ lý", "work", "U", "Nam", "given", 480.0, 960.0, 240.0, True, True, "range", 0.0),
                ("H3", "LAM", 240.0, 480.0, 240.0, "step", 1, "work", "Thụ lý", "work", "U", "Nam", "given", 480.0, 960.0, 240.0, True, False, None, 0.0),
            ),
            "parts_numbered": rows(
                "dossier_id part part_no step unit officer pass_no used_wm norm_wm", ("H3", "step", 1, "Thụ lý", "U", "Nam", 1, 1920.0, 480.0),
            ),
            "late_spans": rows("dossier_id step step_no pass_no arrived_at ended_at", ("H3", "Thụ lý", 1, 1, "05/03/2024 08:00", "08/03/2024 17:00")),
            "late_bounds": rows("dossier_id step_no n_ended is_overtaken ended_least_wm ended_most_wm own_least_wm own_most_wm lain_wm"),
            "late_segments": rows(
                "dossier_id state step_no from_at to_at from_wm to_wm",
                ("H1", "unclosed", None, "07/03/2024 10:00", "11/03/2024 11:00", 1620.0, 2640.0),  # 1020 minutes: 2,1 days
                ("H3", "waiting", 1, "05/03/2024 08:00", "07/03/2024 08:00", 540.0, 1500.0),  # 960 minutes: 2,0 days
            ),
            **CALENDAR, "cause_list": _NAMES, **DAY,
        },
        rows(
            _LATE,
            ("H1", "Cấp thẻ", "A", "Phòng A", "late", "04/03/2024", "07/03/2024 17:00", "11/03/2024 11:00", 720.0, 1.5, 2, True, "DONG", "Đóng muộn", True, "Đóng ngay",
             None, None, None, None, None,
             "Kết quả đã có ngày 07/03/2024 nhưng đến 11/03/2024 hồ sơ mới được kết thúc trên hệ thống, sau 2,1 ngày làm việc; "
             "chiếm toàn bộ 1,5 ngày quá hạn tính theo giờ làm việc.", "sure", False, "L"),
            ("H2", "Cấp thẻ", "A", "Phòng A", "open_late", "04/03/2024", "08/03/2024 17:00", "10/03/2024 00:00", 0.0, 0.0, 0, False, "CK-XACDINH", "Chưa xác định", None,
             "Ghi đủ", None, None, None, None, None,
             "Hẹn trả ngày 08/03/2024, kết thúc hoặc chốt số liệu ngày 09/03/2024: giữa hai lúc đó không có giờ làm việc nào, nên không tính cho ai.",
             "none", False, "L"),
            ("H3", "Cấp thẻ", None, None, "late", "05/03/2024", "11/03/2024 17:00", "12/03/2024 17:00", 480.0, 1.0, 1, False, "CHO-LUOT", "Chờ lượt", False, "Thêm người",
             1, "Thụ lý", "work", "U", "Nam",
             "Bước “Thụ lý”, Nam (U): hồ sơ chờ đến lượt từ 05/03/2024 đến 07/03/2024, hết 2,0 ngày làm việc; định mức của bước là 1,0 ngày; "
             "chiếm 0,5 trong 1,0 ngày quá hạn tính theo giờ làm việc.", "range", False, "L"),
        ),
        settings={"compare": "date"},
    ),
    Example(
        "what_if_computed",
        {
            "shares_numbered": rows(
                "dossier_id cause share_wm would_be_on_time is_main grade norm_source",
                ("H1", "DONG", 720.0, True, True, "sure", "given"), ("H1", "LAM", 10.0, False, False, None, "estimated"),
                ("H2", "LAM", 100.0, False, True, "range", "estimated"), ("H2", "DONG", 24.0, True, False, None, "given"),
                ("H3", "CHUA-RO", 50.0, False, True, "none", "given"), ("H3", "DONG", 40.0, True, False, None, "given"),  # nothing is promised of H3
            ),
            "parts_numbered": rows(
                "dossier_id part pass_no used_wm", ("H1", "step", 2, 800.0), ("H2", "step", 2, 50.0), ("H2", "step", 1, 900.0), ("H3", "stop", 2, 900.0),
            ),
            "late_dossiers": rows("dossier_id late_wm", ("H1", 730.0), ("H2", 130.0), ("H3", 90.0)),
            "cause_list": _NAMES, **DAY,
        },
        rows(
            "cause label n_late n_touched n_would_be_on_time n_left is_estimated",
            ("DONG", "Đóng muộn", 3, 3, 2, 1, False),
            ("LAM", "Làm vượt mức thường gặp", 3, 1, 0, 3, True),  # 10 minutes do not count: below 24
            ("XL-LAI", "Làm lại một bước đã qua", 3, 2, 1, 2, False),  # H1: 800 ≥ 730
        ),
    ),
    Example(
        "cause_shares",
        {
            "shares_proposed": rows(
                "dossier_id cause share_wm over_wm chrono_wm part would_be_on_time is_main grade",
                ("H1", "LAM", 400.0, 500.0, 300.0, "step", True, True, "sure"), ("H1", "DONG", 80.0, 80.0, 180.0, "unclosed", False, False, None),
                ("H2", "LAM", 400.0, 500.0, 300.0, "step", True, True, "sure"), ("H3", "LAM", 400.0, 500.0, 300.0, "step", True, True, "sure"),
            ),
            "confirmed_causes": rows("dossier_id said", ("H1", "DONG"), ("H3", "KY")),
        },
        rows(
            "dossier_id cause share_wm over_wm chrono_wm part would_be_on_time is_main grade is_confirmed",
            ("H1", "LAM", 400.0, 500.0, 300.0, "step", True, False, "sure", False), ("H1", "DONG", 80.0, 80.0, 180.0, "unclosed", False, True, None, True),
            ("H2", "LAM", 400.0, 500.0, 300.0, "step", True, True, "sure", False),
            ("H3", "LAM", 400.0, 500.0, 300.0, "step", True, False, "sure", False), ("H3", "KY", 0.0, 0.0, 0.0, None, False, True, None, True),
        ),
    ),
    Example(
        "late",
        {
            "late_proposed": rows(
                "dossier_id cause cause_label is_subjective remedy step_no step kind unit officer evidence is_confirmed",
                *((one, "LAM", "Làm lâu", True, "Làm nhanh", 1, "Thụ lý", "work", "U", "Nam", "Câu.", False) for one in ("H1", "H2", "H3")),
            ),
            "shares_proposed": rows(
                "dossier_id cause part part_no step kind unit officer",
                *((one, "LAM", "step", 1, "Thụ lý", "work", "U", "Nam") for one in ("H1", "H2", "H3")), ("H1", "DONG", "unclosed", 0, None, None, "U", "Lan"),
            ),
            "confirmed_causes": rows(
                "dossier_id said said_label said_is_subjective said_remedy", ("H1", "DONG", "Đóng muộn", True, "Đóng ngay"), ("H3", "LAM", "Làm lâu", True, "Làm nhanh"),
            ),
        },
        rows(
            "dossier_id cause cause_label is_subjective remedy step_no step kind unit officer evidence is_confirmed proposed_cause proposed_label",
            ("H1", "DONG", "Đóng muộn", True, "Đóng ngay", None, None, None, "U", "Lan", "Câu.", True, "LAM", "Làm lâu"),
            ("H2", "LAM", "Làm lâu", True, "Làm nhanh", 1, "Thụ lý", "work", "U", "Nam", "Câu.", False, "LAM", "Làm lâu"),
            ("H3", "LAM", "Làm lâu", True, "Làm nhanh", 1, "Thụ lý", "work", "U", "Nam", "Câu.", True, "LAM", "Làm lâu"),
        ),
    ),
    Example(
        "what_if",
        {
            "what_if_computed": rows("cause n_would_be_on_time", ("DONG", 2), ("LAM", 1)),
            "cause_shares": rows(
                "dossier_id cause would_be_on_time is_main is_confirmed",
                ("H1", "DONG", False, True, True), ("H1", "LAM", True, False, False),  # people said something else than what would have helped
                ("H2", "DONG", False, True, False), ("H2", "LAM", True, False, False),  # nobody said anything
            ),
        },
        rows("cause n_would_be_on_time n_named_otherwise", ("DONG", 2, 0), ("LAM", 1, 1)),
    ),
)
