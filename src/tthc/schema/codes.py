"""Code lists and their Vietnamese labels, in the order in which people list them."""

from __future__ import annotations

CODES: dict[str, dict[str, str]] = {
    "source": {"register": "Sổ theo dõi của cơ quan", "national": "Dữ liệu đồng bộ Cổng Dịch vụ công quốc gia"},
    "channel": {"online": "Trực tuyến", "counter": "Trực tiếp", "post": "Bưu chính công ích"},
    "service_level": {"full": "Toàn trình", "partial": "Một phần", "information": "Cung cấp thông tin"},
    # The ten statuses of the national portal (domain.md §4.1).
    "status": {
        "1": "Mới đăng ký",
        "2": "Được tiếp nhận",
        "3": "Không được tiếp nhận",
        "4": "Đang xử lý",
        "5": "Yêu cầu bổ sung giấy tờ",
        "6": "Yêu cầu thực hiện nghĩa vụ tài chính",
        "7": "Công dân yêu cầu rút hồ sơ",
        "8": "Dừng xử lý",
        "9": "Đã xử lý xong",
        "10": "Đã trả kết quả",
    },
    "step_kind": {"work": "Xử lý", "sign": "Ký duyệt", "council": "Họp hội đồng", "consult": "Lấy ý kiến"},
    "stop_kind": {"supplement": "Bổ sung hồ sơ", "obligation": "Nghĩa vụ tài chính", "suspended": "Tạm dừng"},
    "feedback_kind": {"survey": "Phiếu khảo sát", "complaint": "Phản ánh, kiến nghị"},
    "rule": {"system": "Ngày hẹn trả trên hệ thống", "qd766": "Quyết định 766/QĐ-TTg", "nd61": "Nghị định 61/2018/NĐ-CP"},
    "intake": {"period": "Tiếp nhận trong kỳ", "carried": "Từ kỳ trước chuyển sang", "none": "Không tính vào kỳ"},
    "outcome": {
        "early": "Trước hạn",
        "on_time": "Đúng hạn",
        "late": "Quá hạn",
        "open_in_time": "Đang giải quyết, trong hạn",
        "open_late": "Đang giải quyết, quá hạn",
        "stopped": "Đang tạm dừng",
        "withdrawn": "Công dân rút hồ sơ",
        "refused": "Không tiếp nhận",
        "new": "Mới đăng ký",
        "no_due": "Đã giải quyết, không có ngày hẹn trả",
        "unknown": "Chưa xác định được",
    },
    # What was going on in a stretch of a dossier's life (design.md §5.3).
    "state": {
        "work": "Đang xử lý",
        "held": "Đang giữ, không rõ lúc bắt đầu xử lý",
        "waiting": "Chờ được xử lý",
        "wait_absent": "Chờ vì cán bộ vắng mặt",
        "wait_queue": "Chờ đến lượt",
        "wait_overtaken": "Chờ vì hồ sơ đến sau được làm trước",
        "wait_batch": "Chờ gom đợt",
        "wait_idle": "Chờ khi cán bộ không bận hồ sơ khác",
        "consult": "Chờ cơ quan khác cho ý kiến",
        "council": "Chờ hội đồng họp",
        "sign": "Chờ cấp trên ký",
        "supplement": "Chờ người nộp bổ sung",
        "obligation": "Chờ thực hiện nghĩa vụ tài chính",
        "suspended": "Tạm dừng xử lý",
        "unclosed": "Đã có kết quả, chưa kết thúc trên hệ thống",
        "unrecorded": "Không có ghi nhận",
    },
    # The same states where there is little room: in a block of a timeline.
    "state_short": {
        "work": "Xử lý",
        "held": "Đang giữ",
        "waiting": "Chờ xử lý",
        "wait_absent": "Chờ, cán bộ vắng",
        "wait_queue": "Chờ đến lượt",
        "wait_overtaken": "Bị vượt lượt",
        "wait_batch": "Chờ gom đợt",
        "wait_idle": "Chờ, cán bộ không bận",
        "consult": "Lấy ý kiến",
        "council": "Chờ hội đồng",
        "sign": "Chờ ký",
        "supplement": "Chờ bổ sung",
        "obligation": "Chờ nghĩa vụ tài chính",
        "suspended": "Tạm dừng",
        "unclosed": "Có kết quả, chưa kết thúc",
        "unrecorded": "Không có ghi nhận",
    },
    "party": {
        "applicant": "Người nộp hồ sơ",
        "own_office": "Cơ quan mình",
        "other_body": "Cơ quan khác",
        "system": "Kết thúc trên hệ thống",
        "no_record": "Không có ghi nhận",
    },
    "part": {"step": "Bước xử lý", "stop": "Tạm dừng", "unrecorded": "Không có ghi nhận", "unclosed": "Chưa kết thúc trên hệ thống"},
    "norm_source": {
        "given": "Định mức trong quy trình nội bộ",
        "step_due": "Hạn của bước trên hệ thống",
        "estimated": "Ước lượng từ hồ sơ đúng hạn cùng thủ tục",
        "none": "Không có định mức",
    },
    "severity": {"stop": "Phải sửa mới chạy được", "warn": "Cần kiểm tra", "info": "Để biết"},
    "basis": {"register": "Sổ theo dõi của cơ quan", "synced": "Hồ sơ đã đồng bộ"},
}


def label(codes: str, code: str | None) -> str:
    """The Vietnamese label of `code` in the list `codes`; a dash for nothing, the code itself where it is unknown."""
    return "–" if code is None else CODES[codes].get(str(code), str(code))
