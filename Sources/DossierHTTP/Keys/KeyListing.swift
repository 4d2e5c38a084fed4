import DossierDomain
import DossierEngine
import WorkingCalendar

/// A key of another system (khóa API) in JSON, without its secret.
enum KeyListing {
    /// Writes a key.
    ///
    /// - Parameters:
    ///   - listed: The key with its latest secrets.
    ///   - text: The whole key, if it was just made; nil if not.
    ///   - writer: Where to.
    static func write(_ listed: KeyService.ListedKey, text: String? = nil, to writer: inout JSONWriter) {
        let key = listed.key
        writer.object { writer in
            writer.member("id", key.id.number)
            writer.member("name", key.name)
            writer.key("scopes")
            writer.array(of: key.scopes.sorted()) { $0.value($1.rawValue) }
            writer.member("role", key.role?.rawValue)
            PlaceText.writeMembers(of: key.place, to: &writer)
            writer.member("gateway", key.gateway)
            writer.member("createdAt", key.createdAt.iso8601)
            writer.member("revokedAt", key.revokedAt?.iso8601)
            writer.key("secrets")
            writer.array(of: listed.secrets) { writer, secret in
                writer.object { writer in
                    writer.member("prefix", secret.prefix)
                    writer.member("createdAt", secret.createdAt.iso8601)
                    writer.member("expiresAt", secret.expiresAt.iso8601)
                    writer.member("lastUsedAt", secret.lastUsedAt?.iso8601)
                }
            }
            if let text { writer.member("key", text) }
        }
    }
}
