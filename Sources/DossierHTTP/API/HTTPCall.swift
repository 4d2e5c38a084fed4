import DossierDomain
import DossierEngine
import Hummingbird
import NIOCore

/// One request on its way to its harness (một lời gọi).
struct HTTPCall: Sendable {
    /// The request.
    let request: Request
    /// What is known beside its content.
    let context: DossierRequestContext
    /// Where it comes from, which a trusted proxy may have told.
    let origin: ClientOrigin
    /// The most bytes of its body.
    let maximumBodyBytes: Int
    private let signedIn: SignedIn?
    private let authenticate: @Sendable () async throws -> SignedIn?

    /// Creates a call.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - context: What is known beside its content.
    ///   - origin: Where it comes from.
    ///   - maximumBodyBytes: The most bytes of its body.
    ///   - signedIn: Whoever asks; nil for nobody.
    ///   - authenticate: Says who that is by now, and throws if he is shut out.
    init(
        request: Request,
        context: DossierRequestContext,
        origin: ClientOrigin,
        maximumBodyBytes: Int,
        signedIn: SignedIn?,
        authenticate: @escaping @Sendable () async throws -> SignedIn? = { nil }
    ) {
        self.request = request
        self.context = context
        self.origin = origin
        self.maximumBodyBytes = maximumBodyBytes
        self.signedIn = signedIn
        self.authenticate = authenticate
    }

    /// Whoever asks, as he was when the head of the request came; where a body is read,
    /// ``signedJSON(mayBeEmpty:)`` tells who he is by then.
    ///
    /// - Throws: ``RequestRefusal/unauthenticated`` if nobody is signed in.
    func staff() throws(RequestRefusal) -> SignedIn {
        guard let signedIn else { throw .unauthenticated }
        return signedIn
    }

    /// A parameter of the path as it was typed, percent signs resolved; empty if there is none.
    func parameter(_ name: String) -> String {
        context.parameters.get(name).flatMap(PercentText.decoded) ?? ""
    }

    /// The dossier that the path names.
    ///
    /// - Throws: ``RequestRefusal/dossierNotFound`` for what cannot be a code.
    func dossierCode() throws(RequestRefusal) -> DossierCode {
        guard let code = DossierCode(parameter("code")) else { throw .dossierNotFound }
        return code
    }

    /// The versions for which a change is meant; nil for any.
    var expectedVersions: [Int]? {
        switch VersionCondition(ifMatch: request.headers[.ifMatch]) {
        case .anyVersion: nil
        case .oneOf(let versions): versions
        }
    }

    /// A body: what it says, and its bytes as they came.
    typealias Body = (value: JSONValue, bytes: [UInt8])

    /// Reads the body of somebody who is signed in as JSON.
    ///
    /// A body may take half a minute to come. Whoever was let in when the head came, and shut out before the body had
    /// come too, is refused; whose role, unit or posts became others meanwhile has those.
    ///
    /// - Parameter mayBeEmpty: Whether no body at all counts as an object without members.
    /// - Returns: Whoever asks, as he is when the body has come, and the body.
    /// - Throws: ``Problem``, ``RequestRefusal``, ``RequestBodyFailure``.
    func signedJSON(mayBeEmpty: Bool = false) async throws -> (staff: SignedIn, body: Body) {
        let bytes = try await JSONBody.bytes(of: request, upTo: maximumBodyBytes)
        guard let staff = try await authenticate() else { throw RequestRefusal.unauthenticated }
        return (staff, try body(of: bytes, mayBeEmpty))
    }

    /// Reads the body of somebody who need not be signed in as JSON.
    ///
    /// - Parameters:
    ///   - mayBeEmpty: Whether no body at all counts as an object without members.
    ///   - maximum: The most bytes of it, if that is fewer than of any body.
    /// - Returns: The body.
    /// - Throws: ``Problem``, ``RequestRefusal``, ``RequestBodyFailure``.
    func json(mayBeEmpty: Bool = false, upTo maximum: Int = .max) async throws -> Body {
        let bytes = try await JSONBody.bytes(of: request, upTo: min(maximum, maximumBodyBytes))
        return try body(of: bytes, mayBeEmpty)
    }

    private func body(of bytes: [UInt8], _ mayBeEmpty: Bool) throws -> Body {
        if bytes.isEmpty, mayBeEmpty { return (.object([]), bytes) }
        let isPlain = request.headers[.contentEncoding].map { $0.lowercased() == "identity" } ?? true
        guard bytes.isEmpty || isPlain && MediaTypeText.isJSON(request.headers[.contentType]) else {
            throw Problem(.unsupportedMediaType)
        }
        return (try JSONBody.parse(bytes), bytes)
    }
}

/// Whoever is signed in (người đang đăng nhập), with the token of this session.
struct SignedIn: Sendable {
    /// The account.
    let account: Account
    /// The token that was sent.
    let token: String
    /// The session that it opens; nil for a key of another system, or an access token of the provider.
    let session: Session?
    /// The key that the token is; nil for a member of the staff.
    var key: APIKey?

    /// Whoever asks as one who keeps accounts, if he may: that is judged where the change is made.
    var manager: AccountManager { .administrator(account.id) }
}
