/// Lines of a table for a spreadsheet (bảng CSV): RFC 4180 in UTF-8.
enum CSVText {
    /// What a spreadsheet may take for the beginning of a formula, whatever follows it.
    ///
    /// Source: OWASP, "CSV Injection", which has the wide forms too, because some read them as the others.
    private static let beginnings: Set<Unicode.Scalar> = ["=", "@", "\t", "\r", "\n", "＝", "＠", "＋", "－"]

    /// A line with its end.
    static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

    /// Whether a spreadsheet would take the cell for a formula; a sign before digits alone is a telephone or a number.
    ///
    /// Scalars are looked at and not characters: a mark behind the sign would hide it from us alone.
    private static func isFormula(_ cell: String) -> Bool {
        guard let first = cell.unicodeScalars.first else { return false }
        if beginnings.contains(first) { return true }
        return (first == "+" || first == "-") && !isNumber(cell.unicodeScalars.dropFirst())
    }

    /// Whether there are digits, and nothing else but what is written between them.
    private static func isNumber(_ scalars: some Collection<Unicode.Scalar>) -> Bool {
        scalars.contains(where: isDigit) && scalars.allSatisfy { isDigit($0) || " .,()".unicodeScalars.contains($0) }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    /// A cell, between quotes where its characters ask for them.
    private static func quoted(_ raw: String) -> String {
        let cell = isFormula(raw) ? "'" + raw : raw
        guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
