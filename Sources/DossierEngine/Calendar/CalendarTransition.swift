public import WorkingCalendar

/// A start that meets another calendar than the one in force (chuyển sang lịch nghỉ khác).
public struct CalendarTransition: Sendable {
    /// The calendar in force.
    public let inForce: StoredConfiguration
    /// The calendar that the configuration chooses.
    public let chosen: StoredConfiguration
    /// The present instant, by the demo clock where there is one.
    public let now: Instant
}

extension Installation {
    /// The present instant of a database: where its demo clock stands, else the machine's time.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    public static func present(in snapshot: any StoreSnapshot, machineClock: any WallClock) throws -> Instant {
        guard let text = try snapshot.setting(.demoClock), let milliseconds = Int64(text) else {
            return machineClock.now
        }
        return Instant(milliseconds: milliseconds)
    }

    /// The change of calendar that a start asks for; nil if it begins with the one in force or with its first.
    ///
    /// - Throws: ``StoreError`` of code unsuitable if an older version is chosen than is in force.
    static func transition(
        to used: [StoredConfiguration],
        at now: Instant,
        in snapshot: any StoreSnapshot
    ) throws -> CalendarTransition? {
        guard let chosen = used.first(where: { $0.kind == StoredConfiguration.calendarKind }),
            let inForce = try snapshot.calendarInForce(named: chosen.name),
            ConfigurationVersion(inForce) != ConfigurationVersion(chosen)
        else { return nil }
        guard chosen.name != inForce.name || chosen.version > inForce.version else {
            throw StoreError(
                .unsuitable,
                "the calendar \(ConfigurationVersion(inForce)) is in force and the configuration has version "
                    + "\(chosen.version): put version \(inForce.version) back, or give the change a higher version"
            )
        }
        return CalendarTransition(inForce: inForce, chosen: chosen, now: now)
    }

    /// Keeps which calendar is in force, where no change of calendar has said so.
    static func settleCalendar(_ used: [StoredConfiguration], in transaction: any StoreTransaction) throws {
        guard let chosen = used.first(where: { $0.kind == StoredConfiguration.calendarKind }),
            try transaction.setting(.calendarInForce) == nil
        else { return }
        try transaction.set(.calendarInForce, to: ConfigurationVersion(chosen).storedName)
    }
}
