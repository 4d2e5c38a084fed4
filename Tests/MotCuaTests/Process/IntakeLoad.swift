import Synchronization
import Testing

/// Clerks who register dossiers one after the other, and the codes they were given.
final class IntakeLoad: Sendable {
    private struct State {
        var codes: [String] = []
        var others: [String] = []
    }

    private let state = Mutex(State())
    private let onAcknowledged: @Sendable (_ count: Int) -> Void

    /// - Parameter onAcknowledged: Told how many dossiers were answered with 201 so far, after each.
    init(onAcknowledged: @escaping @Sendable (_ count: Int) -> Void = { _ in }) {
        self.onAcknowledged = onAcknowledged
    }

    /// The codes that were acknowledged.
    var codes: [String] { state.withLock { $0.codes } }

    /// Every other answer.
    var otherAnswers: [String] { state.withLock { $0.others } }

    /// Registers dossiers until the connection breaks.
    func register(on server: RunningServer, token: String, name: String) async {
        for number in 0..<10_000 {
            let body = Forms.intake("1.001612", name: "Trần Thị Bình \(name)-\(number)")
            guard let answer = await server.send("POST", "/api/v1/dossiers", json: body, token: token) else { return }
            guard answer.status == 201, let code = answer.string("code") else {
                state.withLock { $0.others.append(answer.text) }
                continue
            }
            let count = state.withLock { state in
                state.codes.append(code)
                return state.codes.count
            }
            onAcknowledged(count)
        }
    }

    /// Looks every acknowledged dossier up.
    func expectAllFound(on server: RunningServer) async throws {
        for code in codes {
            let answer = try #require(await server.send("GET", "/api/v1/status/\(code)"))
            #expect(answer.status == 200, "\(code) was acknowledged and is lost")
        }
    }
}
