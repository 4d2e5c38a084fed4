import DossierEngine
import Hummingbird

/// The systems that are told of texts and notices (webhook), as staff see them.
struct WebhookHarness: Sendable {
    private let webhooks: WebhookQueries

    init(webhooks: WebhookQueries) { self.webhooks = webhooks }

    /// How far each subscription is.
    func list(_ call: HTTPCall) async throws -> Response {
        let found = try await webhooks.list(for: try call.staff().account)
        return Answer.json(capacity: 1024) { writer in
            writer.object { writer in
                writer.key("items")
                writer.array(of: found) { writer, item in
                    writer.object { writer in
                        writer.member("name", item.subscription.name)
                        writer.key("kinds")
                        writer.array(of: item.subscription.topics) { $0.value($1) }
                        writer.member("includesText", item.subscription.includesText)
                        writer.member("queued", item.counts.queued)
                        writer.member("dead", item.counts.dead)
                        writer.member("lastError", item.counts.lastError)
                    }
                }
            }
        }
    }

    /// Has what was given up tried again.
    func retry(_ call: HTTPCall) async throws -> Response {
        let count = try await webhooks.retry(call.parameter("name"), by: try call.staff().account)
        return Answer.json(capacity: 64) { writer in
            writer.object { $0.member("queued", count) }
        }
    }
}
