import DossierDomain
import WorkingCalendar

/// The check of keys of other systems (kiểm tra khóa API) against the fold of their events.
///
/// Neither a key's name nor its secrets stand in the history, only the part of each secret that is shown.
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
        var last: KeyID?
        while true {
            let page = try inspection.apiKeys(after: last, limit: Self.pageSize)
            for key in page {
                last = key.id
                try check(key, rest.removeValue(forKey: key.id.number), in: inspection, tell)
            }
            if page.count < Self.pageSize { break }
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
        let secrets = try inspection.apiKeySecrets(of: key.id, limit: folded.prefixes.count + 1)
        if secrets.map(\.prefix).sorted() != folded.prefixes.sorted() {
            tell("\(label): its secrets are not those that its events name")
        }
        if let end = key.revokedAt, secrets.contains(where: { $0.expiresAt > end }) {
            tell("\(label): it was taken back and has a secret that holds on")
        }
    }
}

/// What the events say of a key.
private struct FoldedKey {
    var timesMade = 0
    var prefixes: [String] = []
    private var scopes: String?
    private var role: String?
    private var place: String?
    private var gateway: String?
    private var isRevoked = false
    private var changes = 0

    mutating func take(_ type: String, _ event: JSONValue) {
        if let prefix = event["prefix"]?.string { prefixes.append(prefix) }
        switch type {
        case "keyCreated":
            timesMade += 1
            scopes = event["scopes"]?.string
            role = event["role"]?.string
            place = event["place"]?.string
            gateway = event["gateway"]?.string
        case "keyRotated": changes += 1
        case "keyRevoked":
            changes += 1
            isRevoked = true
        default: break
        }
    }

    func columnsThatDiffer(in key: APIKey) -> [String] {
        let checks: [(String, Bool)] = [
            ("scopes", scopes == key.scopes.sorted().map(\.rawValue).joined(separator: " ")),
            ("role", role == key.role?.rawValue ?? ""),
            ("place", place == key.place?.description ?? ""),
            ("gateway", gateway == key.gateway ?? ""),
            ("version", key.version == 1 + changes),
            ("revokedAt", isRevoked == (key.revokedAt != nil)),
        ]
        return checks.filter { !$0.1 }.map(\.0)
    }
}
