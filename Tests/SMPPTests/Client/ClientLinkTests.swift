import SMPP
import SMPPTestSupport
import Synchronization
import Testing

import func SMSPeers.freePort

/// The client against an SMSC of the test: the connection, its end and its beginning anew.
@Suite(.timeLimit(.minutes(60)))
struct ClientLinkTests {
    @Test("a refused bind is told and tried again")
    func refusedBind() async throws {
        let isRefusing = Mutex(true)
        let notes = ClientNotes()
        try await FakeSMSC.run { pdu in
            guard case .bind(let kind, _) = pdu.body, isRefusing.withLock({ $0 }) else { return nil }
            return .answer(.bindResponse(kind, nil), .invalidPassword)
        } _: { smsc in
            try await withClient(try clientSettings(port: smsc.port), notes: notes) { client in
                try await until("refused") { await client.condition.state == .refused(.invalidPassword) }
                #expect(await client.condition.lastProblem == "the bind was refused (ESME_RINVPASWD)")
                #expect(await client.submit(1) == .notTaken(.notBound))
                try await until("tried again") { await client.condition.failures >= 2 }

                isRefusing.withLock { $0 = false }
                try await client.untilBound()
                #expect(await client.condition.failures == 0)
                var dumped = ""
                dump(client, to: &dumped)
                #expect(!(notes.log + [dumped]).contains { $0.contains(clientPassword) })
            }
        }
    }

    @Test("a cut in mid-window leaves the unanswered unknown, and the client comes back")
    func cut() async throws {
        let isSilent = Mutex(true)
        try await FakeSMSC.run { pdu in
            pdu.body.commandID == .submit && isSilent.withLock { $0 } ? .silence : nil
        } _: { smsc in
            try await withClient(try clientSettings(port: smsc.port) { $0.windowSize = 2 }) { client in
                try await client.untilBound()
                async let first = client.submit(1)
                async let second = client.submit(2)
                try await until("a full window") { smsc.submits.count == 2 }
                async let third = client.submitPatiently(3)
                try await until("one waits") { await client.condition.waiting == 1 }
                try await smsc.cut()

                #expect(await first == .settled(.unknown(.disconnected)))
                #expect(await second == .settled(.unknown(.disconnected)))
                #expect(await third == .notTaken(.notBound))
                isSilent.withLock { $0 = false }
                try await client.untilBound()
                #expect(await client.submit(4) == .settled(.accepted(messageID: "00A5")))
                #expect(smsc.submits.count == 3)
                #expect(await client.condition.lastProblem == "the connection was cut")
            }
        }
    }

    @Test("a broken stream and an unbind of the SMSC lead to a new connection")
    func brokenStream() async throws {
        try await FakeSMSC.run { smsc in
            try await withClient(try clientSettings(port: smsc.port)) { client in
                try await client.untilBound()
                try await smsc.send(octets: [0, 0, 0, 1])
                try await until("a second bind") { smsc.binds == 2 }
                try await client.untilBound()
                try await smsc.send(.unbind, 1)
                try await until("a third bind") { smsc.binds == 3 }
                try await client.untilBound()
                #expect(await client.condition.lastProblem == "the SMSC said unbind")
            }
        }
    }

    @Test("while nobody listens it goes on trying, and can be shut down")
    func nobody() async throws {
        // One that the system gives nobody meanwhile.
        let port = try await freePort()
        try await withClient(try clientSettings(port: port)) { client in
            try await until("three failures") { await client.condition.failures >= 3 }
            #expect(await client.condition.state == .connecting)
            #expect(await client.condition.lastProblem?.hasPrefix("connection: ") == true)
            try await FakeSMSC.run(port: port) { _ in try await client.untilBound() }
        }
    }

    @Test("a silent link is enquired, and given up without an answer")
    func deadLink() async throws {
        try await FakeSMSC.run { pdu in
            pdu.body == .enquireLink ? .silence : nil
        } _: { smsc in
            let settings = try clientSettings(port: smsc.port) {
                $0.enquireAfterMilliseconds = 50
                $0.enquireTimeoutMilliseconds = 50
            }
            try await withClient(settings) { client in
                try await until("a second bind") { smsc.binds >= 2 }
                #expect(await client.condition.lastProblem == "the SMSC did not answer an enquiry")
            }
        }
    }

    @Test("a shutdown while connecting ends with the try", arguments: [true, false])
    func shutDownWhileConnecting(isListening: Bool) async throws {
        try await FakeSMSC.run { smsc in
            // Nobody listens on port 1.
            let client = try SMPPClient(
                settings: try clientSettings(port: isListening ? smsc.port : 1),
                handlers: SMPPClientHandlers(delivered: { _ in .kept })
            )
            client.start()
            // As a rule this comes before the connection is open; on a busy machine the bind may have been sent.
            await client.shutDown()
            await client.shutDown()
            #expect(await client.condition.state == .ended)
            let others = smsc.received.filter { pdu in
                if case .bind = pdu.body { false } else { pdu.body != .unbind }
            }
            #expect(others.isEmpty, "\(others)")
        }
    }

    @Test("a shutdown awaits open answers and unbinds")
    func drain() async throws {
        try await FakeSMSC.run { pdu in
            pdu.body.commandID == .submit ? .silence : nil
        } _: { smsc in
            let settings = try clientSettings(port: smsc.port) { $0.drainTimeoutMilliseconds = 600_000 }
            try await withClient(settings) { client in
                try await client.untilBound()
                async let open = client.submit(1)
                try await until("a submit") { smsc.submits.count == 1 }
                async let end: Void = client.shutDown()
                try await until("draining") { await client.condition.state == .ended }
                #expect(await client.submit(2) == .notTaken(.draining))
                #expect(!smsc.received.contains { $0.body == .unbind })
                try await smsc.send(.submitResponse(MessageResponse(messageID: "x")), smsc.submitNumbers[0])

                await end
                #expect(await open == .settled(.accepted(messageID: "x")))
                #expect(smsc.received.last?.body == .unbind)
                #expect(smsc.binds == 1)
            }
        }
    }
}

extension FakeSMSC {
    /// The binds that came.
    fileprivate var binds: Int { received.count { $0.body.commandID == .bindTransceiver } }
}
