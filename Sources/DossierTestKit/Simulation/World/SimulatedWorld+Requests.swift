import DossierDomain
import DossierEngine
import WorkingCalendar

/// What somebody asks of the program, with the key by which it is known again.
enum SimulatedRequest: Sendable {
    /// An intake at a desk.
    case register(SimulatedArrival, by: Account, key: IdempotencyRequest, at: Instant)
    /// An action on a dossier.
    case perform(DossierAction, on: StreamID, by: Account, key: IdempotencyRequest, at: Instant)

    /// When it was first sent, in true time.
    var firstSentAt: Instant {
        switch self {
        case .register(_, _, _, let at), .perform(_, _, _, _, let at): at
        }
    }
}

/// How a request ended.
enum RequestOutcome: Equatable, Sendable {
    case done
    case refused(DossierRejection)
    /// No answer came; it will be sent again.
    case unanswered
}

/// Requests of the staff, sent as clients send them: with a key, and again where no answer came.
extension SimulatedWorld {
    /// Makes a key that no other request has.
    private mutating func key(_ name: String) -> IdempotencyRequest {
        requestCount += 1
        return IdempotencyRequest(key: "request-\(requestCount)", parts: [Array(name.utf8)])
    }

    /// Registers an arrival.
    mutating func register(_ arrival: SimulatedArrival) async throws {
        guard let clerk = staff.units[arrival.desk]?.workers.first else { return }
        let key = key("register")
        _ = try await send(.register(arrival, by: clerk, key: key, at: now))
    }

    /// Carries out an action.
    @discardableResult
    mutating func perform(
        _ action: DossierAction,
        on id: StreamID,
        by account: Account?
    ) async throws -> RequestOutcome {
        guard let account else { return .unanswered }
        let key = key(action.name)
        return try await send(.perform(action, on: id, by: account, key: key, at: now))
    }

    /// Sends a request; now and then it is sent twice, as an impatient client does.
    @discardableResult
    mutating func send(_ request: SimulatedRequest) async throws -> RequestOutcome {
        auditor.figures.requests += 1
        do {
            guard let reply = try await answer(request) else {
                agenda.add(.resend(request), at: onAgainAt.adding(milliseconds: Int64(1_000 + requestCount % 60_000)))
                return .unanswered
            }
            try keep(reply, to: request)
            note(told(request, reply.file.dossier.code))
            var chance = SeededGenerator(seed: plan.seed, 7, UInt64(requestCount))
            if chance.chance(perMille: 60) { try await sendAgain(request, first: reply) }
            if let id = dossier(of: request) { try await tryAsStranger(on: id) }
            return .done
        } catch let rejection as DossierRejection {
            auditor.figures.refusals[rejection.code, default: 0] += 1
            note("refused (\(rejection.code)): " + told(request, nil))
            return .refused(rejection)
        } catch let refusal as RequestRefusal {
            throw broken(.serviceAnswers, "\(told(request, nil)): \(refusal)")
        }
    }

    /// The dossier that a request is about; nil for an arrival that became none.
    private func dossier(of request: SimulatedRequest) -> StreamID? {
        switch request {
        case .register(let arrival, _, _, _): streams[arrival.number]
        case .perform(_, let id, _, _, _): id
        }
    }

    private mutating func answer(_ request: SimulatedRequest) async throws -> CommandReply? {
        switch request {
        case .register(let arrival, let clerk, let key, _):
            let draft = Self.draft(arrival)
            return try await run { try await $0.dossiers.register(draft, by: clerk, idempotency: key) }
        case .perform(let action, let id, let account, let key, _):
            guard let code = auditor.dossiers[id]?.dossier.code else { return nil }
            return try await run { program in
                try await program.dossiers.perform(
                    action,
                    on: code,
                    by: account,
                    versions: nil,
                    idempotency: key
                )
            }
        }
    }

    /// Remembers which dossier an arrival became; the same code must come again for a repeated request.
    private mutating func keep(_ reply: CommandReply, to request: SimulatedRequest) throws(BrokenInvariant) {
        guard case .register(let arrival, _, _, _) = request else { return }
        let code = reply.file.dossier.code
        guard let id = auditor.dossiers.values.first(where: { $0.dossier.code == code })?.id else {
            throw broken(.serviceAnswers, "\(code) was answered, not written")
        }
        let isSame = (streams[arrival.number] ?? id) == id && (numbers[id] ?? arrival.number) == arrival.number
        guard isSame else {
            throw broken(.repeatsHarmless, "dossier \(arrival.number) was registered a second time as \(code)")
        }
        streams[arrival.number] = id
        numbers[id] = arrival.number
        try auditor.checkWay(of: reply.file.dossier, filedBy: arrival)
    }

    /// Sends a request that was answered once more: the first answer comes again and nothing changes.
    private mutating func sendAgain(_ request: SimulatedRequest, first: CommandReply) async throws {
        let events = auditor.figures.events
        auditor.figures.repeats += 1
        guard let second = try await answer(request) else { return }
        guard second.isReplay, second.file.dossier == first.file.dossier, auditor.figures.events == events else {
            throw broken(
                .repeatsHarmless,
                told(request, first.file.dossier.code) + ": a repeated request was carried out again"
            )
        }
    }

    /// Sends a request again whose answer never came, if its key is still good.
    mutating func resend(_ request: SimulatedRequest) async throws {
        guard now.milliseconds - request.firstSentAt.milliseconds < Self.longestResendSeconds * 1_000 else { return }
        auditor.figures.repeats += 1
        try await send(request)
    }

    private func told(_ request: SimulatedRequest, _ code: DossierCode?) -> String {
        switch request {
        case .register(let arrival, let clerk, _, _): "\(clerk.username) registers " + arrival.description
        case .perform(let action, let id, let account, _, _):
            "\(account.username): \(action.name) on dossier \(numbers[id] ?? 0) \(code?.text ?? "")"
        }
    }

    /// The intake of an arrival; names and numbers are invented.
    private static func draft(_ arrival: SimulatedArrival) -> IntakeDraft {
        var draft = IntakeDraft()
        draft.procedureCode = arrival.procedure.rawValue
        draft.channel = arrival.channel.rawValue
        draft.commune = arrival.commune.rawValue
        var applicant = PersonDraft()
        applicant.kind = "citizen"
        applicant.name = "Nguyễn Văn An"
        applicant.identityNumber = "0490850" + String(10_000 + arrival.number % 90_000)
        applicant.phone = "09051" + String(10_000 + arrival.number % 90_000)
        applicant.address = "Thị trấn Hà Lam"
        draft.applicant = applicant
        draft.subject = "Hồ sơ số \(arrival.number)"
        draft.notifyBySMS = arrival.wantsTexts
        return draft
    }
}
