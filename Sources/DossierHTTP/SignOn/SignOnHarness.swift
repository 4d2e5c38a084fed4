import DossierDomain
import DossierEngine
import HTTPTypes
import Hummingbird
import WorkingCalendar

/// Signing in through a provider (đăng nhập một lần): the way there and the way back.
///
/// Nobody says where a browser is sent in the end, so that no link of ours leads elsewhere.
struct SignOnHarness: Sendable {
    /// How many parameters an answer may have.
    private static let maximumParameters = 20

    private let signOn: SignOnService?
    private let clock: any WallClock

    init(_ dependencies: APIDependencies) {
        signOn = dependencies.signOn
        clock = dependencies.clock
    }

    /// Sends a browser to the provider.
    func begin(_ call: HTTPCall) async throws -> Response {
        try QueryReader(call.request, known: []).finish()
        let signOn = try service()
        let start = try await signOn.begin()
        return Response(
            status: .seeOther,
            headers: [
                .location: start.address,
                .setCookie: TicketCookie(isSecure: signOn.choices.isSecure).field(holding: start.ticket),
            ]
        )
    }

    /// Opens a session for the browser that comes back.
    func finish(_ call: HTTPCall) async throws -> Response {
        let signOn = try service()
        let cookie = TicketCookie(isSecure: signOn.choices.isSecure)
        let session = try await signOn.finish(
            try Self.brought(call.request),
            ticket: cookie.ticket(in: call.request.headers[values: .cookie]),
            from: call.origin.key,
            client: ClientProgram.name(of: call.request.headers[.userAgent])
        )
        var response = Answer.json { SessionHarness.write(session, at: clock.now, to: &$0) }
        response.headers[.setCookie] = cookie.removal
        return response
    }

    private func service() throws(RequestRefusal) -> SignOnService {
        guard let signOn else { throw .signOnOff }
        return signOn
    }

    /// What the browser brings back; parameters that are not known are left alone, as the standard has it, and none of
    /// the known ones may stand twice.
    ///
    /// Source: RFC 6749, 3.1 and 4.1.2.
    private static func brought(_ request: Request) throws(RequestRefusal) -> SignOnService.Return {
        let parameters = request.uri.queryParameters.prefix(maximumParameters + 1)
        guard parameters.count <= maximumParameters else { throw .signOnFailed }
        var values: [String: String] = [:]
        for parameter in parameters where ["state", "code", "iss", "error"].contains(parameter.key) {
            guard values.updateValue(String(parameter.value), forKey: String(parameter.key)) == nil else {
                throw .signOnFailed
            }
        }
        let code = values["error"] == nil ? values["code"] : nil
        return SignOnService.Return(state: values["state"], code: code, issuer: values["iss"])
    }
}
