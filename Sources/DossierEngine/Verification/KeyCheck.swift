import DossierDomain
import WorkingCalendar

/// The check of keys of other systems (kiểm tra khóa API) against the fold of their events.
///
/// Neither a key's name nor its secrets stand in the history, only the part of each secret that is shown and its end.
struct KeyCheck {
    private static let pageSize = 200
    private var keys: [Int64: FoldedKey] = [:]

    /// Takes an event of the stream of accounts, in which keys have theirs too.
    mutating func take(_ bytes: [UInt8]) {
        // One that cannot be read is named by the check of its chain.
        guard let event = try? JSONParser.parse(bytes), let type = event["type"]?.string,
            let number = event["key"]?.string.flatMap({ Int64($0) })
        else { return }
        keys[number, default: FoldedKey()].take(type, event)
    }

    /// What is wrong with the stored keys, each defect told once.
    ///
    /// - Parameters:
    ///   - inspection: The store.
    ///   - tell: Takes a defect.
    /// - Throws: ``StoreError`` if the store cannot be read.
    func check(in inspection: any StoreInspection, _ tell: (String) -> Void) throws {
        var rest = keys
        try walkPages(of: Self.pageSize) { last in
            try inspection.apiKeys(after: last?.id, limit: Self.pageSize)
        } take: { key in
            try check(key, rest.removeValue(forKey: key.id.number), in: inspection, tell)
        }
        for number in rest.keys.sorted() { tell("API key \(number): its events speak of it and it is missing") }
    }

    private func check(
        _ key: APIKey,
        _ folded: FoldedKey?,
        in inspection: any StoreInspection,
        _ tell: (String) -> Void
    ) throws {
        let label = "API key \(key.id.number)"
        guard let folded, folded.timesMade > 0 else { return tell("\(label): no event says that it was made") }
        if folded.timesMade > 1 { tell("\(label): its events say more than once that it was made") }
        for column in folded.columnsThatDiffer(in: key) { tell("\(label): \(column) differs from what its events say") }
        let secrets = try inspection.apiKeySecrets(of: key.id, limit: folded.secrets.count + 1)
        if secrets.map(\.prefix).sorted() != folded.secrets.map(\.prefix).sorted() {
            tell("\(label): its secrets are not those that its events name")
        }
        let told = Dictionary(folded.secrets.map { ($0.prefix, $0) }) { $1 }
        for secret in secrets where told[secret.prefix]?.allows(secret.expiresAt) == false {
            tell("\(label): the end of its secret \(secret.prefix) differs from what its events say")
        }
        if let end = key.revokedAt, secrets.contains(where: { $0.expiresAt > end }) {
            tell("\(label): it was taken back and has a secret that holds on")
        }
    }
}

/// What the events say of a key.
private struct FoldedKey {
    var timesMade = 0
    /// In the order in which they were made.
    var secrets: [FoldedSecret] = []
    private var scopes: String?
    private var role: String?
    private var place: String?
    private var gateway: String?
    private var isRevoked = false
    /// Nil also where an older program did not write it down.
    private var revokedAt: Instant?
    private var changes = 0

    mutating func take(_ type: String, _ event: JSONValue) {
        switch type {
        case "keyCreated":
            timesMade += 1
            scopes = event["scopes"]?.string
            role = event["role"]?.string
            place = event["place"]?.string
            gateway = event["gateway"]?.string
        case "keyRotated":
            changes += 1
            rotate(event)
        case "keyMoved":
            changes += 1
            place = event["place"]?.string
        case "keyRevoked":
            changes += 1
            isRevoked = true
            revokedAt = Self.instant("revokedAt", in: event)
            for index in secrets.indices { secrets[index].shorten(to: revokedAt) }
        default: break
        }
        if let prefix = event["prefix"]?.string {
            secrets.append(FoldedSecret(prefix: prefix, end: Self.instant("expiresAt", in: event)))
        }
    }

    /// The secret so far holds for the overlap, older ones no longer.
    private mutating func rotate(_ event: JSONValue) {
        guard let older = Self.instant("olderEndedAt", in: event) else {
            // An older program wrote the end of the overlap alone, to the second.
            let until = event["overlapUntil"]?.string.flatMap { Instant(iso8601: $0) }
            for index in secrets.indices {
                secrets[index].shorten(to: nil)
                if let until { secrets[index].shorten(to: until.adding(milliseconds: 999)) }
            }
            return
        }
        for index in secrets.indices where secrets[index].prefix != event["formerPrefix"]?.string {
            secrets[index].shorten(to: older)
        }
        guard let former = secrets.firstIndex(where: { $0.prefix == event["formerPrefix"]?.string }) else { return }
        secrets[former].end = Self.instant("formerExpiresAt", in: event)
    }

    /// An instant of machine time, which is written in milliseconds since 1970 UTC; nil where there is none.
    private static func instant(_ member: String, in event: JSONValue) -> Instant? {
        event[member]?.string.flatMap { Int64($0) }.map(Instant.init(milliseconds:))
    }

    func columnsThatDiffer(in key: APIKey) -> [String] {
        let checks: [(String, Bool)] = [
            ("scopes", scopes == key.scopes.sorted().map(\.rawValue).joined(separator: " ")),
            ("role", role == key.role?.rawValue ?? ""),
            ("place", place == key.place?.description ?? ""),
            ("gateway", gateway == key.gateway ?? ""),
            ("version", key.version == 1 + changes),
            ("revokedAt", isRevoked == (key.revokedAt != nil) && (revokedAt == nil || revokedAt == key.revokedAt)),
        ]
        return checks.filter { !$0.1 }.map(\.0)
    }
}

/// What the events say of the end of a secret.
private struct FoldedSecret {
    let prefix: String
    /// When it ends; nil where an older program did not write it down.
    var end: Instant?
    /// When it ends at the latest; nil where nothing says so.
    private(set) var latest: Instant?

    init(prefix: String, end: Instant?) {
        self.prefix = prefix
        self.end = end
    }

    /// Lets it end at an instant if it would last longer; nil for one that was not written down.
    mutating func shorten(to instant: Instant?) {
        guard let instant else {
            end = nil
            return
        }
        end = end.map { min($0, instant) }
        latest = min(latest ?? instant, instant)
    }

    /// Whether its end may be the one that is stored.
    func allows(_ stored: Instant) -> Bool {
        if let end { return stored == end }
        return latest.map { stored <= $0 } ?? true
    }
}
