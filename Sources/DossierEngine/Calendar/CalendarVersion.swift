/// A version of a calendar (phiên bản lịch nghỉ), written `vietnam@2`.
public struct CalendarVersion: Hashable, Sendable, CustomStringConvertible {
    /// The calendar's name among the files of configuration.
    public let name: String
    /// The version, 1 or more.
    public let version: Int

    /// Creates a version.
    public init(name: String, version: Int) {
        self.name = name
        self.version = version
    }

    /// Names a stored version of a calendar.
    public init(_ calendar: StoredConfiguration) { self.init(name: calendar.name, version: calendar.version) }

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
        let calendars = try configurations().filter { $0.kind == StoredConfiguration.calendarKind }
        guard let text = try setting(.calendarInForce) else {
            return calendars.filter { $0.name == name }.max { $0.version < $1.version }
        }
        guard let version = CalendarVersion(stored: text),
            let calendar = calendars.first(where: { CalendarVersion($0) == version })
        else { throw StoreError(.damaged, "the calendar in force, \(text), is not stored") }
        return calendar
    }
}
