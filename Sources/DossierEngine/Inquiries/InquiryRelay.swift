import DossierDomain
public import Logging
import Metrics
import SMSText
public import ServiceLifecycle
import WorkingCalendar

/// Sends the answers to citizens' texts (trả lời tin nhắn), each once, by the gateway that brought the text.
///
/// As with the outbox an answer is marked before the gateway is asked; one of which nobody knows whether it went out is
/// never sent again. The number is erased with the end of the answer.
public struct InquiryRelay: Service {
    /// How many answers are taken in one commit.
    static let batchSize = 20
    /// How long after its text an answer is still of use, in milliseconds: half an hour.
    static let lifetimeMilliseconds: Int64 = 1_800_000
    /// The longest pause between two tries, in milliseconds.
    static let longestPauseMilliseconds: Int64 = 60_000
    /// How long a gateway may take, in milliseconds.
    static let leaseMilliseconds: Int64 = 60_000
    /// The pause between two looks, in milliseconds.
    static let idleMilliseconds: Int64 = 1_000
    /// Where the references of answers begin, so that no report of one is taken for an outbox text's; exact in JSON.
    static let firstReference: Int64 = 4_000_000_000_000_000

    private let store: any DossierStore
    private let routes: [GatewayRoute]
    private let answering: InquiryAnswering
    private let clock: any WallClock
    private let machineClock: any WallClock
    private let turn = Turn()
    private let latestLook = LatestLook()
    private let pace: any ServicePace
    private let logger: Logger

    /// Creates the relay.
    ///
    /// - Parameters:
    ///   - store: Where the texts are.
    ///   - routes: The gateways, one or more.
    ///   - rules: What the dossiers go by.
    ///   - wording: The answers.
    ///   - clock: The time of the service.
    ///   - machineClock: The time of the machine, for leases and retries.
    ///   - pace: How the service waits between looks.
    ///   - logger: Where it says what it did; never a number or a text.
    public init(
        store: any DossierStore,
        routes: [GatewayRoute],
        rules: Rules,
        wording: InquiryWording,
        clock: any WallClock,
        machineClock: any WallClock,
        pace: any ServicePace,
        logger: Logger
    ) {
        self.store = store
        self.routes = routes
        answering = InquiryAnswering(rules: rules, wording: wording)
        self.clock = clock
        self.machineClock = machineClock
        self.pace = pace
        self.logger = logger
    }

    /// Sends answers until the service is shut down; what a gateway was asked by then is waited for.
    public func run() async throws {
        var hasTakenOver = false
        await pace.repeating(pause: Self.idleMilliseconds) {
            if !hasTakenOver { try await takeOver() }
            hasTakenOver = true
            return try await drain()
        } onFailure: { error in
            Counter(label: "motcua_inquiry_failures_total").increment()
            logger.error("answers could not be sent; trying again", metadata: ["error": "\(error)"])
        }
    }

    /// Sends every answer that may be sent now.
    ///
    /// - Returns: How many were tried.
    /// - Throws: ``StoreError``, `CancellationError`.
    @discardableResult
    public func drain() async throws -> Int {
        try await turn.take {
            try await noteLapsed(until: machineClock.now)
            return try await WorkUnderWay.workOff(lookingEach: Self.idleMilliseconds, by: pace) { _ in
                try await nextAnswers()
            }
        }
    }

    /// An answer that is ready to go.
    private struct Departure: Sendable {
        let inquiry: WaitingInquiry
        let to: PhoneNumber?
        let text: String?
    }

    /// Gives up every answer that waits or is being sent, because it may have been sent already; returns how many.
    static func giveUpWaiting(in transaction: any StoreTransaction) throws -> Int {
        let end = Instant(milliseconds: .max)
        var count = 0
        // Each round ends some for good.
        while true {
            let page =
                try transaction.lapsedInquiries(at: end, limit: batchSize)
                + transaction.answerableInquiries(at: end, besides: [], limit: batchSize)
            if page.isEmpty { return count }
            for inquiry in page {
                // Only an answer under way can end; one that waits is taken first.
                _ = try transaction.startAnswering(inquiry.number, leaseUntil: end)
                try finish(inquiry, as: .unknown, retryAt: nil, in: transaction)
            }
            count += page.count
        }
    }

    /// Ends the leases that a program left behind which served this database before, as ``OutboxRelay`` does.
    func takeOver() async throws {
        try await turn.take {
            // Each round ends some for good.
            while try await noteLapsed(until: Instant(milliseconds: .max)) == Self.batchSize {}
            // No answer is put off for longer than that: whatever is, was so by a clock that was set back since.
            _ = try await hastenAll(to: machineClock.now.adding(milliseconds: Self.longestPauseMilliseconds))
        }
    }

    /// Has all answers tried at an instant that were put off for longer; how many there were.
    private func hastenAll(to instant: Instant) async throws -> Int {
        try await store.hastenAll { try $0.hastenAnswers(at: instant, limit: $1) }
    }

    /// Notes answers as unknown whose leases end until an instant; returns how many.
    @discardableResult
    private func noteLapsed(until end: Instant) async throws -> Int {
        try await store.transact { transaction in
            let lapsed = try transaction.lapsedInquiries(at: end, limit: Self.batchSize)
            for inquiry in lapsed { try Self.finish(inquiry, as: .unknown, retryAt: nil, in: transaction) }
            return lapsed.count
        }
    }

