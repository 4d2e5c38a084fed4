import DossierDomain
import DossierEngine
import Hummingbird

/// The public look-up (tra cứu hồ sơ), open to anyone.
struct StatusHarness: Sendable {
    private let statuses: StatusQueries
    private let gate: LookupGate
    private let sessions: SessionHarness

    init(statuses: StatusQueries, gate: LookupGate, sessions: SessionHarness) {
        self.statuses = statuses
        self.gate = gate
        self.sessions = sessions
    }

    /// Looks a dossier up by its code, and with the PIN for the applicant's own part.
    func status(_ call: HTTPCall) async throws -> Response {
        let network = AddressText.network(of: call.clientAddress)
        let standing = try await pay(network, for: call)
        do {
            var response = try await found(call)
            if let standing { response.headers.append(contentsOf: standing.fields) }
            return response
        } catch RequestRefusal.statusNotFound {
            throw Problem(.statusNotFound, standing: gate.noteUnknown(network))
        }
    }

    /// Pays for a look-up; whoever is signed in needs no budget.
    private func pay(_ network: String?, for call: HTTPCall) async throws -> LookupLimiter.Standing? {
        do throws(RequestRefusal) {
            return try gate.pay(network)
        } catch {
            if await sessions.knows(call.request, from: call.clientAddress) { return nil }
            throw error
        }
    }

    private func found(_ call: HTTPCall) async throws -> Response {
        // What cannot be a code is answered like an unknown one.
        guard let code = DossierCode(call.parameter("code")) else { throw RequestRefusal.statusNotFound }
        guard let pin = Self.pin(call.request) else {
            return Answer.bytes(try await statuses.status(of: code), type: Answer.json)
        }
        let status = try await statuses.status(of: code, pin: pin, from: call.clientAddress)
        return Answer.bytes(Self.body(of: status), type: Answer.json)
    }

    /// The PIN that was typed; an empty one counts as none.
    private static func pin(_ request: Request) -> String? {
        guard let typed = request.uri.queryParameters["pin"], !typed.isEmpty else { return nil }
        return String(typed)
    }

    /// Puts the applicant's own part between the public one and its last member.
    private static func body(of status: ApplicantStatus) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.member("applicantName", status.file.sheet?.applicant.name)
            writer.member("subject", status.file.sheet?.subject)
            writer.key("request")
            RequestText.write(status.file, to: &writer)
        }
        let own = writer.bytes.dropFirst().dropLast()
        return status.publicBody + [0x2C] + own + status.ending
    }
}
