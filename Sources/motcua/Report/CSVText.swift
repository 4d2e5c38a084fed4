/// Lines of a table for a spreadsheet (bảng CSV): RFC 4180 in UTF-8.
enum CSVText {
    /// A line with its end.
    static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

    /// Whether a spreadsheet would take the cell for a formula; a sign before a digit is a telephone or a number.
    private static func isFormula(_ cell: String) -> Bool {
        guard let first = cell.first else { return false }
        if "=@\t\r".contains(first) { return true }
        return "+-".contains(first) && cell.dropFirst().first?.isNumber != true
    }

    /// A cell, between quotes where its characters ask for them.
    private static func quoted(_ raw: String) -> String {
        let cell = isFormula(raw) ? "'" + raw : raw
        guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
