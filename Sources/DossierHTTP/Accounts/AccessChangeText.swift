import DossierDomain
public import DossierEngine
import WorkingCalendar

/// One change of an account or a key (một dòng lịch sử tài khoản, khóa API) in JSON, with its hash.
public enum AccessChangeText {
    /// Writes a change as one line, for a list of them that has no end.
    public static func json(_ change: AccessChange) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        write(change, to: &writer)
        return writer.bytes
    }

    /// Writes a change.
    static func write(_ change: AccessChange, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("position", change.link.position)
            writer.member("at", change.at.iso8601)
            writer.key("by")
            writer.object { writer in
                writer.member("kind", change.by.kindName)
                writer.member("username", change.username)
            }
            writer.member("type", change.type)
            writer.key("details")
            writer.object { writer in
                for detail in change.details { write(detail.name, detail.text, to: &writer) }
            }
            writer.member("hash", change.hash.hexadecimal)
            writer.member("previousHash", change.link.previous.hexadecimal)
        }
    }

    private static func write(_ name: String, _ text: String, to writer: inout JSONWriter) {
        switch name {
        // A key of gateways has neither role nor unit, any other one no gateway.
        case "role": writer.member("role", text.isEmpty ? nil : text)
        case "gateway": writer.member("gateway", text.isEmpty ? nil : text)
        case "scopes":
            writer.key("scopes")
            writer.array(of: text.split(separator: " ")) { $0.value(String($1)) }
        case "place": PlaceText.writeMembers(of: place(text), to: &writer)
        case "formerRole": writer.member("formerRole", text)
        case "formerPlace":
            writer.member("formerUnit", place(text)?.unit.rawValue)
            writer.member("formerCommune", place(text)?.commune?.rawValue)
        case "mustChangePassword": writer.member("mustChangePassword", text == "true")
        case "reason": writer.member("reason", text)
        case "posting": writer.member("posting", Int64(text))
        case "kind": writer.member("kind", text)
        case "from": writer.member("from", text)
        case "until": writer.member("until", text)
        // Where all were ended there is a word, and no number is told.
        case "session": writer.member("session", Int64(text))
        case "prefix": writer.member("prefix", text)
        case "expiresAt": writer.member("expiresAt", text)
        case "formerPrefix": writer.member("formerPrefix", text)
        case "formerExpiresAt": writer.member("formerExpiresAt", text)
        case "overlapUntil": writer.member("overlapUntil", text)
        case "olderEndedAt": writer.member("olderEndedAt", text)
        case "revokedAt": writer.member("revokedAt", text)
        default: break
        }
    }

    /// A unit as events write it; nil for none.
    private static func place(_ text: String) -> UnitPlace? { text.isEmpty ? nil : UnitPlace(text: text) }
}
