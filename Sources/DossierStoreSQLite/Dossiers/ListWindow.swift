import DossierDomain
import DossierEngine

/// Where a part of a list ends (cửa sổ duyệt), so that no walk is longer than it may be: the place of its last row.
///
/// Each way is a step along one index and costs a fraction of looking at the rows themselves.
extension SQLiteReading {
    /// The oldest of so many dossiers of an agency before one; nil if there are fewer.
    func windowEnd(ofAgency agency: String, before dossier: Int64, rows: Int) throws -> DossierPlace? {
        try statements.first(
            "SELECT dossier FROM dossierAgency WHERE agency = ? AND dossier < ? ORDER BY dossier DESC LIMIT 1 OFFSET ?",
            .text(agency),
            .integer(dossier),
            .limit(rows - 1),
            read: DossierPlace.init(byRegistration:)
        )
    }

    /// The oldest of so many dossiers of a procedure before one; nil if there are fewer.
    func windowEnd(ofProcedure code: String, before dossier: Int64, rows: Int) throws -> DossierPlace? {
        try statements.first(
            "SELECT id FROM dossier WHERE procedureCode = ? AND id < ? ORDER BY id DESC LIMIT 1 OFFSET ?",
            .text(code),
            .integer(dossier),
            .limit(rows - 1),
            read: DossierPlace.init(byRegistration:)
        )
    }

    /// The oldest of so many dossiers of a status before one; nil if there are fewer.
    func windowEnd(ofStatus status: Status, before dossier: Int64, rows: Int) throws -> DossierPlace? {
        try statements.first(
            "SELECT id FROM dossier WHERE status = ? AND id < ? ORDER BY id DESC LIMIT 1 OFFSET ?",
            .count(status.rawValue),
            .integer(dossier),
            .limit(rows - 1),
            read: DossierPlace.init(byRegistration:)
        )
    }

    /// The oldest of so many dossiers of a person's terms, two at most, before one; nil if there are fewer.
    func windowEnd(ofTerms terms: [Int64], before dossier: Int64, rows: Int) throws -> DossierPlace? {
        try statements.first(
            """
            SELECT dossier FROM vaultTerm WHERE term & 1023 = ?1 & 1023 AND +term = ?1 AND dossier < ?3
            UNION
            SELECT dossier FROM vaultTerm WHERE term & 1023 = ?2 & 1023 AND +term = ?2 AND dossier < ?3
            ORDER BY dossier DESC LIMIT 1 OFFSET ?4
            """,
            .optional(terms.first),
            .optional(terms.last),
            .integer(dossier),
            .limit(rows - 1),
            read: DossierPlace.init(byRegistration:)
        )
    }

    /// The oldest of so many dossiers under a token of names before one; nil if there are fewer.
    func windowEnd(ofToken token: Int64, before dossier: Int64, rows: Int) throws -> DossierPlace? {
        try statements.first(
            "SELECT dossier FROM nameToken WHERE token = ? AND dossier < ? ORDER BY dossier DESC LIMIT 1 OFFSET ?",
            .integer(token),
            .integer(dossier),
            .limit(rows - 1),
            read: DossierPlace.init(byRegistration:)
        )
    }

    /// The oldest of so many dossiers received before a place and not before an instant; nil if there are fewer.
    func windowEnd(
        ofReceipt from: Int64,
        before place: (receivedAt: Int64, dossier: Int64),
        rows: Int
    ) throws -> DossierPlace? {
        try statements.first(
            """
            SELECT id, receivedAt FROM dossier WHERE receivedAt = ?2 AND id < ?3 AND ?2 >= ?1
            UNION ALL
            SELECT id, receivedAt FROM dossier WHERE receivedAt < ?2 AND receivedAt >= ?1
            ORDER BY receivedAt DESC, id DESC LIMIT 1 OFFSET ?4
            """,
            .integer(from),
            .integer(place.receivedAt),
            .integer(place.dossier),
            .limit(rows - 1),
            read: DossierPlace.init(byReceipt:)
        )
    }

    /// The oldest of so many numbers, newest first, before one; nil if there are fewer.
    func windowEnd(of numbers: [Int64], before dossier: Int64, rows: Int) -> DossierPlace? {
        guard let first = numbers.firstIndex(where: { $0 < dossier }), numbers.count - first >= rows else { return nil }
        return DossierPlace(dossier: StreamID(number: numbers[first + rows - 1]))
    }

    /// The number that ends a window of all dossiers; nil if there are none before it.
    ///
    /// Numbers are dense, so that a window of so many has hardly fewer rows.
    func windowEnd(before dossier: Int64, rows: Int) throws -> DossierPlace? {
        let newest = try statements.first("SELECT COALESCE(MAX(id), 0) FROM dossier WHERE id < ?", .integer(dossier)) {
            $0.integer(0)
        }
        guard let newest, newest > Int64(rows) else { return nil }
        return DossierPlace(dossier: StreamID(number: newest - Int64(rows) + 1))
    }
}

extension DossierPlace {
    /// Reads the dossier from the first column.
    init(byRegistration row: SQLRow) { self.init(dossier: StreamID(number: row.integer(0))) }

    /// Reads the dossier and its time of receipt from the first two columns.
    init(byReceipt row: SQLRow) {
        self.init(receivedAt: row.optionalInstant(1), dossier: StreamID(number: row.integer(0)))
    }
}
