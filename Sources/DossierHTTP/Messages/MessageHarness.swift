import DossierEngine
import HTTPTypes
import Hummingbird

/// The texts to applicants (tin nhắn), as staff see them.
struct MessageHarness: Sendable {
    private let messages: MessageQueries
    /// The longest name of a gateway, in characters.
    private static let longestGatewayName = 100

    private let gateways: [GatewayRoute]
    private let maximumPageLength: Int

    init(_ dependencies: APIDependencies) {
        messages = dependencies.messages
        gateways = dependencies.gateways
        maximumPageLength = dependencies.limits.pageLength
    }

    /// A page of all texts.
    func list(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        var query = QueryReader(call.request, known: PageRequest.parameters.union(["state", "gateway"]))
        let page = PageRequest(&query, maximum: maximumPageLength)
        let state = query.text("state").map(MessageState.init(rawValue:))
        if state == .some(nil) { query.refuse("state", .invalidValue) }
        let gateway = query.text("gateway")
        if let gateway, gateway.count > Self.longestGatewayName { query.refuse("gateway", .tooLong) }
        let filter = MessageFilter(state: state ?? nil, gateway: gateway)
        try query.finish()
        let found = try await messages.messages(
            filter,
            before: try page.number(of: .messages),
            limit: page.limit,
            for: staff.account
        )
        return Self.answer(found)
    }

    /// A page of one dossier's texts.
    func list(ofDossier call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let page = try PageRequest(of: call.request, maximum: maximumPageLength)
        let found = try await messages.messages(
            of: try call.dossierCode(),
            before: try page.number(of: .messages),
            limit: page.limit,
            for: staff.account
        )
        return Self.answer(found)
    }

    /// Has the news of a text sent again.
    func resend(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        guard let number = Int64(call.parameter("id")) else { throw RequestRefusal.messageNotFound }
        let key = try IdempotencyField.read(call.request, body: [])
        let new = try await messages.resend(number, by: staff.account, idempotency: key)
        var response = Answer.json(.created, capacity: 512) { MessageText.write(new.entry, to: &$0) }
        response.noteReplay(new.isReplay)
        return response
    }

    /// How the gateways are, and how many texts wait.
    func gateways(_ call: HTTPCall) async throws -> Response {
        let queued = try await messages.queuedCount(for: try call.staff().account)
        let found = await gateways.conditions()
        return Answer.json(capacity: 1024) { writer in
            writer.object { writer in
                writer.member("queued", Int64(queued))
                writer.key("items")
                writer.array(of: found) { MessageText.write($1.route, $1.condition, to: &$0) }
            }
        }
    }

    private static func answer(_ found: (entries: [MessageEntry], next: Int64?)) -> Response {
        Answer.page(of: found.entries, next: found.next.map { PageCursor(.messages, numbers: [$0]) }) {
            MessageText.write($1, to: &$0)
        }
    }
}
