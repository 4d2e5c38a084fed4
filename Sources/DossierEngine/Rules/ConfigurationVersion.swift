/// A version of a part of the configuration (phiên bản cấu hình), written `vietnam@2`.
public struct ConfigurationVersion: Hashable, Sendable, CustomStringConvertible {
    /// The part's name among the files of its kind.
    public let name: String
    /// The version, 1 or more.
    public let version: Int

    /// Creates a version.
    public init(name: String, version: Int) {
        self.name = name
        self.version = version
    }

    /// Names a stored version.
    public init(_ stored: StoredConfiguration) { self.init(name: stored.name, version: stored.version) }

    /// Reads the written form; nil if it is none.
    init?(stored text: String) {
        guard let separator = text.lastIndex(of: "@"), let version = Int(text[text.index(after: separator)...]) else {
            return nil
        }
        self.init(name: String(text[..<separator]), version: version)
    }

    /// The written form in the store.
    var storedName: String { "\(name)@\(version)" }

    /// The words for it, for example `vietnam version 2`.
    public var description: String { "\(name) version \(version)" }
}

extension StoredConfiguration {
    /// The kind of calendars.
    public static let calendarKind = "calendar"
    /// The kind of organisations.
    public static let organisationKind = "organisation"
    /// The kind of procedures.
    public static let procedureKind = "procedure"
    /// The kind of regime packs.
    public static let regimeKind = "regime"
}

extension StoreSnapshot {
    /// Every version of what all dossiers share (cơ cấu tổ chức, lịch, gói quy định): few, and needed as a whole.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    public func sharedConfigurations() throws -> [StoredConfiguration] {
        try [
            StoredConfiguration.organisationKind, StoredConfiguration.calendarKind, StoredConfiguration.regimeKind,
        ].flatMap { try configurations(of: $0) }
    }

    /// Whether the same version of the same thing was taken into use with other content (trùng phiên bản, khác nội
    /// dung).
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    public func hasRival(of version: StoredConfiguration) throws -> Bool {
        let known = try configuration(ConfigurationVersion(version), of: version.kind)
        return known.map { $0.content != version.content } ?? false
    }
}

extension StoreSnapshot {
    /// The calendar by which the due moments of the database were reckoned; nil if none has been used.
    ///
    /// Databases of programs that did not keep it took the highest version into use.
    ///
    /// - Parameter name: The name of the calendar that the configuration chooses, for such databases.
    /// - Returns: The stored version.
    /// - Throws: ``StoreError`` of code damaged if what is kept names no stored version.
    public func calendarInForce(named name: String) throws -> StoredConfiguration? {
        try inForce(StoredConfiguration.calendarKind, keptAs: .calendarInForce, named: name)
    }

    /// The organisation by which the dossiers of the database were given to units; nil if none has been used.
    ///
    /// Databases of programs that did not keep it took the highest version of the name chosen into use, else of any.
    ///
    /// - Parameter name: The name of the organisation that the configuration chooses, for such databases.
    /// - Returns: The stored version.
    /// - Throws: ``StoreError`` of code damaged if what is kept names no stored version.
    public func organisationInForce(named name: String) throws -> StoredConfiguration? {
        try inForce(StoredConfiguration.organisationKind, keptAs: .organisationInForce, named: name)
    }

    private func inForce(
        _ kind: String,
        keptAs setting: InstallationSetting,
        named name: String
    ) throws -> StoredConfiguration? {
        guard let text = try self.setting(setting) else {
            let versions = try configurations(of: kind)
            let named = versions.filter { $0.name == name }
            return (named.isEmpty ? versions : named).max { $0.version < $1.version }
        }
        guard let kept = ConfigurationVersion(stored: text), let version = try configuration(kept, of: kind)
        else { throw StoreError(.damaged, "the \(kind) in force, \(text), is not stored") }
        return version
    }
}
