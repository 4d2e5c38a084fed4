import SMPP
import SMPPTestSupport
import Synchronization
import Testing

/// What a client told.
final class ClientNotes: Sendable {
    private let lines = Mutex<[String]>([])
    private let messages = Mutex<[ShortMessage]>([])
    private let late = Mutex<[SubmissionID]>([])

    var log: [String] { lines.withLock { $0 } }
    var delivered: [ShortMessage] { messages.withLock { $0 } }
    var answeredLate: [SubmissionID] { late.withLock { $0 } }

    func handlers(
        _ decide: @escaping @Sendable (ShortMessage) async -> SMPPDeliveryDecision
    ) -> SMPPClientHandlers {
        SMPPClientHandlers(
            delivered: { message in
                self.messages.withLock { $0.append(message) }
                return await decide(message)
            },
            answeredLate: { id, _ in self.late.withLock { $0.append(id) } },
            log: { line in self.lines.withLock { $0.append(line) } }
        )
    }
}

/// The password of every client here, to be found nowhere.
let clientPassword = "bi-mat-9"

/// Settings with short waits before the next connection.
func clientSettings(
    port: Int,
    security: SMPPSecurity = .none,
    _ adjust: (inout SMPPSessionSettings) -> Void = { _ in }
) throws -> SMPPClientSettings {
    var session = try SMPPSessionSettings(bind: BindRequest(systemID: "motcua", password: clientPassword))
    session.submitsPerSecond = 10_000
    session.burst = 1000
    // Far longer than the SMSC of a test takes on any machine; tests of the bounds set their own.
    session.bindTimeoutMilliseconds = 600_000
    session.submitTimeoutMilliseconds = 600_000
    session.enquireTimeoutMilliseconds = 600_000
    adjust(&session)
    var settings = SMPPClientSettings(host: "127.0.0.1", port: port, security: security, session: session)
    // Long beside the pauses of a busy machine; tests of the wait set their own.
    settings.waitForTurnMilliseconds = 30_000
    settings.backoff = ReconnectBackoff(firstMilliseconds: 20, longestMilliseconds: 40)
    return settings
}

/// Starts a client, runs `body` and shuts the client down.
func withClient<Value>(
    _ settings: SMPPClientSettings,
    notes: ClientNotes = ClientNotes(),
    decide: @escaping @Sendable (ShortMessage) async -> SMPPDeliveryDecision = { _ in .kept },
    _ body: (SMPPClient) async throws -> Value
) async throws -> Value {
    let client = try SMPPClient(settings: settings, handlers: notes.handlers(decide))
    client.start()
    do {
        let value = try await body(client)
        await client.shutDown()
        return value
    } catch {
        await client.shutDown()
        throw error
    }
}

extension SMPPClient {
    func untilBound() async throws {
        try await until("bound") { await condition.state == .bound }
    }

    /// Submits a text under a reference.
    func submit(_ reference: Int64) async -> SMPPSubmitAnswer {
        await submit(Known.message(), id: SubmissionID(reference: reference))
    }

    /// Submits a text under a reference, and anew after it has waited half a minute in vain for its turn.
    ///
    /// That is the longest that it may wait, and a busy machine may take that long by itself; one that is turned away
    /// sooner stays so.
    func submitPatiently(_ reference: Int64) async -> SMPPSubmitAnswer {
        while true {
            let start = ContinuousClock.now
            let answer = await submit(reference)
            switch answer {
            case .notTaken(.windowFull), .notTaken(.rateLimited):
                if ContinuousClock.now - start < .seconds(29) { return answer }
            default: return answer
            }
        }
    }
}
