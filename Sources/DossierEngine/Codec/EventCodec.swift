public import DossierDomain
public import WorkingCalendar

/// The canonical form of events, over which the chain of hashes runs.
///
/// Each event says its stream, its position there and the hash of the one before it, so that none can be changed,
/// removed, inserted or moved without breaking every hash after it.
public enum EventCodec {
    /// The version of the form; a later program reads earlier ones.
    public static let formVersion: Int64 = 1

    /// Writes a dossier's event.
    public static func encode(_ event: DossierEvent, link: ChainLink) -> [UInt8] {
        encode(at: event.at.milliseconds, by: event.by, link: link) { writer in
            // Only who acts away from his own post says so: events of older programs keep their bytes.
            if let capacity = event.capacity { writer.member("as", capacity.storedName) }
            if let plannedAt = event.plannedAt { writer.member("plannedAt", plannedAt) }
            FactCodec.write(event.fact, to: &writer)
            writer.key("effects")
            writer.array(of: event.effects) { EffectCodec.write($1, to: &$0) }
        }
    }

    /// Writes an event of a named stream.
    public static func encode(_ event: SystemEvent, link: ChainLink) -> [UInt8] {
        encode(at: event.at.milliseconds, by: event.by, link: link) { writer in
            writer.member("type", event.type)
            for (name, text) in event.details {
                writer.key(dynamic: name)
                writer.value(text)
            }
        }
    }

    /// Reads a dossier's event with its link.
    ///
    /// - Parameter bytes: The canonical form.
    /// - Returns: The event and its place in the chain.
    /// - Throws: ``StoredFormDefect`` if this program cannot have written it.
    public static func decode(_ bytes: [UInt8]) throws(StoredFormDefect) -> (event: DossierEvent, link: ChainLink) {
        let members = JSONObjectReader(try storedJSON(bytes))
        var effects: [DossierEffect] = []
        for value in try members.array("effects") { effects.append(try EffectCodec.read(value)) }
        let event = DossierEvent(
            at: try members.instant("at"),
            by: try Initiator.stored(members.text("by")),
            capacity: try members.optionalText("as").map(Capacity.stored),
            fact: try FactCodec.read(members),
            effects: effects,
            plannedAt: try members.optionalInstant("plannedAt")
        )
        return (event, try link(members))
    }

    /// Reads an event of a named stream with its link.
    ///
    /// - Parameter bytes: The canonical form.
    /// - Returns: The event and its place in the chain.
    /// - Throws: ``StoredFormDefect`` if this program cannot have written it.
    public static func decodeSystem(
        _ bytes: [UInt8]
    ) throws(StoredFormDefect) -> (event: SystemEvent, link: ChainLink) {
        let value = try storedJSON(bytes)
        guard case .object(let all) = value else { throw StoredFormDefect(member: "JSON") }
        let members = JSONObjectReader(value)
        var details: [(name: String, text: String)] = []
        for member in all where !commonMembers.contains(member.name) {
            let text = try members.text(member.name)
            details.append((name: member.name, text: text))
        }
        let event = SystemEvent(
            at: try members.instant("at"),
            by: try Initiator.stored(members.text("by")),
            type: try members.text("type"),
            details: details
        )
        return (event, try link(members))
    }

    /// The members that every event of a named stream has; whatever else it has are its details.
    private static let commonMembers: Set<String> = ["v", "stream", "position", "prev", "at", "by", "type"]

    /// Reads the link alone, of any event.
    ///
    /// - Parameter bytes: The canonical form.
    /// - Returns: The event's place in the chain.
    /// - Throws: ``StoredFormDefect`` if this program cannot have written it.
    public static func link(of bytes: [UInt8]) throws(StoredFormDefect) -> ChainLink {
        try link(JSONObjectReader(try storedJSON(bytes)))
    }

    /// Reads when any event was written down; nil if it cannot be read.
    ///
    /// That is when it happened, but for a row of an older register: it was received long before it was taken over.
    public static func writtenAt(of bytes: [UInt8]) -> Instant? {
        // An event that cannot be read tells no time; verify names it.
        guard let members = try? JSONObjectReader(storedJSON(bytes)) else { return nil }
        // The same.
        return try? members.optionalInstant("importedAt") ?? members.instant("at")
    }

    /// Whether a command of the administrator wrote an event that is about accounts, keys, erased data or copies alone.
    ///
    /// Such commands let no deadline pass, so they run by whatever time the machine shows, and say nothing for it.
    public static func isOfCommandAtAnyTime(_ bytes: [UInt8]) -> Bool {
        // An event that cannot be read says nothing here either; verify names it.
        guard let members = try? JSONObjectReader(storedJSON(bytes)), let by = try? members.text("by"),
            // The same.
            let name = try? members.text("stream"), let stream = SystemEvent.Stream(rawValue: name)
        else { return false }
        return by == Initiator.program.storedName && [.accounts, .personalData, .restorations].contains(stream)
    }

    private static func link(_ members: JSONObjectReader) throws(StoredFormDefect) -> ChainLink {
        guard try members.integer("v") == formVersion, let previous = Digest(hexadecimal: try members.text("prev"))
        else { throw StoredFormDefect(member: "prev") }
        return ChainLink(
            stream: try members.text("stream"),
            position: Int(clamping: try members.integer("position")),
            previous: previous
        )
    }

    private static func encode(
        at milliseconds: Int64,
        by initiator: Initiator,
        link: ChainLink,
        _ content: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("v", formVersion)
            writer.member("stream", link.stream)
            writer.member("position", link.position)
            writer.member("prev", link.previous.hexadecimal)
            writer.member("at", milliseconds)
            writer.member("by", initiator.storedName)
            content(&writer)
        }
        return writer.bytes
    }
}

/// The place of an event in its stream's chain.
public struct ChainLink: Hashable, Sendable {
    /// The stream: a dossier's code or the name of a system stream.
    public let stream: String
    /// The position in the stream, from 1.
    public let position: Int
    /// The hash of the event before it; all zeros for the first.
    public let previous: Digest

    /// Creates a link.
    public init(stream: String, position: Int, previous: Digest) {
        self.stream = stream
        self.position = position
        self.previous = previous
    }
}

extension Capacity {
    /// The stored name; it never changes.
    var storedName: String { kind.rawValue + ":" + place.description }

    /// The capacity of a stored name.
    static func stored(_ name: String) throws(StoredFormDefect) -> Capacity {
        let parts = name.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let kind = Posting.Kind(rawValue: String(parts[0])) else {
            throw StoredFormDefect(member: "as")
        }
        return Capacity(kind: kind, place: UnitPlace(text: String(parts[1])))
    }
}

extension Initiator {
    /// The stored name; it never changes.
    var storedName: String {
        switch self {
        case .account(let id): "account:" + String(id.number)
        case .key(let id): "key:" + String(id.number)
        case .timer: "timer"
        case .importer: "importer"
        case .program: "program"
        }
    }

    /// The initiator of a stored name.
    static func stored(_ name: String) throws(StoredFormDefect) -> Initiator {
        if name == "timer" { return .timer }
        if name == "importer" { return .importer }
        if name == "program" { return .program }
        if name.hasPrefix("key:"), let number = Int64(name.dropFirst("key:".count)) {
            return .key(KeyID(number: number))
        }
        guard name.hasPrefix("account:"), let number = Int64(name.dropFirst("account:".count)) else {
            throw StoredFormDefect(member: "by")
        }
        return .account(AccountID(number: number))
    }
}
