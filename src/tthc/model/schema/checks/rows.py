"""Faults of cells and rows as they are read."""

from __future__ import annotations

from tthc.model.schema.checks.check import FIX_CELL, Check

ROWS: tuple[Check, ...] = (
    Check(
        "column.unread_all", "stop", "Cột “{header}” không đọc được ô nào trong {n} ô (ví dụ {examples}).",
        "{advice} Hoặc chạy với --set unjudged=allow để vẫn lập báo cáo, có cảnh báo.",
    ),
    Check(
        "column.swapped_days", "stop",
        "Cột “{column}” có {detail} ô ngày, đều là các ngày không quá 12, và {width} ô chữ, đều là các ngày sau 12: bảng tính "
        "dùng thứ tự tháng/ngày đã đảo ngày và tháng của các ô ngày.",
        "Xuất lại từ hệ thống và không mở rồi lưu bằng Excel đặt vùng Mỹ (đổi Region của Windows sang Vietnamese trước "
        "khi mở); chỉ khi đã đối chiếu thấy các ô ngày đều đúng thì mới nhập lại các ô chữ thành ngày.",
    ),
    Check(
        "column.unread", "warn",
        "Cột “{header}” không đọc được ô nào trong {n} ô (ví dụ {examples}); các hồ sơ đó chưa đánh giá được.",
        "{advice}",
    ),
    Check("cell.time", "warn", "Không đọc được ngày giờ ở cột “{column}” theo dạng đã khai trong mẫu đọc dữ liệu.", FIX_CELL),
    Check(
        "cell.id", "warn",
        "Mã hồ sơ đã bị bảng tính đổi thành số hoặc ngày (mất chữ số), nên không biết là hồ sơ nào; các dòng này không "
        "được gộp với nhau.",
        "Xuất lại tệp; nếu mở bằng Excel thì đặt cột mã hồ sơ là Text trước khi lưu.",
    ),
    Check(
        "id.widths", "warn",
        "Mã hồ sơ toàn chữ số nhưng dài từ {detail} đến {width} chữ số: bảng tính có thể đã bỏ các số 0 ở đầu; mã được giữ "
        "như trong tệp.",
        "So vài mã với hệ thống; nếu mất số 0 thì xuất lại, đặt cột mã hồ sơ là Text trước khi lưu.",
    ),
    Check(
        "id.zeros", "info",
        "{detail} dòng có mã hồ sơ bị bảng tính bỏ các số 0 ở đầu; đã ghi lại cho đủ {width} chữ số như các mã khác.",
        "Nếu mở bằng Excel thì đặt cột mã hồ sơ là Text trước khi lưu.",
    ),
    Check("cell.number", "warn", "Không đọc được số ở cột “{column}”.", FIX_CELL),
    Check(
        "cell.code", "warn", "Giá trị ở cột “{column}” không có trong danh mục mã.",
        "Thêm giá trị này vào [codes] của mẫu đọc dữ liệu, hoặc sửa trên hệ thống.",
    ),
    Check(
        "cell.truth", "warn", "Không hiểu giá trị có/không ở cột “{column}”.",
        "Thêm giá trị này vào true hoặc false của mẫu đọc dữ liệu, hoặc sửa trên hệ thống.",
    ),
    Check(
        "cell.long", "info", "Giá trị ở cột “{column}” dài bất thường ({detail} ký tự).",
        "Kiểm tra xem dấu nháy hoặc xuống dòng có làm dính nhiều ô vào nhau không.",
    ),
    Check(
        "row.required", "warn", "Dòng thiếu “{column}”, hoặc giá trị ở đó không hiểu được, nên bị loại, không tính.",
        "Bổ sung giá trị trên hệ thống rồi xuất lại.",
    ),
    Check("row.header", "info", "Dòng lặp lại tiêu đề cột nên bị loại, không tính là hồ sơ.", "Không cần làm gì."),
    Check("row.numbers", "info", "Dòng đánh số cột nên bị loại, không tính là hồ sơ.", "Không cần làm gì."),
    Check("row.total", "info", "Dòng cộng nên bị loại, không tính là hồ sơ.", "Không cần làm gì."),
    Check(
        "row.note", "info",
        "Dòng chữ (ghi chú, tên nhóm, người ký), không có trạng thái và ngày nào, nên bị loại, không tính là hồ sơ.",
        "Nếu đây là một hồ sơ, hãy bổ sung trạng thái và các ngày trên hệ thống rồi xuất lại.",
    ),
    Check(
        "row.shifted", "warn",
        "Dòng có nhiều ô hơn tiêu đề và các ô bị lệch cột (dấu phân cách thừa trong một ô), nên bị loại, không tính.",
        "Sửa ô có dấu phân cách thừa trên hệ thống rồi xuất lại, hoặc xuất dưới dạng XLSX.",
    ),
    Check(
        "row.long", "warn", "Dòng có nhiều ô hơn tiêu đề; các ô thừa ở cuối dòng bị bỏ.",
        "Kiểm tra dấu phân cách thừa ở cuối dòng.",
    ),
    Check(
        "row.equal", "info", "Dòng trùng hoàn toàn với một dòng khác; chỉ giữ một.",
        "Không cần làm gì; nếu lặp nhiều, kiểm tra cách xuất dữ liệu.",
    ),
    Check(
        "row.duplicate", "warn",
        "Hồ sơ hoặc bản ghi trùng mã nhưng khác nội dung; giữ dòng có sự kiện muộn hơn, dòng này bị loại.",
        "Kiểm tra bản ghi nào đúng và xóa bản còn lại.",
    ),
    Check(
        "row.same_id", "warn",
        "Mã hồ sơ này cũng đứng ở dòng khác với thủ tục, người nộp hoặc ngày tiếp nhận khác, nên có thể là hồ sơ khác; "
        "chỉ giữ một dòng, dòng này bị loại, không tính.",
        "Kiểm tra cột nào là mã hồ sơ (dòng dossier_id của mẫu đọc dữ liệu). Nếu các tệp là của nhiều cơ quan tự đánh "
        "mã: khai mỗi cơ quan một mục [[sources]] trong tthc.toml, hoặc thêm cột đơn vị; nếu đúng là một hồ sơ thì xóa "
        "dòng thừa trên hệ thống rồi xuất lại.",
    ),
    Check(
        "row.older", "info", "Bản xuất mới hơn ghi hồ sơ này khác; dùng bản mới hơn, dòng này bị loại.",
        "Không cần làm gì; nếu tệp này mới là bản đúng, ghi ngày xuất vào tên tệp hoặc đưa tệp đúng sau cùng ở "
        "--source.",
    ),
    Check(
        "file.older", "info",
        "{detail} hồ sơ của tệp này cũng có trong tệp mới hơn “{newer}”{why}; dùng giá trị của tệp mới hơn.",
        "Không cần làm gì; nếu tệp này mới là bản đúng, ghi ngày xuất vào tên tệp hoặc đưa tệp đúng sau cùng ở "
        "--source.",
    ),
    Check(
        "file.older_events", "info", "{detail} sự kiện của tệp này được một tệp mới hơn ghi lại; dùng tệp mới hơn.",
        "Không cần làm gì.",
    ),
    Check(
        "dossier.conflict", "warn",
        "Hai nguồn cùng thời điểm ghi hồ sơ này khác nhau ở cột “{column}”; dùng giá trị của danh sách hồ sơ.",
        "Kiểm tra hồ sơ trên hệ thống rồi xuất lại cả hai.",
    ),
    Check(
        "dossier.double", "warn",
        "Mã hồ sơ này cũng có ở một hệ thống khác; coi là hai hồ sơ, mã ở “{detail}” được ghi thêm tên hệ thống.",
        "Kiểm tra: nếu là cùng một hồ sơ được ghi ở cả hai hệ thống thì bỏ một bên khỏi dữ liệu để không tính hai lần.",
    ),
    Check(
        "dossier.bodies", "warn",
        "Mã hồ sơ này có ở hai đơn vị với thủ tục hoặc người nộp khác nhau; coi là hai hồ sơ, mã được ghi thêm tên đơn "
        "vị.",
        "Kiểm tra: nếu là một hồ sơ được chuyển đơn vị thì sửa thủ tục, người nộp cho thống nhất rồi xuất lại; nếu mã "
        "không bao giờ trùng giữa các đơn vị thì ghi ids_by_unit = false ở đầu mẫu đọc dữ liệu.",
    ),
    Check(
        "dossier.bodies_open", "warn",
        "Mã hồ sơ này có ở hai đơn vị; có thể là một hồ sơ được chuyển đơn vị, cũng có thể là hai hồ sơ, nên cả hai dòng "
        "chưa đánh giá được.",
        "Xuất thêm cột người nộp và thủ tục; hoặc ghi ở đầu mẫu đọc dữ liệu: ids_by_unit = true nếu mỗi đơn vị đánh mã "
        "riêng, ids_by_unit = false nếu mã không bao giờ trùng giữa các đơn vị.",
    ),
    Check(
        "row.other_source", "info",
        "Dòng này của dữ liệu đồng bộ thuộc hồ sơ đã có trong sổ theo dõi của cơ quan; dùng dòng của sổ.",
        "Không cần làm gì.",
    ),
    Check(
        "event.conflict", "warn",
        "Các dòng sự kiện của cùng hồ sơ ghi khác nhau ở cột “{column}”; dùng giá trị của dòng cuối.",
        "Kiểm tra thông tin hồ sơ trên hệ thống.",
    ),
    Check(
        "event.lifecycle", "warn",
        "Không biết dòng này là lúc bắt đầu, kết thúc hay việc gì khác của bước nên bị loại, không tính.",
        "Thêm giá trị này vào [codes.lifecycle] của mẫu đọc dữ liệu.",
    ),
    Check(
        "log.sent_ends", "warn",
        "Mỗi dòng ghi người gửi và người nhận nhưng mẫu đọc dữ liệu coi mốc “{detail}” là lúc kết thúc bước; thời gian giữ "
        "hồ sơ có thể bị tính cho người sau.",
        "Nếu mốc là lúc người nhận nhận hồ sơ, đổi dòng ended_at thành arrived_at trong mục [sheet.columns] của mẫu đọc dữ "
        "liệu.",
    ),
    Check(
        "log.only_begins", "info",
        "Nhật ký chỉ ghi lúc bước bắt đầu (hoặc lúc hồ sơ đến); bước được coi là kéo dài đến khi bước sau bắt đầu.",
        "Nếu mỗi dòng là một trạng thái kéo dài đến trạng thái sau, ghi stamps = \"begin\" trong mục [[sheet]] của "
        "mẫu đọc dữ liệu; nếu hệ thống có lúc kết thúc bước, hãy xuất thêm cột đó.",
    ),
    Check(
        "log.begins_or_ends", "warn",
        "Mẫu đọc dữ liệu coi mỗi mốc thời gian là lúc bước kết thúc, nhưng dữ liệu giống như lúc bước bắt đầu: mốc đầu trùng "
        "lúc tiếp nhận, bước cuối là đã xong. Nếu đúng là lúc bắt đầu thì thời gian giữ đang bị tính cho người sau.",
        "Hỏi đơn vị vận hành hệ thống rồi ghi stamps = \"begin\" (lúc bắt đầu) hoặc stamps = \"end\" (lúc kết thúc) "
        "trong mục [[sheet]] của mẫu đọc dữ liệu.",
    ),
    Check(
        "log.two_kinds", "warn",
        "Cột “{header}” có hai giá trị thay nhau ở mỗi bước (“{first}”, rồi “{last}”): có thể dòng này là lúc bắt đầu, dòng "
        "kia là lúc kết thúc của cùng một bước; đang đọc mỗi dòng thành một bước nên thời gian giữ có thể sai.",
        "Nếu đúng, trong {profile}: thêm dòng {line} vào [sheet.columns] của bảng này, và mục [codes.lifecycle] với hai "
        "dòng {codes}.",
    ),
    Check(
        "step.queue", "info",
        "Các bước {detail} được coi là hàng đợi: hồ sơ nằm chờ, không tính cho người hay đơn vị nào.",
        "Nếu không đúng, liệt kê các bước là hàng đợi ở khóa queues của mẫu đọc dữ liệu (không có bước nào: queues = []).",
    ),
    Check(
        "derived.status", "info",
        "Không đọc được cột trạng thái nào; hồ sơ có ngày kết thúc hoặc ngày trả kết quả được coi là đã xử lý xong, còn lại là "
        "đang xử lý.",
        "Nếu hệ thống có trạng thái, hãy xuất thêm cột đó.",
    ),
    Check(
        "derived.due_at", "info",
        "Không đọc được ngày hẹn trả của {detail} hồ sơ; tính từ ngày tiếp nhận và thời hạn khai ở [limit] của "
        "mẫu đọc dữ liệu.",
        "So với ngày hẹn trả đã ghi cho người nộp; nếu hệ thống có ngày hẹn trả, hãy xuất thêm cột đó.",
    ),
    Check(
        "derived.no_end", "warn",
        "Không tệp nào cho biết hồ sơ đã kết thúc hay chưa: mọi hồ sơ được coi là đang giải quyết, nên hồ sơ đã xong trong "
        "hạn cũng có thể bị tính là quá hạn.",
        "Xuất thêm ngày kết thúc hoặc trạng thái; với nhật ký thì khai derive.finished_at trong mẫu đọc dữ liệu: "
        "“last_event”, hoặc danh sách hoạt động kết thúc hồ sơ.",
    ),
    Check(
        "derived.result", "warn",
        "Tệp không có ngày kết thúc xử lý; dùng {detail} làm ngày kết thúc của hồ sơ mà tệp khác không ghi ngày này. Hồ sơ "
        "xong trước khi người nộp đến nhận thì bị tính chậm hơn thực tế.",
        "Nếu hệ thống có ngày kết thúc xử lý, hãy xuất thêm cột đó; nếu tệp đã có thì ghi tiêu đề của nó vào dòng "
        "finished_at của mẫu đọc dữ liệu.",
    ),
    Check(
        "derived.received_at", "info", "Không đọc được ngày tiếp nhận nào; dùng lúc bắt đầu của sự kiện đầu tiên.",
        "Nếu hệ thống có ngày tiếp nhận, hãy xuất thêm cột đó.",
    ),
    Check(
        "derived.finished_at", "info",
        "Không đọc được ngày kết thúc nào; theo mẫu đọc dữ liệu, dùng lúc kết thúc của sự kiện cuối cùng, hoặc của hoạt động mà mẫu nêu.",
        "Nếu hệ thống có ngày kết thúc, hãy xuất thêm cột đó.",
    ),
)
