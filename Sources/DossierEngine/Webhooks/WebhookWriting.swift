import DossierDomain
import SMSText
import WorkingCalendar

/// Writes what a system is told (soạn nội dung webhook): of a text from what the vault says at the moment of telling,
/// of a notice from what it told staff, but for who they are.
struct WebhookWriting: Sendable {
    private let rules: Rules
    private let renderer: MessageRenderer
    /// The word that ids begin with.
    private let installation: String

    init(rules: Rules, installation: String) {
        self.rules = rules
        self.installation = installation
        renderer = MessageRenderer(rules: rules)
    }

    /// A notification before it is signed.
    struct News: Sendable {
        let id: String
        let body: [UInt8]

        /// The notification with its fields.
        ///
        /// Source: Standard Webhooks, "Webhook headers".
        func signed(by key: WebhookKey, at timestamp: Int64) -> WebhookPost {
            WebhookPost(
                fields: [
                    ("webhook-id", id), ("webhook-timestamp", String(timestamp)),
                    ("webhook-signature", key.signature(id: id, timestamp: timestamp, body: body)),
                    ("content-type", "application/json"),
                ],
                body: body
            )
        }
    }

    /// What is to be done with a delivery.
    enum Step: Sendable {
        /// It is told.
        case tell(News)
        /// There is nothing to tell any more.
        case nothing
        /// It cannot be written, and must not hold up the others.
        case unwritable
    }

    /// Decides what is to be done with a delivery.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read for the moment.
    func step(
        of delivery: WebhookDelivery,
        for subscription: WebhookSubscription,
        in snapshot: any StoreSnapshot
    ) throws -> Step {
        do {
            return try news(of: delivery, for: subscription, in: snapshot).map(Step.tell) ?? .nothing
        } catch let error as StoreError where error.concernsAll {
            throw error
        } catch {
            return .unwritable
        }
    }

    /// What is told; nil if there is nothing to tell any more.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect``, `SMSTemplateError`.
    private func news(
        of delivery: WebhookDelivery,
        for subscription: WebhookSubscription,
        in snapshot: any StoreSnapshot
    ) throws -> News? {
        switch delivery.cause {
        case .text(let number): try text(number, for: subscription, in: snapshot)
        case .notice(let number): try notice(number, for: subscription, in: snapshot)
        }
    }

    /// What is told of a text; nil if the dossier or its vault entry is gone, or texts are wanted no more, by its
    /// applicant or by the number, and the system would send one.
    private func text(
        _ number: Int64,
        for subscription: WebhookSubscription,
        in snapshot: any StoreSnapshot
    ) throws -> News? {
        guard let message = try snapshot.message(number),
            let dossier = try snapshot.dossier(message.draft.dossier)?.dossier()
        else { return nil }
        var rendered: MessageRenderer.Rendered?
        if subscription.includesText {
            guard dossier.notifiesBySMS, let text = try renderer.render(message.draft, of: dossier, in: snapshot),
                try snapshot.phoneHash(of: text.to).map(snapshot.hasOptedOut) != true
            else { return nil }
            rendered = text
        }
        return News(
            id: "\(installation)-\(message.number)",
            body: Self.body(of: message, code: dossier.code, rendered: rendered)
        )
    }

    /// What is told of a rung by the number of the first of its notices; nil if the dossier is gone, or the system
    /// wants none of this kind.
    private func notice(
        _ number: Int64,
        for subscription: WebhookSubscription,
        in snapshot: any StoreSnapshot
    ) throws -> News? {
        guard let notice = try snapshot.notice(number), let rung = Rung(storedName: notice.rung),
            let dossier = try notice.dossier.flatMap({ try snapshot.dossier($0)?.dossier() })
        else { return nil }
        let ladder = try rules.legibleLadder(of: dossier.registration.procedure, under: dossier.registration.regime)
        let kind = NoticeKind(rung, demandsApology: Prescribed(rung, in: ladder)?.demandsApology ?? false)
        guard subscription.notices.contains(kind) else { return nil }
        return News(
            // Texts have numbers of their own.
            id: "\(installation)-notice-\(number)",
            body: try Self.body(of: notice, number, kind: kind, rung: rung, code: dossier.code)
        )
    }

    private static func body(
        of message: OutboxMessage,
        code: DossierCode,
        rendered: MessageRenderer.Rendered?
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.member("type", "dossier." + message.draft.kind.rawValue)
            writer.member("timestamp", message.draft.createdAt.iso8601)
            writer.key("data")
            writer.object { writer in
                writer.member("message", message.number)
                writer.member("code", code.text)
                writer.member("dueAt", message.draft.dueAt?.iso8601)
                writer.member("amountInDong", message.draft.amountInDong)
                if let rendered {
                    writer.member("to", rendered.to.e164)
                    writer.member("text", rendered.plain)
                    writer.member("accentedText", rendered.accented)
                }
            }
        }
        return writer.bytes
    }

    /// The officers whom a notice names are left out.
    private static func body(
        of notice: Notice,
        _ number: Int64,
        kind: NoticeKind,
        rung: Rung,
        code: DossierCode
    ) throws -> [UInt8] {
        let facts = try NoticeFacts(stored: notice.facts)
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.member("type", kind.topic)
            writer.member("timestamp", notice.at.iso8601)
            writer.key("data")
            writer.object { writer in
                writer.member("notice", number)
                writer.member("code", code.text)
                writer.member("rung", rung.warning?.rawValue)
                writer.member("stepId", rung.step?.rawValue)
                writer.member("plannedAt", notice.plannedAt.iso8601)
                writer.member("dueAt", facts.dueAt?.iso8601)
                writer.member("proposedDueAt", facts.proposedDueAt?.iso8601)
                writer.key("holders")
                writer.array(of: facts.holders) { writer, holder in
                    writer.object { writer in
                        writer.member("unit", holder.place.unit.rawValue)
                        writer.member("commune", holder.place.commune?.rawValue)
                        writer.member("stepId", holder.step.rawValue)
                        writer.member("since", holder.since?.iso8601)
                    }
                }
            }
        }
        return writer.bytes
    }
}
