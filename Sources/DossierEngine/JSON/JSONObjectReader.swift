import DossierDomain
import WorkingCalendar

/// A reader of the members of an object that this program wrote itself; anything unexpected is damage.
struct JSONObjectReader {
    private let value: JSONValue

    /// Creates a reader of an object.
    init(_ value: JSONValue) { self.value = value }

    /// The text of a member.
    func text(_ name: String) throws(StoredFormDefect) -> String {
        guard let text = value[name]?.string else { throw StoredFormDefect(member: name) }
        return text
    }

    /// The text of a member, nil where it is null or missing.
    func optionalText(_ name: String) throws(StoredFormDefect) -> String? {
        guard let member = value[name], !member.isNull else { return nil }
        guard let text = member.string else { throw StoredFormDefect(member: name) }
        return text
    }

    /// The whole number of a member.
    func integer(_ name: String) throws(StoredFormDefect) -> Int64 {
        guard let number = value[name]?.integer else { throw StoredFormDefect(member: name) }
        return number
    }

    /// The whole number of a member, nil where it is null or missing.
    func optionalInteger(_ name: String) throws(StoredFormDefect) -> Int64? {
        guard let member = value[name], !member.isNull else { return nil }
        guard let number = member.integer else { throw StoredFormDefect(member: name) }
        return number
    }

    /// The truth value of a member; false where it is missing.
    func flag(_ name: String) throws(StoredFormDefect) -> Bool {
        guard let member = value[name] else { return false }
        guard let flag = member.bool else { throw StoredFormDefect(member: name) }
        return flag
    }

    /// The truth value of a member, nil where it is missing.
    func optionalFlag(_ name: String) throws(StoredFormDefect) -> Bool? {
        guard value[name] != nil else { return nil }
        return try flag(name)
    }

    /// The elements of a member; none where it is missing.
    func array(_ name: String) throws(StoredFormDefect) -> [JSONValue] {
        guard let member = value[name] else { return [] }
        guard let elements = member.array else { throw StoredFormDefect(member: name) }
        return elements
    }

    /// The object of a member, nil where it is null or missing.
    func optionalObject(_ name: String) throws(StoredFormDefect) -> JSONObjectReader? {
        guard let member = value[name], !member.isNull else { return nil }
        guard case .object = member else { throw StoredFormDefect(member: name) }
        return JSONObjectReader(member)
    }

    /// The object of a member.
    func object(_ name: String) throws(StoredFormDefect) -> JSONObjectReader {
        guard let object = try optionalObject(name) else { throw StoredFormDefect(member: name) }
        return object
    }

    /// The case of an enumeration that a member names.
    func choice<Choice: RawRepresentable>(_ name: String) throws(StoredFormDefect) -> Choice
    where Choice.RawValue == String {
        guard let choice = Choice(rawValue: try text(name)) else { throw StoredFormDefect(member: name) }
        return choice
    }

    /// The instant of a member.
    func instant(_ name: String) throws(StoredFormDefect) -> Instant {
        Instant(milliseconds: try integer(name))
    }

    /// The instant of a member, nil where it is null or missing.
    func optionalInstant(_ name: String) throws(StoredFormDefect) -> Instant? {
        try optionalInteger(name).map(Instant.init(milliseconds:))
    }

    /// The working time of a member, nil where it is null or missing.
    func optionalWorkingTime(_ name: String) throws(StoredFormDefect) -> WorkingTime? {
        guard let seconds = try optionalInteger(name) else { return nil }
        guard let time = WorkingTime(seconds: seconds) else { throw StoredFormDefect(member: name) }
        return time
    }

    /// The status of a member.
    func status(_ name: String) throws(StoredFormDefect) -> Status {
        guard let status = try optionalStatus(name) else { throw StoredFormDefect(member: name) }
        return status
    }

    /// The status of a member, nil where it is null or missing.
    func optionalStatus(_ name: String) throws(StoredFormDefect) -> Status? {
        guard let code = try optionalInteger(name) else { return nil }
        guard let status = Status(rawValue: Int(clamping: code)) else { throw StoredFormDefect(member: name) }
        return status
    }

    /// The vault reference of a member.
    func reference(_ name: String) throws(StoredFormDefect) -> VaultReference {
        guard let reference = try optionalReference(name) else { throw StoredFormDefect(member: name) }
        return reference
    }

    /// The vault reference of a member, nil where it is null or missing.
    func optionalReference(_ name: String) throws(StoredFormDefect) -> VaultReference? {
        guard let pair = value[name], !pair.isNull else { return nil }
        guard let parts = pair.array, parts.count == 2, let number = parts[0].integer, let digest = parts[1].string
        else { throw StoredFormDefect(member: name) }
        return VaultReference(number: number, commitment: digest)
    }
}

/// A stored form that this program cannot have written: the database is damaged or was tampered with.
public struct StoredFormDefect: Error, Hashable, Sendable {
    /// The member that is missing or of the wrong kind.
    public let member: String

    /// Creates a defect.
    public init(member: String) { self.member = member }
}

extension JSONWriter {
    /// Writes a member with an instant or null.
    mutating func member(_ name: StaticString, _ instant: Instant?) {
        member(name, instant?.milliseconds)
    }

    /// Writes a member with a vault reference or null.
    mutating func member(_ name: StaticString, _ reference: VaultReference?) {
        key(name)
        guard let reference else { return null() }
        array { writer in
            writer.value(reference.number)
            writer.value(reference.commitment)
        }
    }
}
