import DossierDomain
import SMSText
import WorkingCalendar

/// Writes what a system is told (soạn nội dung webhook), from what the vault says at the moment of telling.
struct WebhookWriting: Sendable {
    let renderer: MessageRenderer
    /// The word that ids begin with.
    let installation: String

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

    /// What is told; nil if there is nothing to tell any more: the dossier or its vault entry is gone, or texts are
    /// wanted no more, by its applicant or by the number, and the system would send one.
    ///
    /// - Throws: ``StoreError``, ``StoredFormDefect``, `SMSTemplateError`.
    private func news(
        of delivery: WebhookDelivery,
        for subscription: WebhookSubscription,
        in snapshot: any StoreSnapshot
    ) throws -> News? {
        guard let message = try snapshot.message(delivery.message),
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
}
