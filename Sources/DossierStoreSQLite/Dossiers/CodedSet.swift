import DossierEngine
import WorkingCalendar

/// The dossiers that a part of a code can be of (hồ sơ theo một phần mã), where they are few.
extension SQLiteReading {
    /// How many dossiers and seeks a part of a code may lead to, at most.
    private static var maximumCoded: Int { 2_000 }

    /// The dossiers whose codes a part may be of.
    ///
    /// The serials that were given are looked through, a row for each agency and day, not the dossiers.
    ///
    /// - Parameters:
    ///   - fragment: A part of a code, in capitals.
    ///   - paddings: How many digits serials are padded to.
    ///   - size: How many may be found.
    /// - Returns: The dossiers, each once, a few strangers among them; nil if they are more than may be.
    /// - Throws: ``StoreError``.
    func coded(_ fragment: String, paddings: Set<Int>, upTo size: Int) throws -> [Int64]? {
        let size = min(size, Self.maximumCoded)
        guard let span = try serialSpan() else { return [] }
        guard let readings = CodeReading.all(of: fragment, paddings: paddings, last: span.last) else { return nil }
        var found: Set<Int64> = []
        var seeks = 0
        for reading in readings {
            let forms = reading.day == .any ? nil : Self.forms(of: reading, in: span.days)
            guard let days = try days(of: reading, among: forms?.keys.sorted(), upTo: size) else { return nil }
            let starts = reading.serialStarts ?? [""]
            for (agency, day) in days {
                let written = forms?[day] ?? reading.forms(of: LocalDate(dayNumber: day))
                seeks += written.count * starts.count
                guard seeks <= size else { return nil }
                for form in written {
                    for start in starts {
                        found.formUnion(try dossiers(codedFrom: "\(agency)-\(form)-\(start)", upTo: size + 1))
                        guard found.count <= size else { return nil }
                    }
                }
            }
        }
        return found.sorted()
    }

    /// The days on which serials were given, in days since 1970, and the highest serial; nil if there is none.
    private func serialSpan() throws -> (days: ClosedRange<Int>, last: Int)? {
        let span = try statements.first("SELECT MIN(day), MAX(day), MAX(last) FROM codeSerial") { row in
            (first: row.optionalInteger(0), end: row.optionalInteger(1), last: row.optionalInteger(2))
        }
        guard let first = span?.first, let end = span?.end, let last = span?.last else { return nil }
        return (SQLRow.nearestDay(first)...SQLRow.nearestDay(end), Int(last))
    }

    /// The days that a reading may mean, each with the forms in which it may stand in a code.
    private static func forms(of reading: CodeReading, in days: ClosedRange<Int>) -> [Int: [String]] {
        var forms: [Int: [String]] = [:]
        for day in days {
            let written = reading.forms(of: LocalDate(dayNumber: day))
            if !written.isEmpty { forms[day] = written }
        }
        return forms
    }

    /// The agencies and days that have codes of a reading; nil if they are more than may be.
    private func days(
        of reading: CodeReading,
        among days: [Int]?,
        upTo size: Int
    ) throws -> [(agency: String, day: Int)]? {
        let found = try statements.all(
            """
            SELECT agency, day FROM codeSerial
            WHERE last >= ?1
              AND (?2 IS NULL OR day IN (SELECT value FROM json_each(?2)))
              AND (?3 IS NULL OR agency LIKE ?3 ESCAPE '\\')
            LIMIT ?4
            """,
            .count(reading.leastSerial),
            days.map { .list($0.map(Int64.init)) } ?? .null,
            .optional(Self.pattern(of: reading.identifier)),
            .limit(size + 1)
        ) { (agency: $0.text(0), day: SQLRow.nearestDay($0.integer(1))) }
        return found.count <= size ? found : nil
    }

    /// The LIKE pattern of an identifier; nil for any.
    private static func pattern(of piece: CodeReading.Piece) -> String? {
        switch piece {
        case .any: nil
        case .containing(let text): ListStart.pattern(containing: text)
        case .ending(let text): ListStart.pattern(endingIn: text)
        case .starting(let text): String(ListStart.pattern(containing: text).dropFirst())
        case .whole(let text): String(ListStart.pattern(containing: text).dropFirst().dropLast())
        }
    }

    /// The dossiers whose codes begin with a text that ends in a digit or a hyphen; ':' is what comes after '9'.
    private func dossiers(codedFrom start: String, upTo most: Int) throws -> [Int64] {
        try statements.all(
            "SELECT id FROM dossier WHERE code >= ?1 AND code < ?1 || ':' LIMIT ?2",
            .text(start),
            .limit(most)
        ) { $0.integer(0) }
    }
}