    /// Takes the next answers of those gateways that have room, in one commit.
    private func nextAnswers() async throws -> WorkUnderWay.Portion {
        let (machineNow, now) = (machineClock.now, clock.now)
        try await latestLook.look(at: machineNow) {
            let count = try await hastenAll(to: machineNow)
            logger.info("the clock was set back; answers are tried at once", metadata: ["count": "\(count)"])
        }
        let busy = routes.filter { $0.room(at: machineNow) == 0 }.map(\.gateway.name)
        guard busy.count < routes.count else { return WorkUnderWay.Portion() }
        let waiting = try await store.read { [answering] snapshot in
            try snapshot.answerableInquiries(at: machineNow, besides: busy, limit: Self.batchSize)
                .map { try Self.departure(of: $0, at: now, answering, in: snapshot) }
        }
        let ready = waiting.compactMap { departure in
            route(of: departure.inquiry)?.turn(at: machineNow).map { (departure: departure, turn: $0) }
        }
        if ready.isEmpty { return WorkUnderWay.Portion() }
        let leaseUntil = machineNow.adding(milliseconds: Self.leaseMilliseconds)
        let ours = try await store.transact { transaction in
            try ready.filter { try transaction.startAnswering($0.departure.inquiry.number, leaseUntil: leaseUntil) }
        }
        let jobs = ours.map { departure, turn in
            WorkUnderWay.Job(receiver: nil) {
                defer { turn.end() }
                try await send(departure, by: turn.route.gateway)
            }
        }
        return WorkUnderWay.Portion(handled: ready.count, jobs: jobs)
    }

    /// What goes out; nothing where the answer cannot be written, so that it holds no other up.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read for the moment.
    private static func departure(
        of inquiry: WaitingInquiry,
        at now: Instant,
        _ answering: InquiryAnswering,
        in snapshot: any StoreSnapshot
    ) throws -> Departure {
        do {
            let payload = try inquiry.draft.receiver.flatMap { try Vault.payload($0, in: snapshot) }
            return Departure(
                inquiry: inquiry,
                to: payload.flatMap { PhoneNumber(vietnamese: String(decoding: $0, as: UTF8.self)) },
                text: try answering.text(for: inquiry.draft, at: now, in: snapshot)
            )
        } catch let error as StoreError where error.concernsAll {
            throw error
        } catch {
            return Departure(inquiry: inquiry, to: nil, text: nil)
        }
    }

    /// The gateway that brought the text; another one if that is configured no more.
    private func route(of inquiry: WaitingInquiry) -> GatewayRoute? {
        routes.first { $0.gateway.name == inquiry.draft.gateway } ?? routes.offering(inquiry.number).first
    }

    private func send(_ departure: Departure, by gateway: any SMSGateway) async throws {
        let inquiry = departure.inquiry
        let answer: SMSAnswer
        if isTooOld(inquiry) {
            answer = .later(reason: "too-old")
        } else if let phone = departure.to, let text = departure.text {
            let reference = Self.firstReference + inquiry.number
            answer = await gateway.send(
                SMSSubmission(reference: reference, to: phone, text: text, wantsReport: false)
            )
        } else {
            answer = .rejected(reason: "unwritable")
        }
        let (state, retryAt) = outcome(of: answer, inquiry)
        try await store.transactPatiently(by: pace) {
            try Self.finish(inquiry, as: state, retryAt: retryAt, in: $0)
        }
        Counter(
            label: "motcua_answers_total",
            // The one that was asked, which need not be the one that brought the text.
            dimensions: [("gateway", gateway.name), ("state", state.rawValue)]
        )
        .increment()
        logger.info(
            "answer tried",
            metadata: ["incoming.id": "\(inquiry.number)", "state": "\(state.rawValue)"]
        )
    }

    /// Whether nobody waits for the answer any more: he may have asked again, or called.
    private func isTooOld(_ inquiry: WaitingInquiry) -> Bool {
        machineClock.now.milliseconds - inquiry.draft.receivedAt.milliseconds > Self.lifetimeMilliseconds
    }

    /// Waits twice as long after each try, from two seconds to a minute, while the answer is of use.
    private func outcome(of answer: SMSAnswer, _ inquiry: WaitingInquiry) -> (AnswerState, Instant?) {
        switch answer {
        case .accepted: return (.accepted, nil)
        case .rejected: return (.rejected, nil)
        case .unknown: return (.unknown, nil)
        case .later:
            guard !isTooOld(inquiry) else { return (.failed, nil) }
            let pause = min(Int64(2_000) << Int64(min(inquiry.attempts, 10)), Self.longestPauseMilliseconds)
            return (.queued, machineClock.now.adding(milliseconds: pause))
        }
    }

    /// Notes an outcome, and erases the number where nothing more is to be sent.
    private static func finish(
        _ inquiry: WaitingInquiry,
        as state: AnswerState,
        retryAt: Instant?,
        in transaction: any StoreTransaction
    ) throws {
        try transaction.finishAnswering(inquiry.number, as: state, retryAt: retryAt)
        guard state.isEnd, let receiver = inquiry.draft.receiver else { return }
        try transaction.eraseVaultEntry(receiver.number)
    }
}
