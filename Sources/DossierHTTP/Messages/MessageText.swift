import DossierDomain
import DossierEngine
import WorkingCalendar

/// A text to an applicant (tin nhắn) in JSON, without its number and its words.
enum MessageText {
    /// Writes a gateway.
    static func write(_ route: GatewayRoute, _ condition: GatewayCondition, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", route.gateway.name)
            writer.member("state", condition.state.rawValue)
            writer.member("priority", Int64(route.priority))
            writer.member("share", Int64(route.share))
            writer.member("textsPerSecond", route.textsPerSecond.map(Int64.init))
            writer.member("reports", route.reports)
            writer.member("unanswered", Int64(condition.unanswered))
            writer.member("window", condition.window.map(Int64.init))
            writer.member("lastError", condition.lastError)
        }
    }

    /// Writes a text.
    static func write(_ entry: MessageEntry, to writer: inout JSONWriter) {
        writer.object { writeMembers(of: entry, to: &$0) }
    }

    /// Writes the members of a text into an object that is open.
    static func writeMembers(of entry: MessageEntry, to writer: inout JSONWriter) {
        let message = entry.message
        writer.member("id", message.number)
        writer.member("dossierCode", entry.code?.text)
        writer.member("kind", message.draft.kind.rawValue)
        writer.member("state", message.state.rawValue)
        writer.member("reason", message.reason)
        writer.member("resend", Int64(message.resend))
        writer.member("attempts", Int64(message.attempts))
        writer.member("gateway", message.gateway)
        writer.member("providerReference", message.providerReference)
        writer.member("createdAt", message.draft.createdAt.iso8601)
        writer.member("sentAt", message.sentAt?.iso8601)
        writer.member("reportedAt", message.reportedAt?.iso8601)
    }
}
