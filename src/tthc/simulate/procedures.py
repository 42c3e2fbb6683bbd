"""The office's procedures: seven fields, their steps with norms, and how many dossiers come in which month.

Codes start with TH- (synthetic): no national code is invented. Norms are hours; a procedure's norm is their sum.
"""

from __future__ import annotations

from dataclasses import dataclass

from tthc.model.words import StepKind

EMULATION = "Thi đua - khen thưởng"
CIVIL_SERVANTS = "Công chức, viên chức"
ORGANISATION = "Tổ chức - biên chế"
LOCAL_GOVERNMENT = "Chính quyền địa phương"
ASSOCIATIONS = "Hội, quỹ"
RELIGION = "Tôn giáo, tín ngưỡng"
ARCHIVES = "Văn thư - lưu trữ"
FIELDS = (EMULATION, CIVIL_SERVANTS, ORGANISATION, LOCAL_GOVERNMENT, ASSOCIATIONS, RELIGION, ARCHIVES)

RECEIVE, CHECK, APPRAISE, CONSULT = "Tiếp nhận hồ sơ", "Kiểm tra hồ sơ", "Thẩm định hồ sơ", "Lấy ý kiến"
COUNCIL, SUBMIT, SIGN = "Họp Hội đồng", "Trình ký nội bộ", "Ký tại UBND tỉnh"
ISSUE, RETURN = "Vào sổ, phát hành", "Trả kết quả"


@dataclass(frozen=True)
class Step:
    """One step of the internal procedure. `role` names who does it: an officers' pool, or a body outside the office."""

    name: str
    kind: str
    role: str
    norm_h: float
    service: tuple[int, int, int] = (0, 0, 0)
    attention: float = 0.0

    @property
    def norm_wm(self) -> int:
        return round(self.norm_h * 60)

    @property
    def is_outside(self) -> bool:
        return self.kind in (StepKind.COUNCIL, StepKind.CONSULT) or self.role == "province"


@dataclass(frozen=True)
class Procedure:
    """One procedure; `months` weighs its arrivals from January to December."""

    code: str
    name: str
    field: str
    steps: tuple[Step, ...]
    weight: float
    months: tuple[float, ...] = (1,) * 12
    service_level: str = "partial"
    supplement: float = 0.08
    fee: bool = False
    published: tuple[str, str, str] = ("", "", "")
    title: str = ""
    consult_bodies: tuple[str, ...] = ()

    @property
    def norm_days(self) -> int:
        return round(sum(step.norm_h for step in self.steps) / 8)


def _own(name: str, role: str, norm_h: float, service: tuple[int, int, int], attention: float = 0.2) -> Step:
    return Step(name, StepKind.SIGN if name == SUBMIT else StepKind.WORK, role, norm_h, service, attention)


def _ends(norm_h: float = 4) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    first = (_own(RECEIVE, "one_stop", norm_h, (10, 20, 45), 0.05),)
    last = (_own(ISSUE, "registry", norm_h, (10, 20, 40), 0.3), _own(RETURN, "one_stop", norm_h, (8, 12, 25), 0.05))
    return first, last


def _emulation(check: float, appraise: float, middle: tuple[Step, ...], sign: float) -> tuple[Step, ...]:
    first, last = _ends()
    return (
        *first,
        _own(CHECK, "emulation", check, (45, 80, 150), 0.2),
        _own(APPRAISE, "emulation", appraise, (180, 300, 600), 0.15),
        *middle,
        _own(SUBMIT, "director", 8, (8, 15, 30), 0.4),
        Step(SIGN, StepKind.SIGN, "province", sign, _outside(sign)),
        *last,
    )


def _plain(
    role: str, appraise: float, service: tuple[int, int, int], *, sign: float = 0, consult: float = 0,
) -> tuple[Step, ...]:
    first, last = _ends()
    middle = (Step(CONSULT, StepKind.CONSULT, "consult", consult, _outside(consult)),) if consult else ()
    upstairs = (Step(SIGN, StepKind.SIGN, "province", sign, _outside(sign)),) if sign else ()
    return (
        *first,
        _own(CHECK, role, 8, (30, 60, 120), 0.5),
        _own(APPRAISE, role, appraise, service, 0.7),
        *middle,
        _own(SUBMIT, "director", 8, (8, 15, 30), 0.4),
        *upstairs,
        *last,
    )


