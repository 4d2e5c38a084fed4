import DossierDomain
public import DossierEngine
import WorkingCalendar

/// All that is kept on one person as one JSON document (bản trích xuất dữ liệu cá nhân).
///
/// Its parts have the shapes of the REST interface. Source: `Schema/export/person.schema.json`.
public struct PersonExportText: Sendable {
    /// The version of the form.
    static let formVersion = 2

    private let rules: Rules

    /// Creates the text.
    public init(rules: Rules) { self.rules = rules }

    /// The document.
    public func json(_ export: PersonExport) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096 + export.dossiers.count * 8192)
        writer.object { writer in
            writer.member("form", "motcua-person-export")
            writer.member("formVersion", Self.formVersion)
            writer.member("madeAt", export.madeAt.iso8601)
            writer.member("organisation", rules.organisation.name)
            writer.member("wantsNoTexts", export.wantsNoTexts)
            writer.key("dossiers")
            writer.array(of: export.dossiers) { write($1, asOf: export.madeAt, to: &$0) }
            writer.key("inquiries")
            writer.array(of: export.inquiries) { Self.write($1, to: &$0) }
        }
        return writer.bytes
    }

    private func write(_ exported: ExportedDossier, asOf now: Instant, to writer: inout JSONWriter) {
        let text = DossierText(rules: rules, now: exported.until ?? now)
        let history = HistoryText(regime: exported.regime)
        let readings = ReadingText(organisation: rules.organisation)
        writer.object { writer in
            writer.member("capacity", exported.capacity.rawValue)
            writer.member("until", exported.until?.iso8601)
            writer.key("dossier")
            writer.object { text.writeMembers(of: exported.file, to: &$0) }
            writer.member("lookupPIN", exported.pin)
            writer.key("earlierSheets")
            writer.array(of: exported.earlierSheets) { writer, earlier in
                writer.object { writer in
                    writer.member("until", earlier.until.iso8601)
                    SheetText.write(earlier.sheet, to: &writer)
                }
            }
            writer.key("history")
            writer.array(of: exported.history) { history.write($1, to: &$0) }
            writer.key("messages")
            writer.array(of: exported.messages) { writer, message in
                writer.object { writer in
                    MessageText.writeMembers(of: message.entry, to: &writer)
                    writer.member("text", message.text)
                }
            }
            writer.key("notices")
            writer.array(of: exported.notices) { Self.write($1, to: &$0) }
            writer.key("readings")
            writer.array(of: exported.readings) { readings.write($1, to: &$0) }
        }
    }

    private static func write(_ entry: NoticeEntry, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("at", entry.notice.at.iso8601)
            writer.member("recipient", entry.notice.recipient)
            writer.member("text", entry.text)
        }
    }

    private static func write(_ inquiry: ExportedInquiry, to writer: inout JSONWriter) {
        let draft = inquiry.draft
        writer.object { writer in
            writer.member("at", draft.at.iso8601)
            writer.member("gateway", draft.gateway)
            writer.member("answer", draft.answer?.rawValue)
            writer.member("dossierCode", inquiry.code?.text)
            writer.member("trusted", draft.isTrusted)
        }
    }
}
