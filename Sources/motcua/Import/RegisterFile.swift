import Foundation

/// A desk register (sổ tiếp nhận) in a CSV file: its rows by column, nothing judged yet.
struct RegisterFile: Sendable {
    /// A row, or why it cannot be taken apart.
    struct Row: Sendable {
        /// The line on which it begins, the heading's being 1.
        let line: Int
        let cells: Result<RegisterCells, RowDefect>
        /// The beginning of the row as it stands in the file.
        let excerpt: String
    }

    /// The rows in the file's order; blank ones are left out.
    let rows: [Row]

    /// The largest file in bytes; a year of a district is some ten megabytes.
    static let maximumSize = 256 * 1024 * 1024

    /// Reads a file.
    ///
    /// - Throws: ``CommandFailure`` if it cannot be read or is no register.
    init(path: String) throws(CommandFailure) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure("There is no file \(path).", vietnamese: "Không có tệp \(path).")
        }
        try self.init(Array(try DiskFile.beginning(of: path, bytes: Self.maximumSize + 1)), name: path)
    }

    /// Takes a file's bytes apart.
    ///
    /// - Throws: ``CommandFailure`` if they are no register.
    init(_ bytes: [UInt8], name: String) throws(CommandFailure) {
        guard bytes.count <= Self.maximumSize else {
            throw CommandFailure(
                "\(name) is larger than \(Self.maximumSize >> 20) MiB: import it in parts.",
                vietnamese: "\(name) lớn hơn \(Self.maximumSize >> 20) MiB: hãy chia ra và nhập từng phần."
            )
        }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let separator = Self.separator(of: text)
        var reader = CSVReader(text, separator: separator)
        guard let heading = reader.first(where: { !$0.isBlank }) else {
            throw CommandFailure(
                "\(name) is empty.",
                vietnamese: "\(name) không có dòng nào."
            )
        }
        let order = try Self.order(of: heading, name: name)
        // `first(where:)` worked on a copy.
        while let row = reader.next(), row.isBlank {}
        rows = IteratorSequence(reader).filter { !$0.isBlank }.map { row in
            Row(line: row.line, cells: Self.cells(of: row, order: order), excerpt: row.excerpt)
        }
    }

    /// The separator of the heading: a semicolon where there is no comma, as spreadsheets set to Vietnamese write it.
    private static func separator(of text: [UInt8]) -> UInt8 {
        let heading = text.drop { $0 == 0x0A || $0 == 0x0D }.prefix { $0 != 0x0A && $0 != 0x0D }
        return heading.contains(UInt8(ascii: ",")) ? UInt8(ascii: ",") : UInt8(ascii: ";")
    }

    /// For each column, where it stands in the file; nil for the commune's in a file without it.
    private static func order(of heading: CSVRow, name: String) throws(CommandFailure) -> [Int?] {
        guard case .success(let cells) = heading.content, !cells.joined().unicodeScalars.contains(where: isControl)
        else {
            throw CommandFailure(
                "\(name) is no CSV file in UTF-8: in a spreadsheet, save it as CSV UTF-8.",
                vietnamese: "\(name) không phải tệp CSV mã UTF-8: trong bảng tính, hãy lưu dạng CSV UTF-8."
            )
        }
        let columns = cells.map { RegisterColumn(heading: $0) }
        let unknown = zip(cells, columns).filter { $0.1 == nil }.map { trimmed($0.0) }
        let wanted = RegisterColumn.required.map(\.rawValue).joined(separator: ",")
        // Where none is known the line is a row, of somebody whose name nobody has to read in a message.
        guard unknown.count < cells.count else {
            throw CommandFailure(
                "\(name) has no heading: its first line must be \(wanted), in any order; Xã may be added.",
                vietnamese: "\(name) không có dòng tiêu đề: dòng đầu phải là \(wanted), thứ tự tùy ý; có thể thêm cột "
                    + "Xã."
            )
        }
        guard unknown.isEmpty else {
            throw CommandFailure(
                "\(name) has columns that are unknown: \(quoted(unknown)). "
                    + "The heading must be \(wanted), in any order; Xã may be added.",
                vietnamese: "\(name) có cột lạ: \(quoted(unknown)). Dòng tiêu đề phải là "
                    + "\(wanted), thứ tự tùy ý; có thể thêm cột Xã."
            )
        }
        let missing = RegisterColumn.required.filter { !columns.contains($0) }.map(\.rawValue)
        guard missing.isEmpty else {
            throw CommandFailure(
                "\(name) lacks the columns \(missing.joined(separator: ", ")).",
                vietnamese: "\(name) thiếu cột \(missing.joined(separator: ", "))."
            )
        }
        guard Set(columns).count == columns.count else {
            throw CommandFailure(
                "\(name) has a column twice.",
                vietnamese: "\(name) có một cột lặp lại."
            )
        }
        return RegisterColumn.allCases.map { columns.firstIndex(of: $0) }
    }

    /// A heading without blanks around it, as its writer knows it.
    private static func trimmed(_ cell: String) -> String {
        cell.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func quoted(_ names: [String]) -> String {
        names.map { "\"\($0.prefix(40))\"" }.joined(separator: ", ")
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 && scalar != "\t" }

    private static func cells(of row: CSVRow, order: [Int?]) -> Result<RegisterCells, RowDefect> {
        row.content.mapError(RowDefect.broken).flatMap { cells in
            let expected = order.count { $0 != nil }
            guard cells.count == expected else { return .failure(.cellCount(cells.count, expected: expected)) }
            return .success(RegisterCells(values: order.map { place in place.map { cells[$0] } ?? "" }))
        }
    }
}
