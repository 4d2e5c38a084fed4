import DossierDomain
import DossierEngine
import WorkingCalendar

/// A notice (thông báo) as its reader sees it.
struct NoticeText: Sendable {
    private let rules: Rules

    init(rules: Rules) { self.rules = rules }

    /// Writes a notice.
    func write(_ entry: NoticeEntry, to writer: inout JSONWriter) {
        let notice = entry.notice
        writer.object { writer in
            writer.member("id", notice.number)
            writer.member("at", notice.at.iso8601)
            writer.member("plannedAt", notice.plannedAt.iso8601)
            writer.member("lateSeconds", notice.at.wholeSeconds - notice.plannedAt.wholeSeconds)
            writer.member("kind", Self.kind(of: entry))
            writer.member("rung", entry.rung?.warning?.rawValue)
            writer.member("dossierCode", entry.code?.text)
            writer.member("commune", entry.commune?.rawValue)
            writer.member("stepId", entry.rung?.step?.rawValue)
            writer.member("dueAt", entry.facts.dueAt?.iso8601)
            writer.member("text", entry.text)
            writer.member("read", entry.isRead)
            writer.key("apology")
            if entry.demandsApology { writeApology(of: entry, to: &writer) } else { writer.null() }
            if let count = entry.facts.count {
                writer.member("count", count)
                writer.key("dossierCodes")
                writer.array(of: entry.facts.codes) { $0.value($1) }
            }
        }
    }

    private func writeApology(of entry: NoticeEntry, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("draft", entry.apologyDraft)
            writer.member("proposedDueAt", entry.facts.proposedDueAt?.iso8601)
            writer.key("holders")
            writer.array(of: entry.facts.holders) { writer, holder in
                writer.object { writer in
                    writer.member("unit", holder.place.unit.rawValue)
                    writer.member("unitName", rules.organisation.displayName(of: holder.place))
                    writer.member("stepId", holder.step.rawValue)
                    writer.member("since", holder.since?.iso8601)
                    writer.member("assignee", holder.assignee.flatMap { entry.usernames[$0] })
                }
            }
        }
    }

    private static func kind(of entry: NoticeEntry) -> String {
        guard let rung = entry.rung else { return entry.notice.rung }
        return NoticeKind(rung, demandsApology: entry.demandsApology).rawValue
    }
}
