import DossierDomain
import DossierEngine
import WorkingCalendar

/// Streams, rows and codes as `verify` looks at them (kiểm chứng).
extension SQLiteInspection {
    func streams(after stream: StreamID?, limit: Int) throws -> [InspectedStream] {
        try statements.all(
            "SELECT id, eventCount, lastHash, name FROM stream WHERE id > ? ORDER BY id LIMIT ?",
            .integer(stream?.number ?? .min),
            .limit(limit)
        ) { InspectedStream(head: try StreamHead($0), name: $0.optionalText(3)) }
    }

    func inspectedRow(_ id: StreamID) throws -> DossierRow? {
        let agencies = try agencies(of: id)
        let steps = try steps(of: id)
        let finished = try finishedSteps(of: id)
        let timer = try timer(of: id)
        let isLate = try isLate(id)
        let archived = try archivedParts(of: id)
        return try statements.first(
            """
            SELECT dossier.code, dossier.version, dossier.status, dossier.procedureCode, dossier.receivedAt,
                dossier.dueAt, dossier.frozenAt, dossier.publicStatus, state.state
            FROM dossier
            LEFT JOIN dossierState AS state ON state.dossier = dossier.id
            WHERE dossier.id = ?
            """,
            .integer(id.number)
        ) { row in
            try DossierRow(
                row,
                id: id,
                nextTimerAt: timer,
                isLate: isLate,
                agencies: agencies,
                activeSteps: steps,
                finishedSteps: finished,
                archived: archived
            )
        }
    }

    /// State and public status of an archived dossier; nil of one that lies here or is not in the archive.
    private func archivedParts(of id: StreamID) throws -> (state: [UInt8], publicStatus: [UInt8])? {
        guard hasArchive else { return nil }
        return try statements.first(
            """
            SELECT kept.state, kept.publicStatus
            FROM main.dossier JOIN archive.dossier AS kept ON kept.id = dossier.id
            WHERE dossier.id = ? AND dossier.archivedAt IS NOT NULL
            """,
            .integer(id.number)
        ) { ($0.blob(0), $0.blob(1)) }
    }

    /// The agencies of a dossier: the table is ordered by agency, so each of the few there are is looked up.
    private func agencies(of id: StreamID) throws -> [String] {
        try statements.all(
            """
            WITH RECURSIVE known (agency) AS (
                SELECT MIN(agency) FROM dossierAgency
                UNION ALL
                SELECT (SELECT MIN(later.agency) FROM dossierAgency AS later WHERE later.agency > known.agency)
                FROM known WHERE known.agency IS NOT NULL
            )
            SELECT known.agency
            FROM known CROSS JOIN dossierAgency AS part ON part.agency = known.agency AND part.dossier = ?
            ORDER BY known.agency
            """,
            .integer(id.number)
        ) { $0.text(0) }
    }

    func serials(after serial: IssuedSerial?, limit: Int) throws -> [IssuedSerial] {
        try statements.all(
            "SELECT agency, day, last FROM codeSerial WHERE (agency, day) > (?, ?) ORDER BY agency, day LIMIT ?",
            .text(serial?.agencyIdentifier ?? ""),
            .integer(serial.map { Int64($0.date.dayNumber) } ?? .min),
            .limit(limit)
        ) { row in
            IssuedSerial(
                agencyIdentifier: row.text(0),
                date: LocalDate(dayNumber: SQLRow.nearestDay(row.integer(1))),
                last: row.count(2)
            )
        }
    }

    func serialGaps(agencyIdentifier: String, date: LocalDate, limit: Int) throws -> [ClosedRange<Int>] {
        try statements.all(
            "SELECT first, last FROM codeGap WHERE agency = ? AND day = ? ORDER BY first LIMIT ?",
            .text(agencyIdentifier),
            .count(date.dayNumber),
            .limit(limit)
        ) { row in
            let first = row.count(0)
            return first...max(first, row.count(1))
        }
    }

    func codes(agencyIdentifier: String, date: LocalDate, limit: Int) throws -> [DossierCode] {
        // Codes are written with two or four digits of the year; '.' is what comes after '-' in the order of texts.
        let long = agencyIdentifier + "-" + date.iso8601.filter { $0 != "-" }
        let short = agencyIdentifier + "-" + date.iso8601.dropFirst(2).filter { $0 != "-" }
        return try statements.all(
            """
            SELECT code, CAST(substr(code, length(?1) + 2) AS INTEGER) AS serial
            FROM dossier WHERE code > ?1 || '-' AND code < ?1 || '.'
            UNION ALL
            SELECT code, CAST(substr(code, length(?2) + 2) AS INTEGER) AS serial
            FROM dossier WHERE code > ?2 || '-' AND code < ?2 || '.'
            ORDER BY serial, code
            LIMIT ?3
            """,
            .text(short),
            .text(long),
            .limit(limit)
        ) { try DossierCode(stored: $0.text(0)) }
    }
}

extension DossierCode {
    /// Reads a stored code.
    init(stored text: String) throws {
        guard let code = DossierCode(text), code.text == text else {
            throw StoreError(.damaged, "'\(text)' in the store is no dossier code")
        }
        self = code
    }
}

extension DossierRow {
    fileprivate init(
        _ row: SQLRow,
        id: StreamID,
        nextTimerAt: Instant?,
        isLate: Bool,
        agencies: [String],
        activeSteps: [ActiveStepRow],
        finishedSteps: [FinishedStepRow],
        archived: (state: [UInt8], publicStatus: [UInt8])?
    ) throws {
        guard let status = Status(rawValue: row.count(2)) else {
            throw StoreError(.damaged, "dossier \(id.number) has no status of the national table")
        }
        self.init(
            id: id,
            code: try DossierCode(stored: row.text(0)),
            version: row.count(1),
            status: status,
            procedure: ProcedureCode(rawValue: row.text(3)),
            receivedAt: row.optionalInstant(4),
            dueAt: row.optionalInstant(5),
            frozenAt: row.optionalInstant(6),
            nextTimerAt: nextTimerAt,
            isLate: isLate,
            state: archived?.state ?? row.blob(8),
            publicStatus: archived?.publicStatus ?? row.blob(7),
            agencies: agencies,
            activeSteps: activeSteps,
            finishedSteps: finishedSteps
        )
    }
}
