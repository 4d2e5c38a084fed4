import SMPP
import SMPPTestSupport
import Synchronization
import Testing

/// The client against an SMSC of the test: texts and receipts.
@Suite(.timeLimit(.minutes(60)))
struct ClientDeliveringTests {
    @Test("a delivery is answered when it is decided, and not before")
    func decided() async throws {
        let notes = ClientNotes()
        let isKept = Mutex(false)
        try await FakeSMSC.run { smsc in
            let settings = try clientSettings(port: smsc.port)
            try await withClient(settings, notes: notes, decide: { _ in await keep(isKept) }) { client in
                try await client.untilBound()
                let message = Known.fromPhone(Array("TC 1".utf8))
                try await smsc.send(.deliver(message), 11)
                try await until("delivered") { notes.delivered == [message] }
                #expect(await client.submit(1) == .settled(.accepted(messageID: "00A2")))
                #expect(smsc.deliveryAnswers.isEmpty)

                isKept.withLock { $0 = true }
                try await until("acknowledged") { smsc.deliveryAnswers == [11: .ok] }
            }
        }
    }

    @Test("what is decided is told to the SMSC", arguments: SMPPDeliveryDecision.allCases)
    func statuses(_ decision: SMPPDeliveryDecision) async throws {
        try await FakeSMSC.run { smsc in
            try await withClient(try clientSettings(port: smsc.port), decide: { _ in decision }) { client in
                try await client.untilBound()
                try await smsc.send(.deliver(Known.fromPhone(Array("TC 1".utf8))), 11)
                try await until("answered") { !smsc.deliveryAnswers.isEmpty }
                let expected: CommandStatus =
                    switch decision {
                    case .kept: .ok
                    case .tryAgain: .receiverTemporaryError
                    case .refused: .receiverRejection
                    }
                #expect(smsc.deliveryAnswers == [11: expected])
            }
        }
    }

    @Test("more deliveries than may be open are sent back, also across connections")
    func bound() async throws {
        let isKept = Mutex(false)
        try await FakeSMSC.run { smsc in
            let settings = try clientSettings(port: smsc.port) { $0.openDeliveryLimit = 1 }
            try await withClient(settings, decide: { _ in await keep(isKept) }) { client in
                try await client.untilBound()
                let message = Known.fromPhone(Array("TC 1".utf8))
                try await smsc.send(.deliver(message), 11)
                try await smsc.send(.deliver(message), 12)
                try await until("sent back") { smsc.deliveryAnswers == [12: .receiverTemporaryError] }
                try await smsc.cut()
                try await until("cut") { await client.condition.lastProblem != nil }
                try await client.untilBound()
                try await smsc.send(.deliver(message), 13)
                try await until("sent back anew") { smsc.deliveryAnswers[13] == .receiverTemporaryError }

                isKept.withLock { $0 = true }
                try await until("taken again") {
                    try await smsc.send(.deliver(message), 14)
                    return smsc.deliveryAnswers[14] == .ok
                }
                #expect(smsc.deliveryAnswers[11] == nil)
            }
        }
    }
}

/// Waits until something may be kept.
private func keep(_ isKept: borrowing Mutex<Bool>) async -> SMPPDeliveryDecision {
    // With the pauses ten minutes in all: whoever gave up sooner would answer what is to stay open meanwhile.
    for _ in 0..<120_000 where !isKept.withLock({ $0 }) {
        // A cancelled sleep ends early; the tries are bounded.
        try? await Task.sleep(for: .milliseconds(5))
    }
    return .kept
}
