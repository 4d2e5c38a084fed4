import DossierDomain
import DossierEngine
import Hummingbird

/// Lets whoever asks for a dossier by its code pay for it (tra cứu có hạn mức), whatever of it he asks for.
///
/// All that a PIN opens passes here: else whoever tries one PIN at every code would only need the way that costs
/// nothing, since the waits for wrong PINs belong to one code each.
struct PaidLookup: Sendable {
    private let gate: LookupGate
    private let sessions: SessionHarness

    init(gate: LookupGate, sessions: SessionHarness) {
        self.gate = gate
        self.sessions = sessions
    }

    /// Answers with what is found, after the look-up is paid for; an unknown code and a wrong PIN cost more.
    ///
    /// - Parameters:
    ///   - call: The request, whose path names the code. What cannot be a code is answered like an unknown one.
    ///   - find: Finds the answer; it throws ``RequestRefusal/statusNotFound`` where there is none.
    /// - Returns: The answer, which tells what is left of the budget.
    /// - Throws: ``RequestRefusal/tooManyLookups(retryAfterSeconds:)``; ``Problem`` where nothing was found; as `find`.
    func answer(_ call: HTTPCall, _ find: (DossierCode) async throws -> Response) async throws -> Response {
        let standing = try await pay(for: call)
        do {
            guard let code = DossierCode(call.parameter("code")) else { throw RequestRefusal.statusNotFound }
            var response = try await find(code)
            if let standing { response.headers.append(contentsOf: standing.fields) }
            return response
        } catch RequestRefusal.statusNotFound {
            throw Problem(.statusNotFound, standing: gate.noteUnknown(call.origin.network))
        }
    }

    /// Pays for a look-up; whoever is signed in needs no budget.
    private func pay(for call: HTTPCall) async throws -> LookupLimiter.Standing? {
        do throws(RequestRefusal) {
            return try gate.pay(call.origin.network)
        } catch {
            if await sessions.knows(call.request, from: call.origin.key) { return nil }
            throw error
        }
    }
}
