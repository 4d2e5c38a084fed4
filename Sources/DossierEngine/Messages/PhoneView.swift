import DossierDomain
public import SMSText
public import WorkingCalendar

/// A text as a phone received it (tin nhắn trên điện thoại), for training rooms.
public struct ReceivedText: Sendable {
    /// The phone.
    public let to: PhoneNumber
    /// The text.
    public let text: String
    /// When the gateway took it.
    public let at: Instant
}

/// Shows what phones received in a demo; texts are rendered again, never stored.
public struct PhoneView: Sendable {
    /// How many texts are shown at most: the latest ones.
    static let maximumTexts = 2_000
    private static let pageSize = 200

    private let store: any DossierStore
    private let renderer: MessageRenderer
    private let sendsAccents: Bool

    /// Creates the view.
    public init(store: any DossierStore, rules: Rules) {
        self.store = store
        renderer = MessageRenderer(rules: rules)
        sendsAccents = rules.sendsAccents
    }

    /// The texts that phones received, oldest first.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect``.
    public func texts() async throws -> [ReceivedText] {
        try await store.read { [renderer, sendsAccents] snapshot in
            var texts: [ReceivedText] = []
            var last: Int64 = 0
            while true {
                let page = try snapshot.acceptedMessages(after: last, limit: Self.pageSize)
                for message in page {
                    last = message.number
                    let sheet = try Self.receiver(of: message, in: snapshot)
                    guard let at = message.sentAt,
                        let rendered = try renderer.render(message.draft, to: sheet, in: snapshot)
                    else { continue }
                    let text = sendsAccents ? rendered.accented : rendered.plain
                    texts.append(ReceivedText(to: rendered.to, text: text, at: at))
                }
                if page.count < Self.pageSize { break }
                texts.removeFirst(max(0, texts.count - Self.maximumTexts))
            }
            return texts
        }
    }

    /// The applicant's data whose number a text went to, though they were corrected since; nil for those of the
    /// present.
    private static func receiver(of message: OutboxMessage, in snapshot: any StoreSnapshot) throws -> VaultReference? {
        guard let stored = try snapshot.dossier(message.draft.dossier) else { return nil }
        let dossier = try DossierCodec.decode(stored.state)
        let sheets = try EventHistory.sheets(of: dossier, in: snapshot)
        guard sheets.count > 1 else { return nil }
        return try sheets.last { sheet in
            guard let phone = try Vault.sheet(sheet, in: snapshot)?.mobile,
                let receiver = try snapshot.phoneHash(of: phone)
            else { return false }
            return try snapshot.wasSent(message.number, to: receiver)
        }
    }
}
