import DossierDomain
import WorkingCalendar

/// A periodic report (báo cáo định kỳ) as the command line gives it: for a terminal, or for a spreadsheet.
///
/// Its titles are those of the form, in Vietnamese, with the English behind them.
struct SettlementTable {
    /// The titles of the form's columns 3 to 13.
    private static let columns: [(number: Int, vietnamese: String, english: String)] = [
        (3, "Tiếp nhận: tổng số", "received"), (4, "Trực tuyến trong kỳ", "online"),
        (5, "Trực tiếp, bưu chính trong kỳ", "at the desk, by post"), (6, "Từ kỳ trước", "carried over"),
        (7, "Đã giải quyết: tổng số", "settled"), (8, "Trước hạn", "early"), (9, "Đúng hạn", "on time"),
        (10, "Quá hạn", "late"), (11, "Đang giải quyết: tổng số", "in progress"), (12, "Trong hạn", "within time"),
        (13, "Quá hạn", "overdue"),
    ]
    private static let allFields = "Tổng số (total)"

    private let report: SettlementReport
    private let bounds: [String]
    private let asOf: Instant

    /// Creates the table of a report.
    ///
    /// - Parameters:
    ///   - report: What was counted.
    ///   - bounds: To what the report was narrowed, such as a unit or a procedure, as it was typed; none for all.
    ///   - asOf: The moment as of which it tells.
    init(_ report: SettlementReport, of bounds: [String], asOf: Instant) {
        self.report = report
        self.bounds = bounds
        self.asOf = asOf
    }

    private var rows: [(name: String, row: SettlementRow)] {
        report.rows.map { (name: $0.field, row: $0.row) } + [(name: Self.allFields, row: report.total)]
    }

    /// The table with its byte order mark, by which spreadsheets know UTF-8.
    var csv: String {
        let columns = Self.columns.map { "(\($0.number)) \($0.vietnamese) / \($0.english)" }
        let heading = ["(1) STT / no.", "(2) Lĩnh vực / field"] + columns + Self.indicatorTitles
        var text = "\u{FEFF}" + CSVText.line(heading)
        for (index, line) in rows.enumerated() {
            let number = line.name == Self.allFields ? "" : String(index + 1)
            let figures = line.row.columns.map(String.init) + Self.indicators(of: line.row).map { $0 ?? "" }
            text += CSVText.line([number, line.name] + figures)
        }
        return text
    }

    /// The table for a terminal, then the figures of the index, then what they rest on.
    var lines: [String] {
        let days = "\(report.period.from.iso8601) – \(report.period.until.iso8601)"
        let title = ["II.06a/VPCP/KSTT", days] + bounds + ["tính đến / as of \(asOf.iso8601)"]
        var lines = [title.joined(separator: ", ")]
        let heading = Self.columns.map { "(\($0.number))" }
        let table = [(name: "", cells: heading)] + rows.map { (name: $0.name, cells: $0.row.columns.map(String.init)) }
        let nameWidth = table.map { $0.name.count }.max() ?? 0
        let cellWidth = table.flatMap { $0.cells }.map(\.count).max() ?? 0
        for line in table {
            let name = line.name + Self.blanks(nameWidth - line.name.count)
            lines.append(name + line.cells.map { " " + Self.blanks(cellWidth - $0.count) + $0 }.joined())
        }
        lines += Self.columns.map { "(\($0.number)) \($0.vietnamese) / \($0.english)" }
        lines += zip(Self.indicatorTitles, Self.indicators(of: report.total)).map { "\($0): \($1 ?? "–")" }
        lines += ReportSource.allCases.map { source in
            "\(source.rawValue): \(source.text)" + (source.isUnverified ? " (chưa kiểm chứng / unverified)" : "")
        }
        return lines
    }

    private static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    private static var indicatorTitles: [String] {
        let rates = [
            "2.1 Tỷ lệ đúng hạn, % / on time", "2.2 Thời gian giải quyết trung bình, giờ / mean hours",
            "Thủ tục phát sinh hồ sơ / procedures", "trong đó trực tuyến / of them online", "3.2 Tỷ lệ, % / share",
        ]
        return rates + Channel.allCases.map { "3.3 \(vietnameseName(of: $0)), % / \($0.rawValue)" }
    }

    private static func indicators(of row: SettlementRow) -> [String?] {
        let rates = [
            row.onTimeRate?.text, row.meanProcessingHours?.text, String(row.services.count),
            String(row.onlineServices.count), row.onlineServiceRate?.text,
        ]
        return rates + Channel.allCases.map { row.share(of: $0)?.text }
    }

    private static func vietnameseName(of channel: Channel) -> String {
        switch channel {
        case .desk: "Trực tiếp"
        case .online: "Trực tuyến"
        case .post: "Bưu chính"
        }
    }
}
