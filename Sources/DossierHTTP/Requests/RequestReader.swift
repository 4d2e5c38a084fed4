import DossierEngine

/// A strict reader of one JSON object that somebody sent (bộ đọc dữ liệu gửi lên): it notes everything that is wrong
/// with it, each by its path, before anything is refused.
///
/// Missing and null are the same. Every member must have been asked for once the object is read.
struct RequestReader {
    /// What is wrong so far, in the order it was read.
    var errors = FieldErrors()

    private let members: [JSONMember]
    private let prefix: String
    private var asked: Set<String> = []

    /// The most characters of a member's name that are told back.
    private static let maximumShownName = 100

    private init(members: [JSONMember], prefix: String) {
        self.members = members
        self.prefix = prefix
    }

    /// Reads an object with a closure that asks for its members.
    ///
    /// - Parameters:
    ///   - value: What was sent.
    ///   - read: Asks for the members.
    /// - Returns: What the closure made, with everything that is wrong.
    /// - Throws: ``RequestRefusal/invalidFields(_:)`` if it is no object.
    static func collect<Result>(
        _ value: JSONValue,
        _ read: (inout RequestReader) -> Result
    ) throws(RequestRefusal) -> (result: Result, errors: [FieldError]) {
        guard case .object(let members) = value else { throw .invalidFields([FieldError("", .wrongType)]) }
        var reader = RequestReader(members: members, prefix: "")
        let result = read(&reader)
        reader.noteUnasked()
        return (result, reader.errors.list)
    }

    /// Reads an object and refuses it if anything is wrong.
    ///
    /// - Throws: ``RequestRefusal/invalidFields(_:)``.
    static func read<Result>(
        _ value: JSONValue,
        _ read: (inout RequestReader) -> Result?
    ) throws(RequestRefusal) -> Result {
        let (result, errors) = try collect(value, read)
        guard errors.isEmpty, let result else { throw .invalidFields(errors) }
        return result
    }

    /// A member's name as it may be told back: not longer than a line.
    static func shown(_ name: String) -> String { String(name.prefix(maximumShownName)) }

    /// The path of a member of this object.
    func path(_ name: String) -> String { prefix + name }

    /// Whether the member is there and not null.
    func has(_ name: String) -> Bool { members.contains { $0.name == name && !$0.value.isNull } }

    /// Whether the member is there and null.
    func isNull(_ name: String) -> Bool { members.contains { $0.name == name && $0.value.isNull } }

    /// Whether the object has no member at all.
    var isEmpty: Bool { members.isEmpty }

    /// Whether the member is a list without elements; what cannot be read counts as one.
    func isEmptyList(_ name: String) -> Bool { members.contains { $0.name == name && $0.value.array?.isEmpty == true } }

    /// The text of a member; nil if there is none.
    mutating func text(_ name: String) -> String? { ask(name) { $0.string } }

    /// The truth value of a member; nil if there is none.
    mutating func flag(_ name: String) -> Bool? { ask(name) { $0.bool } }

    /// The whole number of a member; nil if there is none.
    ///
    /// A fraction of nothing but zeros makes no other number (JSON Schema Validation 2020-12, section 6.1.1): 1.0 is 1.
    mutating func whole(_ name: String) -> Int64? {
        guard let value = ask(name, Self.number) else { return nil }
        if let number = value.integer { return number }
        guard case .number(let text) = value else { return nil }
        let parts = text.split(separator: ".", maxSplits: 1)
        let hasNoFraction = parts.dropFirst().allSatisfy { $0.allSatisfy { $0 == "0" } }
        let isWhole = hasNoFraction && parts[0].allSatisfy { $0.isNumber || $0 == "-" }
        if isWhole, let number = Int64(parts[0]) { return number }
        // Past 64 bits, or a fraction, which is another kind of value.
        errors.add(path(name), isWhole ? .outOfRange : .wrongType)
        return nil
    }

    /// Reads the object of a member; nil if there is none.
    mutating func object<Result>(_ name: String, _ read: (inout RequestReader) -> Result) -> Result? {
        guard let members = ask(name, Self.members) else { return nil }
        return nested(members, path(name) + ".", read)
    }

    /// Reads the elements of a member, each an object; nil if there is none.
    mutating func objects<Result>(
        _ name: String,
        atMost maximum: Int,
        _ read: (inout RequestReader) -> Result
    ) -> [Result]? {
        guard let elements = elements(name, atMost: maximum) else { return nil }
        var results: [Result] = []
        for (index, element) in elements.enumerated() {
            let place = path(name) + "[\(index)]"
            guard let members = Self.members(element) else {
                errors.add(place, .wrongType)
                continue
            }
            results.append(nested(members, place + ".", read))
        }
        return results
    }

    /// The elements of a member, each a text with its path; nil if there is none.
    mutating func texts(_ name: String, atMost maximum: Int) -> [(path: String, text: String)]? {
        guard let elements = elements(name, atMost: maximum) else { return nil }
        var texts: [(path: String, text: String)] = []
        for (index, element) in elements.enumerated() {
            let place = path(name) + "[\(index)]"
            if let text = element.string { texts.append((place, text)) } else { errors.add(place, .wrongType) }
        }
        return texts
    }

    private mutating func elements(_ name: String, atMost maximum: Int) -> [JSONValue]? {
        guard let elements = ask(name, { $0.array }) else { return nil }
        guard elements.count <= maximum else {
            errors.add(path(name), .tooMany)
            return nil
        }
        return elements
    }

    private mutating func nested<Result>(
        _ members: [JSONMember],
        _ prefix: String,
        _ read: (inout RequestReader) -> Result
    ) -> Result {
        var inner = RequestReader(members: members, prefix: prefix)
        inner.errors = errors
        let result = read(&inner)
        inner.noteUnasked()
        errors = inner.errors
        return result
    }

    private mutating func ask<Value>(_ name: String, _ convert: (JSONValue) -> Value?) -> Value? {
        asked.insert(name)
        guard let value = members.first(where: { $0.name == name })?.value, !value.isNull else { return nil }
        if let converted = convert(value) { return converted }
        errors.add(path(name), .wrongType)
        return nil
    }

    private static func number(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .integer, .number: value
        default: nil
        }
    }

    private static func members(_ value: JSONValue) -> [JSONMember]? {
        if case .object(let members) = value { members } else { nil }
    }

    private mutating func noteUnasked() {
        for member in members where !asked.contains(member.name) {
            errors.add(path(Self.shown(member.name)), .unknownField)
        }
    }
}
