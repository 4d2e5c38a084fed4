import DossierDomain
import DossierEngine
import HTTPTypes
import Hummingbird
import WorkingCalendar

/// Intake and reading of dossiers (tiếp nhận và xem hồ sơ).
struct DossierHarness: Sendable {
    private let dossiers: DossierService
    private let queries: DossierQueries
    private let log: ReadingLog
    private let rules: Rules
    private let clock: any WallClock
    private let maximumPageLength: Int

    init(_ dependencies: APIDependencies) {
        dossiers = dependencies.dossiers
        queries = dependencies.queries
        log = dependencies.readingLog
        rules = dependencies.rules
        clock = dependencies.clock
        maximumPageLength = dependencies.limits.pageLength
    }

    private var text: DossierText { DossierText(rules: rules, now: clock.now) }

    /// Registers a dossier.
    func register(_ call: HTTPCall) async throws -> Response {
        let (staff, body) = try await call.signedJSON()
        let key = try IdempotencyField.read(call.request, body: body.bytes)
        let (draft, errors) = try RequestReader.collect(body.value, IntakeReading.draft)
        if let own = staff.key, !own.scopes.contains(.staff), draft.channel != Channel.online.rawValue {
            throw RequestRefusal.keyScope(own.scopes.sorted())
        }
        if !errors.isEmpty { throw try refusal(of: draft, errors: errors) }
        let reply = try await dossiers.register(draft, by: staff.account, idempotency: key)
        let text = DossierText(rules: rules, now: reply.asOf)
        return DossierAnswer.changed(reply, text: text, status: .created, showsPIN: true)
    }

    /// A page of dossiers.
    func list(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let names = DossierFilterReading.parameters.union(PageRequest.parameters)
        var query = QueryReader(call.request, known: names)
        let page = PageRequest(&query, maximum: maximumPageLength)
        let search = DossierFilterReading(rules: rules, now: clock.now).search(&query, for: staff.account)
        try query.finish()
        let before = try page.cursor.map { typed throws(Problem) in
            try DossierPlace(typed, isByReceipt: search.isOrderedByReceipt)
        }
        let found = try await queries.list(search, before: before, limit: page.limit, for: staff.account)
        let text = text
        return Answer.page(of: found.files, next: found.next.map(PageCursor.init)) {
            text.writeSummary(of: $1, to: &$0)
        }
    }

    /// One dossier, whole.
    func dossier(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let reason = try ReadingReasonField.read(call.request)
        let file = try await log.file(call.dossierCode(), for: staff.account, reason: reason)
        return DossierAnswer.whole(file, text: text)
    }

    /// A page of a dossier's history.
    func history(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let code = try call.dossierCode()
        let page = try PageRequest(of: call.request, maximum: maximumPageLength)
        let position = try page.number(of: .history).map { Int(clamping: $0) }
        let found = try await log.history(
            of: code,
            after: max(position ?? 0, 0),
            limit: page.limit,
            for: staff.account,
            reason: try ReadingReasonField.read(call.request)
        )
        let text = HistoryText(regime: found.regime)
        return Answer.page(of: found.entries, next: found.next.map { PageCursor(.history, numbers: [Int64($0)]) }) {
            text.write($1, to: &$0)
        }
    }

    /// What is wrong with an intake as a whole: its shape, and what the engine finds in what could be read.
    ///
    /// - Throws: `StoreError` if the engine cannot tell.
    private func refusal(of draft: IntakeDraft, errors: [FieldError]) throws -> RequestRefusal {
        do {
            _ = try Intake(draft, rules: rules, on: LocalDateTime(clock.now).date)
            return .invalidFields(errors)
        } catch let refusal as RequestRefusal {
            guard case .invalidFields(let found) = refusal else { return refusal }
            return .invalidFields(FieldError.merged(errors, found))
        }
    }
}

/// Answers that carry a whole dossier.
enum DossierAnswer {
    /// A dossier as it was asked for.
    static func whole(_ file: DossierFile, text: DossierText) -> Response {
        var response = Answer.json(capacity: 4096) { writer in
            writer.object { text.writeMembers(of: file, to: &$0) }
        }
        response.headers[.eTag] = VersionCondition.tag(of: file.dossier.version)
        return response
    }

    /// A dossier as a change left it.
    static func changed(
        _ reply: CommandReply,
        text: DossierText,
        status: HTTPResponse.Status = .ok,
        showsPIN: Bool
    ) -> Response {
        let file = reply.file
        var response = Answer.json(status, capacity: 4096) { writer in
            writer.object { writer in
                text.writeMembers(of: file, to: &writer)
                if showsPIN { writer.member("lookupPIN", reply.pin) }
                if let isAtRisk = reply.isAtRisk { writer.member("atRisk", isAtRisk) }
            }
        }
        response.headers[.eTag] = VersionCondition.tag(of: file.dossier.version)
        if status == .created { response.headers[.location] = "/api/v1/dossiers/" + file.dossier.code.text }
        response.noteReplay(reply.isReplay)
        return response
    }
}
