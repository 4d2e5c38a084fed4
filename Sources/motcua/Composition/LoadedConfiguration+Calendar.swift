import DossierConfig
import DossierDomain
import DossierEngine
import WorkingCalendar

/// The change from the calendar in force to another one.
extension LoadedConfiguration {
    /// The calendar that the configuration chooses, as the store keeps it.
    var chosenCalendar: StoredConfiguration? { versions.first { $0.kind == StoredConfiguration.calendarKind } }

    /// Puts a change of calendar together, by the office hours of this configuration.
    ///
    /// - Parameters:
    ///   - inForce: The stored version in force.
    ///   - calendar: The version that is to be in force.
    ///   - stored: Every version that dossiers of the database keep.
    /// - Returns: The change.
    /// - Throws: `ConfigurationDefects` if a stored version cannot be read again; `CommandFailure` if the new one lacks
    ///   a year of the one in force: dossiers that wait, and the sheets of those that ended, are still counted by it.
    func calendarChange(
        from inForce: StoredConfiguration,
        to calendar: StoredConfiguration,
        stored: [StoredConfiguration]
    ) throws -> CalendarChange {
        let new = try ConfigFolder.calendars(fromCanonicalJSON: calendar.content, of: organisation)
        let old = try ConfigFolder.calendars(fromCanonicalJSON: inForce.content, of: organisation)
        let missing = Self.missingYears(old, new)
        guard missing.isEmpty else {
            throw CommandFailure(
                "The calendar \(ConfigurationVersion(calendar)) lacks the data of "
                    + missing.map(String.init).joined(separator: ", ")
                    + " that \(ConfigurationVersion(inForce)) has, and dossiers may be counted by: put them back, then "
                    + "try again."
            )
        }
        return CalendarChange(to: calendar, rules: try rules(stored: stored).working(by: new), oldCalendars: old)
    }

    /// The years that the calendar in force has and the new one has not; all agencies share their data.
    private static func missingYears(
        _ old: [AgencyID: WorkingCalendar],
        _ new: [AgencyID: WorkingCalendar]
    ) -> [Int] {
        guard let had = old.values.first?.publicCalendar.years, let has = new.values.first?.publicCalendar.years
        else { return [] }
        return had.filter { !has.contains($0) }
    }

    /// Takes the chosen calendar into use when a program starts, if no promise moves by it.
    ///
    /// - Throws: `StoreError` of code unsuitable if promises would move, with the commands that look at them and do it.
    func changeCalendar(_ transition: CalendarTransition, in transaction: any StoreTransaction) throws {
        let change = try calendarChange(
            from: transition.inForce,
            to: transition.chosen,
            stored: transaction.configurations()
        )
        let moves = try change.preview(in: transaction, at: transition.now)
        guard moves.isEmpty else {
            throw StoreError(
                .unsuitable,
                "the calendar \(ConfigurationVersion(transition.chosen)) is new to it, and "
                    + moves.sentence(isDone: false) + ". See them with `motcua calendar preview`, take the calendar "
                    + "into use with `motcua calendar apply`, then start again"
            )
        }
        _ = try change.apply(in: transaction, at: transition.now)
    }
}
