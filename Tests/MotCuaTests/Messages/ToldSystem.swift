import DossierEngine
import Synchronization

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
