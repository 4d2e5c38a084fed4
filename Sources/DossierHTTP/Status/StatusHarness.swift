import DossierDomain
import DossierEngine
import Hummingbird

/// The public look-up (tra cứu hồ sơ), open to anyone.
struct StatusHarness: Sendable {
    private let statuses: StatusQueries
    private let lookup: PaidLookup

    init(statuses: StatusQueries, lookup: PaidLookup) {
        self.statuses = statuses
        self.lookup = lookup
    }

    /// Looks a dossier up by its code, and with the PIN for the applicant's own part.
    func status(_ call: HTTPCall) async throws -> Response {
        try await lookup.answer(call) { code in try await found(code, call) }
    }

    private func found(_ code: DossierCode, _ call: HTTPCall) async throws -> Response {
        guard let pin = Self.pin(call.request) else {
            return Answer.bytes(try await statuses.status(of: code), type: Answer.json)
        }
        let status = try await statuses.status(of: code, pin: pin, from: call.origin.key)
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
            writer.key("result")
            // What a step decides may change until the result is ready.
            let isReady = status.file.dossier.finishedAt != nil
            RequestText.write(
                isReady ? status.file.dossier.result?.kind : nil,
                number: status.file.resultTexts?.number,
                reason: status.file.resultTexts?.reason,
                &writer
            )
            writer.member("endReason", status.endReason)
        }
        let own = writer.bytes.dropFirst().dropLast()
        return status.publicBody + [0x2C] + own + status.ending
    }
}
