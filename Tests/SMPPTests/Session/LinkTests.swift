import SMPP
import Testing

@Suite("Life of the link")
struct LinkTests {
    @Test("a silent link is enquired, and an answer keeps it")
    func enquires() throws {
        var driver = try SessionDriver.bound()
        #expect(driver.wait(29_999).withoutWakes == [])

        let enquiry = driver.wait(1)
        #expect(enquiry.sent == [PDU(.enquireLink, sequenceNumber: 2)])
        #expect(enquiry.wakes == [40_000])
        _ = driver.wait(9_999)
        #expect(driver.receive(.enquireLinkResponse, 2).withoutWakes == [])
        #expect(driver.wait(1).withoutWakes == [])
        #expect(driver.session.isBound)
    }

    @Test("an enquiry without an answer is the end of the link, with every submit unknown")
    func dies() throws {
        var driver = try SessionDriver.bound { $0.submitTimeoutMilliseconds = 100_000 }
        _ = driver.submit(1)
        _ = driver.wait(30_000)

        #expect(driver.wait(10_000) == [.settled(1, .unknown(.disconnected)), .close(.linkDead)])
        #expect(driver.wait(10_000) == [])
        #expect(driver.receive(.enquireLinkResponse, 3) == [])
    }

    @Test("any word of the peer proves the link")
    func anyWord() throws {
        var driver = try SessionDriver.bound()
        _ = driver.wait(30_000)
        _ = driver.receive(.enquireLink, 77)
        #expect(driver.wait(29_999).withoutWakes == [])
        #expect(driver.wait(1).sent.map(\.body) == [.enquireLink])
    }

    @Test("an enquiry of the peer is answered, also before the bind is")
    func answersEnquiry() throws {
        var driver = try SessionDriver()
        _ = driver.connect()
        #expect(driver.receive(.enquireLink, 77).sent == [PDU(.enquireLinkResponse, sequenceNumber: 77)])
    }

    @Test("an unbind of the peer is answered, then the connection is closed")
    func answersUnbind() throws {
        var driver = try SessionDriver.bound()
        _ = driver.submit(1)

        let actions = driver.receive(.unbind, 78)
        #expect(actions.sent == [PDU(.unbindResponse, sequenceNumber: 78)])
        #expect(actions.told == [.settled(1, .unknown(.disconnected)), .close(.peerUnbound)])
        #expect(driver.submit(2) == [.notTaken(2, .notBound)])
    }

    @Test(
        "what a client does not serve is answered with generic_nack",
        arguments: [
            PDU.Body.submit(Known.message()), .bind(.receiver, BindRequest(systemID: "a", password: "b")),
            .query(MessageQuery(messageID: "1", source: Known.phone)), .unknown(CommandID(rawValue: 0x21), [1]),
        ]
    )
    func unserved(body: PDU.Body) throws {
        var driver = try SessionDriver.bound()
        let nack = PDU(.genericNack, sequenceNumber: 79, status: .invalidCommandID)
        #expect(driver.receive(body, 79).sent == [nack])
        #expect(driver.session.counters.unservedRequests == 1)
    }

    @Test("responses and notifications that nobody waits for are passed over and counted")
    func passedOver() throws {
        var driver = try SessionDriver.bound()
        #expect(driver.receive(.unknown(CommandID(rawValue: 0x8000_0021), []), 1) == [])
        #expect(driver.receive(.cancelResponse, 1) == [])
        #expect(driver.receive(.genericNack, 0, status: .invalidCommandLength) == [])
        #expect(driver.receive(.unbindResponse, 1) == [])
        #expect(driver.session.counters.unexpectedResponses == 4)

        #expect(driver.receive(.outbind(Outbind(systemID: "SMSC", password: "")), 1) == [])
        #expect(driver.session.counters.passedOver == 1)
    }

    @Test("a request that cannot be read is answered with generic_nack, a response is not")
    func unreadable() throws {
        var driver = try SessionDriver.bound()
        let request = driver.session.received(frame: framed("00000005 00000000 00000050 00"), at: driver.now)
        #expect(request.sent == [PDU(.genericNack, sequenceNumber: 0x50, status: .invalidCommandLength)])

        let response = driver.session.received(frame: framed("80000003 00000000 00000050 'x'"), at: driver.now)
        #expect(response == [])
        #expect(driver.session.received(frame: [1, 2, 3], at: driver.now) == [])
        #expect(driver.session.counters.unreadable == 3)
    }

    @Test("a broken stream ends the connection")
    func brokenStream() throws {
        var driver = try SessionDriver.bound()
        _ = driver.submit(1)

        let actions = driver.session.streamBroke(.tooShort(4), at: driver.now)
        #expect(actions.sent == [PDU(.genericNack, sequenceNumber: 0, status: .invalidCommandLength)])
        #expect(actions.told == [.settled(1, .unknown(.disconnected)), .close(.streamBroken(.tooShort(4)))])
    }

    @Test("a wish to be woken comes only when it changes, and anew after each tick")
    func wakes() throws {
        var driver = try SessionDriver.bound { $0.submitTimeoutMilliseconds = 5_000 }
        #expect(driver.submit(1).wakes == [5_000])
        #expect(driver.submit(2).wakes == [])
        #expect(driver.wait(4_999).wakes == [5_000])
        #expect(driver.wait(1).wakes == [30_000])
    }
}
