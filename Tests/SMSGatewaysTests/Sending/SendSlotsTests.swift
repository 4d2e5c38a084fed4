import Testing

@testable import SMSGateways

/// The bound on texts that are sent at once.
struct SendSlotsTests {
    @Test("no more than the limit get in, the next in order when one leaves")
    func limit() async {
        let slots = SendSlots(limit: 2)
        #expect(await slots.enter(within: .zero))
        #expect(await slots.enter(within: .zero))
        #expect(await slots.enter(within: .milliseconds(1)) == false)

        await slots.leave()

        #expect(await slots.enter(within: .zero))
        #expect(await slots.taken == 2)
    }

    @Test("who waits gets the slot that becomes free")
    func handingOver() async {
        let slots = SendSlots(limit: 1)
        _ = await slots.enter(within: .zero)

        async let second = slots.enter(within: .seconds(600))
        await slots.leave()

        #expect(await second)
        #expect(await slots.taken == 1)
    }

    @Test("who is cancelled does not get in and leaves no trace")
    func cancelling() async {
        let slots = SendSlots(limit: 1)
        _ = await slots.enter(within: .zero)

        let entered = await withTaskGroup(of: Bool.self) { group in
            group.addTask { await slots.enter(within: .seconds(600)) }
            group.cancelAll()
            return await group.next()
        }
        await slots.leave()

        #expect(entered == false)
        #expect(await slots.taken == 0)
    }

    @Test("many at once all get in, never more than the limit")
    func many() async {
        let slots = SendSlots(limit: 3)

        let entered = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    let entered = await slots.enter(within: .seconds(600))
                    let taken = await slots.taken
                    if entered { await slots.leave() }
                    return entered && taken <= 3
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }

        #expect(entered == 100)
        #expect(await slots.taken == 0)
    }
}
