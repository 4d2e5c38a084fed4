public import WorkingCalendar

/// A part of the configuration that another version is to take the place of (chuyển phiên bản cấu hình).
public struct VersionStep: Hashable, Sendable {
    /// The version in force.
    public let inForce: StoredConfiguration
    /// The version that is to be in force.
    public let chosen: StoredConfiguration

    /// Compares what is in force with what is chosen; nil if that is the same, or if nothing has been in force yet.
    init?(from inForce: StoredConfiguration?, to chosen: StoredConfiguration) {
        guard let inForce, ConfigurationVersion(inForce) != ConfigurationVersion(chosen) else { return nil }
        self.inForce = inForce
        self.chosen = chosen
    }

    /// Refuses to go back: appointments would be given by days and hours that are over.
    ///
    /// - Throws: ``StoreError`` of code unsuitable if an older version of the same name is chosen.
    func refuseOlder() throws(StoreError) {
        guard chosen.name == inForce.name, chosen.version < inForce.version else { return }
        throw StoreError(
            .unsuitable,
            "the \(chosen.kind) \(ConfigurationVersion(inForce)) is in force and the configuration has version "
                + "\(chosen.version): put version \(inForce.version) back, or give the change a higher version\n"
                + "Đang áp dụng \(ConfigurationVersion(inForce)); cấu hình lại có phiên bản thấp hơn: hãy trả lại "
                + "phiên bản \(inForce.version), hoặc tăng version"
        )
    }
}

/// Another organisation, another calendar or both than those by which a database was written (chuyển sang cơ cấu tổ
/// chức, lịch nghỉ khác).
public struct ConfigurationTransition: Sendable {
    /// The change of the organisation; nil if it stays.
    public let organisation: VersionStep?
    /// The change of the calendar; nil if it stays.
    public let calendar: VersionStep?
    /// The present instant, by the demo clock where there is one.
    public let now: Instant

    /// Finds what a configuration asks for; nil if that is in force, or if the database has none yet.
    ///
    /// - Parameters:
    ///   - used: The versions of the configuration.
    ///   - now: The present instant.
    ///   - snapshot: The store as of one moment.
    /// - Throws: ``StoreError`` of code unsuitable if an older version of one of them is chosen than is in force.
    public init?(to used: [StoredConfiguration], at now: Instant, in snapshot: any StoreSnapshot) throws {
        let organisation = used.first { $0.kind == StoredConfiguration.organisationKind }
        let calendar = used.first { $0.kind == StoredConfiguration.calendarKind }
        self.now = now
        self.organisation = try organisation.flatMap {
            VersionStep(from: try snapshot.organisationInForce(named: $0.name), to: $0)
        }
        self.calendar = try calendar.flatMap {
            VersionStep(from: try snapshot.calendarInForce(named: $0.name), to: $0)
        }
        if self.organisation == nil, self.calendar == nil { return nil }
        for step in [self.organisation, self.calendar] { try step?.refuseOlder() }
    }
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

    /// Keeps which organisation and which calendar are in force, where no change has said so.
    static func settleVersionsInForce(_ used: [StoredConfiguration], in transaction: any StoreTransaction) throws {
        for version in used {
            guard let setting = version.settingInForce, try transaction.setting(setting) == nil else { continue }
            try transaction.set(setting, to: ConfigurationVersion(version).storedName)
        }
    }
}

extension StoredConfiguration {
    /// The setting that keeps which version is in force; nil for kinds of which every version is.
    var settingInForce: InstallationSetting? {
        switch kind {
        case Self.calendarKind: .calendarInForce
        case Self.organisationKind: .organisationInForce
        default: nil
        }
    }
}
