import DossierDomain
import DossierEngine
import WorkingCalendar

/// The dossiers of a periodic report (hồ sơ trong kỳ báo cáo).
extension SQLiteReading {
    func reportedDossiers(
        in period: Range<Instant>,
        of procedure: ProcedureCode?,
        after place: DossierPlace?,
        examining rows: Int
    ) throws -> (places: [DossierPlace], reached: DossierPlace?) {
        // Lateness of what is finished is frozen at the very instant of its end. That of what was withdrawn may have
        // been frozen before, by a wait for the citizen. A clock that was set back may have put the end before the
        // receipt: then it is reported with that.
        let looked = try statements.all(
            """
            SELECT id, receivedAt, NOT (status IN (9, 10) AND receivedAt < ?4 AND COALESCE(frozenAt < ?4, 0))
                AND (?5 IS NULL OR procedureCode = ?5)
            FROM dossier INDEXED BY dossier_receivedAt
            WHERE receivedAt >= ?1 AND receivedAt < ?3 AND (receivedAt > ?1 OR id > ?2)
            ORDER BY receivedAt, id
            LIMIT ?6
            """,
            .integer(place?.receivedAt?.milliseconds ?? .min),
            .integer(place?.dossier.number ?? .min),
            .instant(period.upperBound),
            .instant(period.lowerBound),
            .optional(procedure?.rawValue),
            .limit(rows)
        ) { row in (place: DossierPlace(byReceipt: row), isWanted: row.integer(2) == 1) }
        return (looked.filter(\.isWanted).map(\.place), looked.count < rows ? nil : looked.last?.place)
    }
}
