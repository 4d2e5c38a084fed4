import DossierDomain
import DossierEngine
import WorkingCalendar

/// A posting (điều động) in JSON.
enum PostingText {
    /// Writes a posting.
    static func write(_ posting: Posting, at now: Instant, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", posting.id.number)
            writer.member("kind", posting.kind.rawValue)
            PlaceText.writeMembers(of: posting.place, to: &writer)
            writer.member("from", posting.from.iso8601)
            writer.member("until", posting.until.iso8601)
            writer.member("endedAt", posting.endedAt?.iso8601)
            writer.member("state", posting.state(at: now).rawValue)
        }
    }
}
