import SMPP
import SMPPTestSupport
import Testing

/// The client against an SMSC of the test: submits and the window.
@Suite(.timeLimit(.minutes(60)))
struct ClientSubmittingTests {
    @Test("binds and submits")
    func submitting() async throws {
        try await FakeSMSC.run { smsc in
            try await withClient(try clientSettings(port: smsc.port)) { client in
                try await client.untilBound()
                #expect(await client.submit(7) == .settled(.accepted(messageID: "00A2")))
                #expect(smsc.submits == [Known.message()])
                guard case .bind(.transceiver, let request) = smsc.received.first?.body else {
                    Issue.record("no bind came first")
                    return
                }
                #expect(request.systemID == "motcua")
                #expect(request.password == clientPassword)
                #expect(await client.condition.lastProblem == nil)
            }
        }
    }

    @Test("without a bind nothing is taken")
    func notBound() async throws {
        let client = try SMPPClient(
            settings: try clientSettings(port: 1),
            handlers: SMPPClientHandlers(delivered: { _ in .kept })
        )
        #expect(await client.submit(1) == .notTaken(.notBound))
        await client.shutDown()
        #expect(await client.submit(2) == .notTaken(.notBound))
        #expect(await client.condition.state == .ended)
    }

    @Test("a submit waits no longer than it may")
    func longWait() async throws {
        try await FakeSMSC.run { pdu in
            pdu.body.commandID == .submit ? .silence : nil
        } _: { smsc in
            var settings = try clientSettings(port: smsc.port) { $0.windowSize = 1 }
            settings.waitForTurnMilliseconds = 100
            try await withClient(settings) { client in
                try await client.untilBound()
                async let first = client.submit(1)
                try await until("a full window") { smsc.submits.count == 1 }
                #expect(await client.submit(2) == .notTaken(.windowFull))
                try await smsc.cut()
                #expect(await first == .settled(.unknown(.disconnected)))
            }
        }
    }

    @Test("a submit beyond the window waits for an answer, if not too many wait")
    func window() async throws {
        try await FakeSMSC.run { pdu in
            pdu.body.commandID == .submit ? .silence : nil
        } _: { smsc in
            var settings = try clientSettings(port: smsc.port) { $0.windowSize = 2 }
            settings.waitingSubmits = 1
            try await withClient(settings) { client in
                try await client.untilBound()
                async let first = client.submit(1)
                async let second = client.submit(2)
                try await until("a full window") { smsc.submits.count == 2 }

                async let fourth = client.submitPatiently(4)
                try await until("one waits") { await client.condition.waiting == 1 }
                #expect(await client.submit(5) == .notTaken(.windowFull))
                #expect(await client.condition.unanswered == 2)
                let answer = PDU.Body.submitResponse(MessageResponse(messageID: "x"))
                try await smsc.send(answer, smsc.submitNumbers[0])
                try await until("the waiting one went out") { smsc.submits.count == 3 }
                for number in smsc.submitNumbers.dropFirst() { try await smsc.send(answer, number) }

                let answers = [await first, await second, await fourth]
                #expect(answers == Array(repeating: .settled(.accepted(messageID: "x")), count: 3))
            }
        }
    }

    @Test("more submits than the throughput allows wait for it")
    func throughput() async throws {
        try await FakeSMSC.run { smsc in
            let settings = try clientSettings(port: smsc.port) {
                $0.submitsPerSecond = 20
                $0.burst = 1
            }
            try await withClient(settings) { client in
                try await client.untilBound()
                let start = ContinuousClock.now
                let accepted = await withTaskGroup(of: Bool.self) { group in
                    for reference in 1...9 {
                        group.addTask {
                            let answer = await client.submitPatiently(Int64(reference))
                            return if case .settled(.accepted) = answer { true } else { false }
                        }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(accepted == 9)
                // Eight of them had to wait 50 ms each.
                #expect(ContinuousClock.now - start >= .milliseconds(395))
            }
        }
    }

    @Test("throttling is told, and holds the next one back")
    func throttled() async throws {
        try await FakeSMSC.run { pdu in
            pdu.body.commandID == .submit ? .answer(.submitResponse(nil), .throttled) : nil
        } _: { smsc in
            var settings = try clientSettings(port: smsc.port) {
                $0.firstHoldBackMilliseconds = 3_600_000
                $0.longestHoldBackMilliseconds = 3_600_000
            }
            settings.waitForTurnMilliseconds = 100
            try await withClient(settings) { client in
                try await client.untilBound()
                #expect(await client.submit(1) == .settled(.tryLater(.throttled)))
                guard case .notTaken(.heldBack) = await client.submit(2) else {
                    Issue.record("not held back")
                    return
                }
            }
        }
    }

    @Test("an answer after its time-out is told late")
    func lateAnswer() async throws {
        let notes = ClientNotes()
        try await FakeSMSC.run { pdu in
            pdu.body.commandID == .submit ? .silence : nil
        } _: { smsc in
            let settings = try clientSettings(port: smsc.port) { $0.submitTimeoutMilliseconds = 50 }
            try await withClient(settings, notes: notes) { client in
                try await client.untilBound()
                #expect(await client.submit(1) == .settled(.unknown(.timedOut)))
                try await until("the submit came") { smsc.submits.count == 1 }
                try await smsc.send(.submitResponse(MessageResponse(messageID: "x")), smsc.submitNumbers[0])
                try await until("the late answer") { notes.answeredLate == [SubmissionID(reference: 1)] }
            }
        }
    }
}
