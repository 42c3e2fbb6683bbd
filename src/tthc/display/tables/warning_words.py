"""Why an open dossier may become late and what to do today, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import numbers
from tthc.display.blocks.clean_text import lower_first, upper_first
from tthc.display.tables.phrases import days, days_left, holder, last_day, shown, whole_days
from tthc.model.schema import label
from tthc.model.words import Party, State

_LIKE = {
    "procedure": "cùng thủ tục, cùng bước",
    "field": "cùng lĩnh vực, cùng bước",
    "point": "cùng bước ở các thủ tục khác",
    "all": "ở mọi thủ tục",
}
FLOOR, CEILING = 0.05, 0.95


def up_to(info: Mapping) -> str:
    """The instant asked about: “hết ngày 15/04/2024”, or “07:00 ngày 15/04/2024”."""
    cut = pd.Timestamp(info["cut"])
    return f"hết ngày {last_day(info)}" if cut == cut.normalize() else f"{cut:%H:%M} ngày {numbers.date(cut)}"


def chance(row: Mapping) -> str:
    """The chance in whole percent; the ends are not told more exactly than anybody can know."""
    value = row["chance"]
    if numbers.is_unknown(value):
        return numbers.UNKNOWN
    if row["reason"] == "overdue":
        return "đã quá hạn"
    if value < FLOOR:
        return "dưới 5%"
    return "trên 95%" if value > CEILING else f"{numbers.number(value * 100)}%"


def where(row: Mapping) -> str:
    """Step or state, and who has it: “Thẩm định hồ sơ – officer (unit)”."""
    held = holder({"officer": row["holder_officer"], "unit": row["holder_unit"]})
    what = (
        label("state", row["state"])
        if row["party"] in (Party.APPLICANT, Party.SYSTEM, Party.NO_RECORD)
        else shown(row["step"])
    )
    who = held if row["party"] in (Party.OWN_OFFICE, Party.OTHER_BODY) else numbers.UNKNOWN
    return what if who == numbers.UNKNOWN else f"{what} – {who}"


def since(row: Mapping) -> str:
    return numbers.date(row["since_at"])


def why(row: Mapping, info: Mapping) -> str:
    """The reason with its figures: time left against what dossiers like it took, and what is particular about the
    holder.
    """
    if row["reason"] == "overdue":
        return f"Đã quá hạn {whole_days({**row, 'late_wm': -row['left_wm']}, info)} ngày làm việc.{_particular(row)}"
    if row["reason"] == "no_due":
        return "Không có ngày hẹn trả nên không biết còn bao lâu."
    return f"{_left(row, info)}{_usual(row, info)}.{_particular(row)}"


def _left(row: Mapping, info: Mapping) -> str:
    text = days_left(row["left_wm"], info)
    amount = f"còn {text} ngày làm việc" if text[:1].isdigit() else text
    return f"Khi dừng {amount}" if row["party"] == Party.APPLICANT else upper_first(amount)


def _usual(row: Mapping, info: Mapping) -> str:
    if numbers.is_unknown(row["n_like"]):
        return "; chưa đủ hồ sơ tương tự để so"
    like = f"hồ sơ {_LIKE[row['like_level']]}"
    if numbers.is_unknown(row["usual_wm"]):
        return (
            f"; {numbers.number(row['share_longer'] * 100)}% {like} từ đây cần lâu hơn "
            f"({numbers.number(row['n_like'])} hồ sơ)"
        )
    return f"; {like} từ đây thường cần {days(row['usual_wm'], info)} ngày nữa ({numbers.number(row['n_like'])} hồ sơ)"


def _particular(row: Mapping) -> str:
    """What is so at the holder: away, others before it, the council's next sitting, the result that exists."""
    if row["state"] == State.UNCLOSED:
        return " Đã có kết quả, chưa kết thúc trên hệ thống."
    if row["is_absent"]:
        return " Cán bộ đang vắng mặt."
    if row["state"] == State.COUNCIL:
        is_known = not numbers.is_unknown(row["next_council_at"])
        return (
            f" Kỳ họp kế tiếp ước tính ngày {numbers.date(row['next_council_at'])}." if is_known
            else " Chưa ước tính được kỳ họp kế tiếp."
        )
    if not numbers.is_unknown(row["n_before"]) and row["n_before"] > 0:
        return f" Cán bộ còn {numbers.number(row['n_before'])} hồ sơ đến trước."
    return (
        f" {label('state', row['state'])}."
        if row["party"] in (Party.APPLICANT, Party.OTHER_BODY, Party.NO_RECORD)
        else ""
    )


def todo(row: Mapping, info: Mapping) -> str:
    """One thing to do today."""
    if row["reason"] in _TODO:
        return _TODO[row["reason"]]
    if row["reason"] == "council":
        return _for_council(row)
    if row["reason"] == "outside":
        who = shown(row["holder_unit"])
        ask = "Đề nghị ký" if row["state"] == State.SIGN else "Đôn đốc trả lời"
        return f"{ask} trước ngày {numbers.date(row['due_at'])}: {lower_first(who) if who == numbers.UNKNOWN else who}"
    if row["reason"] == "queue":
        return f"Làm trước hồ sơ này hoặc chuyển người khác: cán bộ đang giữ {numbers.number(row['n_in_hand'])} hồ sơ"
    return (
        "Đôn đốc nơi giữ"
        if row["party"] == Party.OTHER_BODY
        else "Làm hôm nay"
        if row["urgency"] in ("red", "amber")
        else "Theo dõi"
    )


_TODO = {
    "overdue": "Giải quyết xong, hoặc xin lỗi và hẹn lại ngày trả",
    "unclosed": "Kết thúc hồ sơ trên hệ thống",
    "applicant": "Nhắc người nộp; kiểm tra ngày hẹn trả đã được hẹn lại",
    "no_due": "Ghi ngày hẹn trả trên hệ thống",
    "absent": "Giao người khác làm thay",
    "no_record": "Hỏi hồ sơ đang ở đâu và ghi vào hệ thống",
    "none": "Theo dõi",
}


def _for_council(row: Mapping) -> str:
    if row["urgency"] not in ("red", "amber"):
        return "Theo dõi kỳ họp"
    if numbers.is_unknown(row["next_council_at"]):
        return "Hỏi lịch họp; xin ý kiến bằng văn bản nếu không kịp"
    if row["next_council_at"] > row["due_at"]:
        return "Xin ý kiến hội đồng bằng văn bản, không chờ kỳ họp"
    return f"Đưa vào kỳ họp ước tính ngày {numbers.date(row['next_council_at'])}; chuẩn bị sẵn bước sau họp"
