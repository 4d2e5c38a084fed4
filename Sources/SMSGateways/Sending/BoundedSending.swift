import DossierEngine

/// Sends through the slots of one gateway and remembers how it went (điều phối việc gửi).
struct BoundedSending: Sendable {
    private let slots: SendSlots
    private let health = GatewayHealth()

    /// How many texts may be sent at once.
    let window: Int

    /// Creates it, with all slots free.
    init(concurrency: Int) {
        window = concurrency
        slots = SendSlots(limit: concurrency)
    }

    /// Runs one send in a slot; `later` if none becomes free in time.
    func send(_ attempt: () async -> SendVerdict) async -> SMSAnswer {
        guard await slots.enter(within: SendingBounds.slotWait) else {
            return SendVerdict.busy(reason: "as many texts as allowed are being sent").answer
        }
        let verdict = await attempt()
        await slots.leave()
        await health.note(verdict)
        return verdict.answer
    }

    /// How the gateway is, as the last sends tell.
    func condition() async -> GatewayCondition {
        GatewayCondition(
            state: await health.state,
            unanswered: await slots.taken,
            window: window,
            lastError: await health.lastError
        )
    }
}
