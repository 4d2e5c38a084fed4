import DossierEngine
import WorkingCalendar

/// Timers (bộ hẹn giờ) by the instant at which they fire.
extension SQLiteReading {
    func dueTimers(until now: Instant, after timer: DueTimer?, limit: Int) throws -> [DueTimer] {
        try statements.all(
            """
            SELECT dossier, fireAt FROM timer
            WHERE fireAt <= ? AND (fireAt, dossier) > (?, ?)
            ORDER BY fireAt, dossier LIMIT ?
            """,
            .instant(now),
            .integer(timer?.fireAt.milliseconds ?? .min),
            .integer(timer?.dossier.number ?? .min),
            .limit(limit)
        ) { DueTimer(dossier: StreamID(number: $0.integer(0)), fireAt: $0.instant(1)) }
    }

    func nextTimer() throws -> Instant? {
        let dossiers = try statements.first("SELECT MIN(fireAt) FROM timer") { $0.optionalInstant(0) } ?? nil
        let service = try statements.first("SELECT MIN(fireAt) FROM serviceTimer") { $0.optionalInstant(0) } ?? nil
        return [dossiers, service].compactMap { $0 }.min()
    }

    func nextTimer(after now: Instant) throws -> Instant? {
        let dossiers = try statements.first("SELECT MIN(fireAt) FROM timer WHERE fireAt > ?", .instant(now)) {
            $0.optionalInstant(0)
        }
        let service = try statements.first("SELECT MIN(fireAt) FROM serviceTimer WHERE fireAt > ?", .instant(now)) {
            $0.optionalInstant(0)
        }
        return [dossiers ?? nil, service ?? nil].compactMap { $0 }.min()
    }

    func serviceTimer(_ timer: ServiceTimer) throws -> Instant? {
        try statements.first("SELECT fireAt FROM serviceTimer WHERE name = ?", .text(timer.rawValue)) { $0.instant(0) }
    }

    /// The timer of a dossier; nil if none stands.
    func timer(of dossier: StreamID) throws -> Instant? {
        try statements.first("SELECT fireAt FROM timer WHERE dossier = ?", .integer(dossier.number)) { $0.instant(0) }
    }
}

extension SQLiteTransaction {
    func set(_ timer: ServiceTimer, to fireAt: Instant?) throws {
        guard let fireAt else {
            try statements.run("DELETE FROM serviceTimer WHERE name = ?", .text(timer.rawValue))
            return
        }
        try statements.run(
            """
            INSERT INTO serviceTimer (name, fireAt) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET fireAt = excluded.fireAt
            """,
            .text(timer.rawValue),
            .instant(fireAt)
        )
    }

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
