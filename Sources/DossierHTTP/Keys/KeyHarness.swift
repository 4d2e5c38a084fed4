import DossierDomain
import DossierEngine
import HTTPTypes
import Hummingbird

/// Keys of other systems (khóa API), kept by administrators.
struct KeyHarness: Sendable {
    private let keys: KeyService
    private let rules: Rules
    private let maximumPageLength: Int

    init(_ dependencies: APIDependencies) {
        keys = dependencies.keys
        rules = dependencies.rules
        maximumPageLength = dependencies.limits.pageLength
    }

    /// A page of all keys.
    func list(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let page = try PageRequest(of: call.request, maximum: maximumPageLength)
        let after = try page.number(of: .keys).map(KeyID.init(number:))
        let found = try await keys.keys(after: after, limit: page.limit, for: staff.manager)
        return Answer.page(of: found.keys, next: found.next.map { PageCursor(.keys, numbers: [$0.number]) }) {
            KeyListing.write($1, to: &$0)
        }
    }

    /// Makes a key.
    func create(_ call: HTTPCall) async throws -> Response {
        let (staff, body) = try await call.signedJSON()
        let key = try IdempotencyField.read(call.request, body: body.bytes)
        let form = try RequestReader.read(body.value, Self.form)
        let draft = KeyDraft(
            name: form.name,
            scopes: form.scopes,
            role: form.seat?.role,
            place: try form.seat.map { seat throws(RequestRefusal) in try seat.place(by: rules) } ?? nil,
            gateway: form.gateway
        )
        let made = try await keys.create(draft, days: form.days, by: staff.manager, idempotency: key)
        var response = Self.answer(made.listed, .created, text: made.text)
        response.noteReplay(made.isReplay)
        response.headers[.location] = "/api/v1/keys/" + made.listed.key.name
        return response
    }

    /// One key.
    func key(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        return Self.answer(try await keys.key(named: call.parameter("name"), for: staff.manager))
    }

    /// Gives a key a new secret.
    func rotate(_ call: HTTPCall) async throws -> Response {
        let (staff, body) = try await call.signedJSON(mayBeEmpty: true)
        let key = try IdempotencyField.read(call.request, body: body.bytes)
        let wish = try RequestReader.read(body.value) { reader -> (hours: Int, days: Int)? in
            let hours = reader.whole("overlapHours").map { Int(clamping: $0) } ?? KeyService.usualOverlapHours
            return (hours, Self.days(&reader))
        }
        let rotated = try await keys.rotate(
            call.parameter("name"),
            overlapHours: wish.hours,
            days: wish.days,
            versions: call.expectedVersions,
            by: staff.manager,
            idempotency: key
        )
        var response = Self.answer(rotated.listed, text: rotated.text)
        response.noteReplay(rotated.isReplay)
        return response
    }

    /// Takes a key back.
    func revoke(_ call: HTTPCall) async throws -> Response {
        let (staff, body) = try await call.signedJSON(mayBeEmpty: true)
        try RequestReader.read(body.value) { _ in () }
        let name = call.parameter("name")
        return Self.answer(try await keys.revoke(name, versions: call.expectedVersions, by: staff.manager))
    }

    /// What is asked for, as typed.
    private struct Form {
        let name: String
        let scopes: Set<KeyScope>
        let seat: SeatReading?
        let gateway: String?
        let days: Int
    }

    /// The most scopes whose reading is tried.
    private static let maximumScopes = 20

    private static func form(_ reader: inout RequestReader) -> Form? {
        let name = reader.clean("name", .identifier)
        let typed = reader.mustHave("scopes") { $0.texts("scopes", atMost: maximumScopes) } ?? []
        var scopes: Set<KeyScope> = []
        for element in typed {
            if let scope = KeyScope(rawValue: element.text) {
                scopes.insert(scope)
            } else {
                reader.errors.add(element.path, .invalidValue)
            }
        }
        let hasRole = reader.has("role")
        let seat = hasRole ? SeatReading(&reader) : nil
        if !hasRole { for member in ["role", "unit", "commune"] { _ = reader.text(member) } }
        let gateway = reader.optionalClean("gateway", .identifier)
        let days = Self.days(&reader)
        guard let name, seat != nil || !hasRole else { return nil }
        return Form(name: name, scopes: scopes, seat: seat, gateway: gateway, days: days)
    }

    private static func days(_ reader: inout RequestReader) -> Int {
        reader.whole("days").map { Int(clamping: $0) } ?? KeyDraft.usualDays
    }

    private static func answer(
        _ listed: KeyService.ListedKey,
        _ status: HTTPResponse.Status = .ok,
        text: String? = nil
    ) -> Response {
        var response = Answer.json(status, capacity: 512) { KeyListing.write(listed, text: text, to: &$0) }
        response.headers[.eTag] = VersionCondition.tag(of: listed.key.version)
        return response
    }
}
