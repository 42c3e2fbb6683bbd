"""Online filing, online payment, attached results, digitised dossiers, synchronisation."""

from __future__ import annotations

import ibis.expr.types as ir

from tthc.analysis.indicators.measure import Measure, is_finished, is_handled, is_received

_INDEX = "Quyết định 766/QĐ-TTg"


def _is_online(t: ir.Table) -> ir.BooleanValue:
    return t.channel == "online"


def _gives_result(t: ir.Table) -> ir.BooleanValue:
    return is_finished(t) & t.returns_result


DIGITAL = (
    Measure(
        "qd766_1_4",
        "1.4. Đồng bộ hồ sơ lên Cổng Dịch vụ công quốc gia",
        "%",
        "higher",
        lambda t: is_handled(t) & t.is_to_sync & t.is_synced,
        lambda t: is_handled(t) & t.is_to_sync,
        "hồ sơ đã đồng bộ",
        "tổng số hồ sơ; theo mô tả năm 2026: hồ sơ tiếp nhận trong kỳ",
        f"{_INDEX}, chỉ số 1.4",
        ("dossiers.synced",),
        by_rule=False,
        on_synced=False,
        shown_in="index",
    ),
    Measure(
        "qd766_3_3",
        "3.3. Hồ sơ nộp trực tuyến",
        "%",
        "higher",
        lambda t: is_received(t) & _is_online(t),
        is_received,
        "hồ sơ nộp trực tuyến",
        "hồ sơ tiếp nhận trong kỳ",
        f"{_INDEX}, chỉ số 3.3",
        ("dossiers.channel",),
        by_rule=False,
        note="Chưa nhân tỷ lệ đồng bộ (chỉ số 1.4) và chưa xét kết quả điện tử.",
        shown_in="index",
    ),
    Measure(
        "full_online_rate",
        "Hồ sơ nộp qua dịch vụ công trực tuyến toàn trình",
        "%",
        "higher",
        lambda t: is_received(t) & _is_online(t) & (t.service_level == "full"),
        is_received,
        "hồ sơ trực tuyến toàn trình",
        "hồ sơ tiếp nhận trong kỳ",
        "Văn bản chấn chỉnh tháng 6/2024, điểm 2",
        ("dossiers.service_level", "dossiers.channel"),
        by_rule=False,
    ),
    Measure(
        "full_online_eligible",
        "Hồ sơ toàn trình của thủ tục đủ điều kiện toàn trình",
        "%",
        "higher",
        lambda t: is_received(t) & t.eligible_full_online & _is_online(t) & (t.service_level == "full"),
        lambda t: is_received(t) & t.eligible_full_online,
        "hồ sơ trực tuyến toàn trình",
        "hồ sơ của thủ tục đủ điều kiện toàn trình",
        f"{_INDEX}, chỉ số 3.3 theo cách ghi năm 2026",
        ("dossiers.service_level", "dossiers.channel", "procedures.eligible_full_online"),
        by_rule=False,
    ),
    Measure(
        "qd766_3_6",
        "3.6. Hồ sơ thanh toán trực tuyến",
        "%",
        "higher",
        lambda t: is_received(t) & t.fee_due & t.paid_online,
        lambda t: is_received(t) & t.fee_due,
        "hồ sơ thanh toán trực tuyến",
        "hồ sơ tiếp nhận trong kỳ phải nộp phí, lệ phí",
        f"{_INDEX}, chỉ số 3.6",
        ("dossiers.fee_due", "dossiers.paid_online"),
        by_rule=False,
        shown_in="index",
    ),
    Measure(
        "result_attached",
        "Hồ sơ đính kèm kết quả giải quyết",
        "%",
        "higher",
        lambda t: is_finished(t) & (t.result_attached | ~t.returns_result),
        is_finished,
        "hồ sơ có tệp kết quả hoặc thủ tục không có kết quả phải trả",
        "hồ sơ đã giải quyết",
        "Văn bản chấn chỉnh tháng 6/2024, điểm 2; cách đếm của hệ thống một cửa",
        ("dossiers.result_attached",),
        by_rule=False,
    ),
    Measure(
        "qd766_4_1",
        "4.1. Hồ sơ có cấp kết quả điện tử",
        "%",
        "higher",
        lambda t: _gives_result(t) & t.result_attached,
        _gives_result,
        "hồ sơ có tệp kết quả",
        "hồ sơ đã giải quyết của thủ tục có trả kết quả",
        f"{_INDEX}, chỉ số 4.1",
        ("dossiers.result_attached",),
        by_rule=False,
        shown_in="index",
    ),
    Measure(
        "qd766_4_2",
        "4.2. Số hóa hồ sơ, thành phần và kết quả",
        "%",
        "higher",
        lambda t: is_finished(t) & t.components_digitised & (t.result_attached | ~t.returns_result),
        is_finished,
        "hồ sơ có thành phần số hóa và có tệp kết quả (hoặc thủ tục không có kết quả phải trả)",
        "hồ sơ đã giải quyết",
        f"{_INDEX}, chỉ số 4.2",
        ("dossiers.components_digitised", "dossiers.result_attached"),
        by_rule=False,
        shown_in="index",
    ),
)
