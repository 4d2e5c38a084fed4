import SMPP
import Testing

@Suite("Binding")
struct BindingTests {
    @Test("a connection is bound with the kind of the settings", arguments: BindKind.allCases)
    func binds(kind: BindKind) throws {
        var driver = try SessionDriver(kind: kind)

        let actions = driver.connect()
        let request = BindRequest(systemID: "motcua", password: "bi-mat")
        #expect(actions.sent == [PDU(.bind(kind, request), sequenceNumber: 1)])
        #expect(actions.wakes == [10_000])
        #expect(!driver.session.isBound)

        let answer = driver.receive(.bindResponse(kind, BindResponse(systemID: "SMSC")), 1)
        #expect(answer == [.bound(systemID: "SMSC"), .wake(at: SessionInstant(milliseconds: 30_000))])
        #expect(driver.session.isBound)
    }

    @Test(
        "a refused bind is told with its status, then the connection is closed",
        arguments: [CommandStatus.invalidPassword, .invalidSystemID, .bindFailed, .alreadyBound, .systemError]
    )
    func refused(status: CommandStatus) throws {
        var driver = try SessionDriver()
        _ = driver.connect()

        let actions = driver.receive(.bindResponse(.transceiver, nil), 1, status: status)
        #expect(actions == [.bindRefused(status), .close(.bindRefused(status))])
        #expect(driver.disconnect() == [])
    }

    @Test("a generic_nack of the bind refuses it too")
    func nacked() throws {
        var driver = try SessionDriver()
        _ = driver.connect()

        let actions = driver.receive(.genericNack, 1, status: .invalidCommandID)
        #expect(actions == [.bindRefused(.invalidCommandID), .close(.bindRefused(.invalidCommandID))])
    }

    @Test("a bind without an answer is given up in time")
    func timesOut() throws {
        var driver = try SessionDriver()
        _ = driver.connect()

        #expect(driver.wait(9_999).withoutWakes == [])
        #expect(driver.wait(1) == [.close(.bindTimedOut)])
        #expect(driver.wait(60_000) == [])
    }

    @Test("the answer to another bind is passed over")
    func otherSequenceNumber() throws {
        var driver = try SessionDriver()
        _ = driver.connect()

        #expect(driver.receive(.bindResponse(.transceiver, nil), 2) == [])
        #expect(driver.session.counters.unexpectedResponses == 1)
        #expect(!driver.session.isBound)
    }

    @Test("before the bind nothing is submitted and nothing delivered")
    func nothingBefore() throws {
        var driver = try SessionDriver()
        #expect(driver.submit(1) == [.notTaken(1, .notBound)])
        _ = driver.connect()
        #expect(driver.submit(1) == [.notTaken(1, .notBound)])

        let answer = driver.receive(.deliver(Known.fromPhone([0x41])), 9)
        let refusal = PDU(
            .deliverResponse(MessageResponse(messageID: "")),
            sequenceNumber: 9,
            status: .incorrectBindStatus
        )
        #expect(answer.sent == [refusal])
    }

    @Test("a session bound as receiver submits nothing, one bound as transmitter takes no delivery")
    func oneWay() throws {
        var receiver = try SessionDriver.bound(kind: .receiver)
        #expect(receiver.submit(1) == [.notTaken(1, .receiverOnly)])

        var transmitter = try SessionDriver.bound(kind: .transmitter)
        let answer = transmitter.receive(.deliver(Known.fromPhone([0x41])), 9)
        #expect(answer.told == [])
        #expect(answer.sent.map(\.status) == [.incorrectBindStatus])
    }

    @Test("after a disconnection the same session binds again with further sequence numbers")
    func bindsAgain() throws {
        var driver = try SessionDriver.bound()
        _ = driver.disconnect()

        let actions = driver.connect()
        #expect(actions.sent.map(\.sequenceNumber) == [2])
        #expect(driver.receive(.bindResponse(.transceiver, nil), 2).told == [.bound(systemID: "")])
    }

    @Test("credentials that do not fit are refused with the settings")
    func unwritableCredentials() {
        #expect(throws: PDUEncodingError.tooLong(.password, maximum: 8)) {
            try SMPPSessionSettings(bind: BindRequest(systemID: "motcua", password: "too-long-a-password"))
        }
    }

    @Test("settings outside their ranges are brought to the nearest end")
    func clampsSettings() throws {
        var settings = try SMPPSessionSettings(bind: BindRequest(systemID: "a", password: "b"))
        settings.windowSize = 0
        settings.submitsPerSecond = .max
        settings.submitTimeoutMilliseconds = .max
        settings.drainTimeoutMilliseconds = -5
        #expect(settings.windowSize == 1)
        #expect(settings.submitsPerSecond == 1_000_000)
        #expect(settings.submitTimeoutMilliseconds == 86_400_000)
        #expect(settings.drainTimeoutMilliseconds == 1)
    }
}
