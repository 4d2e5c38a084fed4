import DossierEngine
import WorkingCalendar

/// Timers (bộ hẹn giờ) by the instant at which they fire.
extension SQLiteReading {
    func dueTimers(until now: Instant, limit: Int) throws -> [DueTimer] {
        try statements.all(
            "SELECT dossier, fireAt FROM timer WHERE fireAt <= ? ORDER BY fireAt, dossier LIMIT ?",
            .instant(now),
            .limit(limit)
        ) { DueTimer(dossier: StreamID(number: $0.integer(0)), fireAt: $0.instant(1)) }
    }

    func nextTimer() throws -> Instant? {
        try statements.first("SELECT MIN(fireAt) FROM timer") { $0.optionalInstant(0) } ?? nil
    }

    /// The timer of a dossier; nil if none stands.
    func timer(of dossier: StreamID) throws -> Instant? {
        try statements.first("SELECT fireAt FROM timer WHERE dossier = ?", .integer(dossier.number)) { $0.instant(0) }
    }
}

extension SQLiteTransaction {
    /// Sets the timer of a dossier, or takes it away; one that stays where it was is not written.
    func setTimer(_ fireAt: Instant?, of dossier: StreamID) throws {
        guard let fireAt else {
            try statements.run("DELETE FROM timer WHERE dossier = ?", .integer(dossier.number))
            return
        }
        try statements.run(
            """
            INSERT INTO timer (dossier, fireAt) VALUES (?, ?)
            ON CONFLICT (dossier) DO UPDATE SET fireAt = excluded.fireAt WHERE fireAt <> excluded.fireAt
            """,
            .integer(dossier.number),
            .instant(fireAt)
        )
    }
}
