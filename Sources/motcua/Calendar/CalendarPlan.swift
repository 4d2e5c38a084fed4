import DossierConfig
import DossierEngine

/// A calendar that is asked for on the command line (lịch nghỉ được đề nghị), held against the one in force.
struct CalendarPlan: Sendable {
    private let configuration: LoadedConfiguration
    /// The version asked for.
    let calendar: StoredConfiguration

    /// Reads the calendar: a file's, else the one that the configuration chooses.
    ///
    /// - Throws: `ConfigurationDefects` with the file's mistakes.
    init(file: String?, configuration: LoadedConfiguration) throws {
        self.configuration = configuration
        guard let chosen = configuration.chosenCalendar else {
            throw CommandFailure("The configuration has no calendar.")
        }
        guard let file else {
            calendar = chosen
            return
        }
        // Whatever the file is called, it is to replace the one that the configuration chooses.
        let source = try ConfigFolder.calendar(file: file, named: chosen.name)
        calendar = StoredConfiguration(
            kind: source.kind,
            name: source.name,
            version: source.version,
            content: source.canonicalJSON
        )
    }

    /// The change from the calendar in force; nil if that is the one asked for.
    ///
    /// - Throws: ``CommandFailure`` if it may not follow the one in force, `OrganisationChangeRefusal` if the database
    ///   would not start with the configuration's organisation, `ConfigurationDefects`, `StoreError`.
    func change(in snapshot: any StoreSnapshot) throws -> CalendarChange? {
        let stored = try snapshot.configurations()
        guard let inForce = try snapshot.calendarInForce(named: calendar.name) else {
            throw CommandFailure("This database has no calendar yet; the first start takes the configured one.")
        }
        guard inForce != calendar else { return nil }
        guard calendar.name != inForce.name || calendar.version > inForce.version else {
            throw CommandFailure(
                "The calendar \(ConfigurationVersion(inForce)) is in force, and version \(calendar.version) cannot "
                    + "follow it: give the change a higher version."
            )
        }
        guard !stored.contains(where: { $0.isRival(of: calendar) }) else {
            throw CommandFailure(
                "The calendar \(ConfigurationVersion(calendar)) was used with other content: give it a higher version."
            )
        }
        try configuration.organisationChange(in: snapshot)?.check(in: snapshot)
        return try configuration.calendarChange(from: inForce, to: calendar, stored: stored)
    }
}

extension StoredConfiguration {
    /// Whether it is the same version of the same thing with other content.
    func isRival(of other: StoredConfiguration) -> Bool {
        kind == other.kind && name == other.name && version == other.version && content != other.content
    }
}
