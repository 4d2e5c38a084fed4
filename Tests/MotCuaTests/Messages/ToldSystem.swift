import DossierEngine
import Logging
import Synchronization

@testable import motcua

/// A system that is told of texts and notices: it answers as it is told, and then takes everything.
final class ToldSystem: WebhookEndpoint {
    private let state: Mutex<(answers: [WebhookAnswer], posts: [WebhookPost])>

    init(_ answers: [WebhookAnswer] = []) { state = Mutex((answers, [])) }

    var posts: [WebhookPost] { state.withLock { $0.posts } }

    func post(_ post: WebhookPost) async -> WebhookAnswer {
        state.withLock { state in
            state.posts.append(post)
            return state.answers.isEmpty ? .taken : state.answers.removeFirst()
        }
    }
}

extension OneStop {
    /// What tells other systems of this service, by a machine's clock that the test moves.
    func webhookRelay(
        _ machine: MovableClock,
        _ subscriptions: [WebhookSubscription],
        store: (any DossierStore)? = nil
    ) -> WebhookRelay {
        let workplace = server.workplace
        return WebhookRelay(
            store: store ?? workplace.store,
            subscriptions: subscriptions,
            rules: workplace.rules,
            installation: "motcua-1",
            machineClock: machine,
            pace: SystemPace(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}
