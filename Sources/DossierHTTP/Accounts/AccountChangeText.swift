import DossierDomain
public import DossierEngine
import WorkingCalendar

/// One change of an account (một dòng lịch sử tài khoản) in JSON, with its hash.
public enum AccountChangeText {
    /// Writes a change as one line, for a list of them that has no end.
    public static func json(_ change: AccountChange) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        write(change, to: &writer)
        return writer.bytes
    }

    /// Writes a change.
    static func write(_ change: AccountChange, to writer: inout JSONWriter) {
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
        case "role": writer.member("role", text)
        case "place": PlaceText.writeMembers(of: text.isEmpty ? nil : UnitPlace(text: text), to: &writer)
        case "mustChangePassword": writer.member("mustChangePassword", text == "true")
        case "reason": writer.member("reason", text)
        case "posting": writer.member("posting", Int64(text))
        case "kind": writer.member("kind", text)
        case "from": writer.member("from", text)
        case "until": writer.member("until", text)
        // Where all were ended there is a word, and no number is told.
        case "session": writer.member("session", Int64(text))
        default: break
        }
    }
}