def _outside(norm_h: float) -> tuple[int, int, int]:
    """How long a body outside takes: mostly between four and nine tenths of its norm."""
    return round(norm_h * 24), round(norm_h * 45), round(norm_h * 57)


_COUNCIL = (Step(COUNCIL, StepKind.COUNCIL, "council", 80),)
_OPINION = (Step(CONSULT, StepKind.CONSULT, "consult", 56, _outside(56)),)
_PEAK = (2.6, 2.0, 1.9, 0.8, 0.7, 0.5, 0.4, 0.4, 0.5, 0.6, 1.0, 2.2)
_POLICE, _TAX, _LABOUR = "Công an tỉnh", "Cục Thuế tỉnh", "Bảo hiểm xã hội tỉnh"
_HOME = ("Quyết định mô phỏng số 01/QĐ-TH", "2022-11-10", "2022-11-14")
_NEW_LAW = ("Quyết định mô phỏng số 02/QĐ-TH", "2024-02-26", "2024-02-29")
_LATE_PUBLIC = ("Quyết định mô phỏng số 03/QĐ-TH", "2024-03-18", "2024-04-05")
_NOT_PUBLIC = ("Quyết định mô phỏng số 04/QĐ-TH", "2024-04-22", "")

PROCEDURES: tuple[Procedure, ...] = (
    Procedure("TH-TDKT-01", "Thủ tục tặng Bằng khen của Chủ tịch UBND tỉnh theo công trạng", EMULATION,
              _emulation(
                  12, 56, _COUNCIL, 32,
              ), 11, _PEAK, "full", published=_NEW_LAW, title="Đề nghị tặng Bằng khen theo công trạng"),
    Procedure("TH-TDKT-02", "Thủ tục tặng danh hiệu Chiến sĩ thi đua cấp tỉnh", EMULATION,
              _emulation(
                  12, 56, _COUNCIL, 32,
              ), 6, _PEAK, "full", published=_NEW_LAW, title="Đề nghị công nhận Chiến sĩ thi đua cấp tỉnh"),
    Procedure("TH-TDKT-03", "Thủ tục tặng danh hiệu Tập thể lao động xuất sắc", EMULATION,
              _emulation(
                  12, 56, _COUNCIL, 32,
              ), 5, _PEAK, published=_LATE_PUBLIC, title="Đề nghị công nhận Tập thể lao động xuất sắc"),
    Procedure("TH-TDKT-04", "Thủ tục tặng Cờ thi đua của UBND tỉnh", EMULATION,
              _emulation(
                  12, 56, _COUNCIL, 32,
              ), 3, _PEAK, published=_NEW_LAW, title="Đề nghị tặng Cờ thi đua của UBND tỉnh"),
    Procedure("TH-TDKT-05", "Thủ tục tặng Bằng khen của Chủ tịch UBND tỉnh cho doanh nghiệp, doanh nhân", EMULATION,
              _emulation(8, 44, _OPINION, 32), 7, _PEAK, "full", published=_NEW_LAW,
              consult_bodies=(_POLICE, _TAX, _LABOUR),
              title="Đề nghị khen thưởng doanh nghiệp, doanh nhân"),
    Procedure("TH-TDKT-06", "Thủ tục tặng Bằng khen của Chủ tịch UBND tỉnh theo chuyên đề", EMULATION,
              _emulation(
                  8, 48, (), 44,
              ), 7, _PEAK, "full", published=_NOT_PUBLIC, title="Đề nghị tặng Bằng khen theo chuyên đề"),
    Procedure("TH-TDKT-07", "Thủ tục tặng Bằng khen của Chủ tịch UBND tỉnh về thành tích đột xuất", EMULATION,
              _emulation(8, 48, (), 44), 3, published=_NEW_LAW, title="Đề nghị tặng Bằng khen về thành tích đột xuất"),
    Procedure("TH-CCVC-01", "Thủ tục tiếp nhận vào làm công chức", CIVIL_SERVANTS,
              _plain("civil_servants", 52, (120, 300, 600)), 9, supplement=0.12,
              published=_HOME, title="Đề nghị tiếp nhận vào làm công chức"),
    Procedure("TH-CCVC-02", "Thủ tục xét chuyển viên chức thành công chức", CIVIL_SERVANTS,
              _plain("civil_servants", 92, (180, 360, 720), sign=40), 5,
              published=_HOME, title="Đề nghị xét chuyển viên chức thành công chức"),
    Procedure("TH-CCVC-03", "Thủ tục thăng hạng chức danh nghề nghiệp viên chức", CIVIL_SERVANTS,
              _plain(
                  "civil_servants", 92, (180, 420, 720),
              ), 8, published=_HOME, title="Đề nghị xét thăng hạng viên chức"),
    Procedure("TH-TCBC-01", "Thủ tục thẩm định thành lập đơn vị sự nghiệp công lập", ORGANISATION,
              _plain("organisation", 52, (240, 480, 900), sign=40, consult=40), 3, published=_HOME,
              consult_bodies=("Sở Tài chính",),
              title="Đề nghị thành lập đơn vị sự nghiệp"),
    Procedure("TH-TCBC-02", "Thủ tục thẩm định tổ chức lại đơn vị sự nghiệp công lập", ORGANISATION,
              _plain(
                  "organisation", 52, (240, 420, 840), sign=40,
              ), 4, published=_HOME, title="Đề nghị tổ chức lại đơn vị sự nghiệp"),
    Procedure("TH-CQDP-01", "Thủ tục thành lập thôn mới, tổ dân phố mới", LOCAL_GOVERNMENT,
              _plain(
                  "local_government", 52, (240, 420, 780), sign=40,
              ), 3, published=_HOME, title="Đề nghị thành lập thôn, tổ dân phố mới"),
    Procedure("TH-CQDP-02", "Thủ tục phân loại đơn vị hành chính cấp xã", LOCAL_GOVERNMENT,
              _plain(
                  "local_government", 52, (180, 360, 720), sign=40,
              ), 3, published=_HOME, title="Đề nghị phân loại đơn vị hành chính"),
    Procedure("TH-HOIQ-01", "Thủ tục thành lập hội", ASSOCIATIONS,
              _plain("associations", 52, (180, 360, 720), sign=40, consult=40), 4, supplement=0.15, published=_HOME,
              consult_bodies=(_POLICE, "Sở Tư pháp"), title="Đề nghị thành lập hội"),
    Procedure("TH-HOIQ-02", "Thủ tục phê duyệt điều lệ hội", ASSOCIATIONS,
              _plain("associations", 52, (120, 300, 600), sign=40), 5, service_level="full", supplement=0.15,
              published=_HOME,
              title="Đề nghị phê duyệt điều lệ hội"),
    Procedure("TH-HOIQ-03", "Thủ tục cấp giấy phép thành lập và công nhận điều lệ quỹ", ASSOCIATIONS,
              _plain("associations", 52, (180, 360, 720), sign=40, consult=40), 3, supplement=0.15, published=_HOME,
              consult_bodies=("Sở Tài chính", _POLICE), title="Đề nghị cấp giấy phép thành lập quỹ"),
    Procedure("TH-TGTN-01", "Thủ tục đăng ký sinh hoạt tôn giáo tập trung", RELIGION,
              _plain("religion", 52, (120, 240, 480), consult=40), 6, service_level="full", published=_HOME,
              consult_bodies=(_POLICE,),
              title="Đăng ký sinh hoạt tôn giáo tập trung"),
    Procedure("TH-TGTN-02", "Thủ tục thông báo danh mục hoạt động tôn giáo", RELIGION,
              _plain("religion", 52, (60, 150, 300)), 9, (2.0, 1.4, 1.2, 1, 1, 1, 1, 1, 1, 1, 1, 1.6), "full",
              published=_HOME,
              title="Thông báo danh mục hoạt động tôn giáo"),
    Procedure("TH-VTLT-01", "Thủ tục cấp chứng chỉ hành nghề lưu trữ", ARCHIVES,
              _plain("archives", 92, (60, 180, 360)), 6, service_level="full", fee=True,
              published=_HOME, title="Đề nghị cấp chứng chỉ hành nghề lưu trữ"),
    Procedure("TH-VTLT-02", "Thủ tục cấp bản sao và chứng thực tài liệu lưu trữ", ARCHIVES,
              _plain("archives", 28, (30, 60, 120)), 12, service_level="full", supplement=0.02, fee=True,
              published=_HOME,
              title="Đề nghị cấp bản sao tài liệu lưu trữ"),
)  # fmt: skip
