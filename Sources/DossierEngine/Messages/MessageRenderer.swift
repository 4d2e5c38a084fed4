import DossierDomain
import SMSText
import WorkingCalendar

/// Writes the text of an outbox row (soạn tin nhắn) from what the vault says at the moment of sending.
struct MessageRenderer: Sendable {
    private let rules: Rules

    init(rules: Rules) { self.rules = rules }

    /// A text with its receiver.
    struct Rendered: Sendable {
        let to: PhoneNumber
        /// The words without accents.
        let plain: String
        /// The words with accents, as long as they are.
        let accented: String
        fileprivate let template: NotificationText
        fileprivate let values: [String: String]

        /// The words as a gateway takes them, in its alphabet and shortened to its budget.
        func words(for gateway: any SMSGateway) -> String {
            // The words without accents were proved, so that they are there in any case.
            let words = try? template.filled(
                values,
                accented: gateway.sendsAccents,
                maximumSegments: gateway.maximumSegments
            )
            return words ?? plain
        }
    }

    /// Renders a message, whether it is wanted or not; nil if there is nobody to send it to any more.
    ///
    /// - Parameters:
    ///   - draft: The message.
    ///   - sheet: The applicant's data whose number it went to; nil for those of the present.
    ///   - snapshot: The store as of one moment.
    /// - Returns: The text with its receiver.
    /// - Throws: ``StoreError``, ``StoredFormDefect``, `SMSTemplateError` if a template cannot hold what it must.
    func render(
        _ draft: OutboxDraft,
        to sheet: VaultReference? = nil,
        in snapshot: any StoreSnapshot
    ) throws -> Rendered? {
        guard let stored = try snapshot.dossier(draft.dossier) else { return nil }
        return try render(draft, of: DossierCodec.decode(stored.state), to: sheet, in: snapshot)
    }

    /// Renders a message of a dossier that was read already; else as ``render(_:to:in:)``.
    func render(
        _ draft: OutboxDraft,
        of dossier: Dossier,
        to sheet: VaultReference? = nil,
        in snapshot: any StoreSnapshot
    ) throws -> Rendered? {
        guard let phone = try Vault.sheet(sheet ?? dossier.applicant, in: snapshot)?.mobile,
            let text = rules.texts[draft.kind]
        else { return nil }
        let values = try values(for: draft, dossier: dossier, in: snapshot)
        return Rendered(
            to: phone,
            plain: try text.filled(values, accented: false),
            accented: try text.filled(values, accented: true),
            template: text,
            values: values
        )
    }

    /// The values of a text, by placeholder.
    func values(
        for draft: OutboxDraft,
        dossier: Dossier,
        in snapshot: any StoreSnapshot
    ) throws -> [String: String] {
        let texts = try Vault.texts(draft.quotes, in: snapshot)
        var values = [
            "code": dossier.code.text,
            "sender": rules.organisation.shortName,
            "desk": Self.deliverable(rules.organisation.displayName(of: deskPlace(of: dossier))),
            "reason": Self.deliverable(texts?.reason ?? ""),
            "items": Self.deliverable(texts.map { $0.items.joined(separator: "; ") } ?? ""),
            "amount": Self.amount(draft.amountInDong),
        ]
        if let due = draft.dueAt { values["due"] = Self.written(due) }
        return values
    }

    /// The desk that hands the result over.
    private func deskPlace(of dossier: Dossier) -> UnitPlace { dossier.steps.last?.place ?? dossier.receivingDesk }

    /// A text without the characters that carriers filter, written so that it still reads.
    ///
    /// Source: domain.md §5.1 (`% # & [ ] { } \\ < @`).
    static func deliverable(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += " và "
            case "[", "{", "<": result.append("(")
            case "]", "}", ">": result.append(")")
            case "%": result += " phần trăm"
            case "#", "@", "\\", "\n": result.append(" ")
            default: result.append(character)
            }
        }
        return VietnameseText.tidied(result)
    }

    /// An instant as texts write it, for example `10:20 10/01/2022`.
    static func written(_ instant: Instant) -> String {
        let local = LocalDateTime(instant)
        let date = [padded(local.date.day), padded(local.date.month), String(local.date.year)].joined(separator: "/")
        let seconds = local.time.secondsSinceMidnight
        return padded(seconds / 3600) + ":" + padded(seconds / 60 % 60) + " " + date
    }

    /// An amount as texts write it, for example `1.250.000 đ`; words where no amount was named.
    static func amount(_ dong: Int64?) -> String {
        guard let dong else { return "theo thông báo" }
        var groups: [String] = []
        var rest = dong
        while rest >= 1000 {
            let group = String(rest % 1000)
            groups.append(String(repeating: "0", count: 3 - group.count) + group)
            rest /= 1000
        }
        groups.append(String(rest))
        return groups.reversed().joined(separator: ".") + " đ"
    }

    private static func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
