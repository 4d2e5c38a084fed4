import DossierEngine
import DossierHTTP
import SMSText
import WorkingCalendar

/// What training rooms may do: move the clock, look at phones.
struct DemoDesk: DemoControl {
    let isSimulated: Bool
    private let mover: DemoClockService?
    private let relay: OutboxRelay
    private let answers: InquiryRelay
    private let phones: PhoneView

    init(workplace: Workplace, timers: TimerService, relay: OutboxRelay, answers: InquiryRelay) {
        isSimulated = workplace.demoClock != nil
        mover = workplace.demoClock.map { clock in
            DemoClockService(store: workplace.store, clock: clock, timers: timers, relay: relay)
        }
        self.relay = relay
        self.answers = answers
        phones = PhoneView(store: workplace.store, rules: workplace.rules)
    }

    func move(to target: Instant, by account: Account) async throws -> Instant {
        guard let mover else { throw RequestRefusal.clockBackwards }
        let now = try await mover.move(to: target, by: account)
        try await answers.drain()
        return now
    }

    func advance(seconds: Int64, by account: Account) async throws -> Instant {
        guard let mover else { throw RequestRefusal.clockBackwards }
        let now = try await mover.advance(seconds: seconds, by: account)
        try await answers.drain()
        return now
    }

    func messages() async throws -> [DemoMessage] {
        try await relay.drain()
        try await answers.drain()
        return try await phones.texts().map { received in
            let segmentation = SMSSegmentation(received.text)
            return DemoMessage(
                to: received.to.e164,
                text: received.text,
                at: received.at,
                segments: segmentation.segmentCount,
                encoding: segmentation.alphabet.rawValue
            )
        }
    }
}
