import SMPP
import Testing

@Suite("Deliveries")
struct DeliveringTests {
    private func ticket(_ actions: [SMPPAction]) throws -> DeliveryTicket {
        try #require(
            actions.compactMap { action -> DeliveryTicket? in
                guard case .delivered(let delivery) = action else { return nil }
                return delivery.ticket
            }.first
        )
    }

    private func answer(_ sequenceNumber: UInt32, _ status: CommandStatus = .ok) -> PDU {
        PDU(.deliverResponse(MessageResponse(messageID: "")), sequenceNumber: sequenceNumber, status: status)
    }

    @Test("a delivery is answered only when the caller says so, once")
    func acknowledged() throws {
        var driver = try SessionDriver.bound()
        let actions = driver.receive(.deliver(Known.fromPhone([0x41])), 50)
        #expect(actions.sent == [])
        guard case .delivered(let delivery) = actions.first else {
            Issue.record("nothing delivered")
            return
        }
        #expect(delivery.message == Known.fromPhone([0x41]))

        #expect(driver.session.acknowledge(delivery.ticket, at: driver.now).sent == [answer(50)])
        #expect(driver.session.acknowledge(delivery.ticket, at: driver.now) == [])
    }

    @Test("the caller may ask for another try")
    func postponedByCaller() throws {
        var driver = try SessionDriver.bound()
        let ticket = try ticket(driver.receive(.deliver(Known.fromPhone([0x41])), 50))
        let actions = driver.session.acknowledge(ticket, status: .receiverTemporaryError, at: driver.now)
        #expect(actions.sent == [answer(50, .receiverTemporaryError)])
    }

    @Test("a text that comes as data_sm is delivered in the same form and answered as data_sm")
    func dataMessage() throws {
        var driver = try SessionDriver.bound()
        var data = DataMessage(
            source: Known.phone,
            destination: Known.shortCode,
            optionalParameters: TLVTable([TLV(.messagePayload, [0x54, 0x43])])
        )
        data.dataCoding = .latin1
        let actions = driver.receive(.dataMessage(data), 51)
        guard case .delivered(let delivery) = actions.first else {
            Issue.record("nothing delivered")
            return
        }
        #expect(delivery.message.content == [0x54, 0x43])
        #expect(delivery.message.dataCoding == .latin1)

        let sent = driver.session.acknowledge(delivery.ticket, at: driver.now).sent
        #expect(sent == [PDU(.dataMessageResponse(MessageResponse(messageID: "")), sequenceNumber: 51)])
    }

    @Test("a ticket of an earlier connection answers nothing on a new one")
    func outdatedTicket() throws {
        var driver = try SessionDriver.bound()
        let old = try ticket(driver.receive(.deliver(Known.fromPhone([0x41])), 50))
        _ = driver.disconnect()
        _ = driver.connect()
        _ = driver.receive(.bindResponse(.transceiver, nil), 2)
        let new = try ticket(driver.receive(.deliver(Known.fromPhone([0x42])), 50))

        #expect(driver.session.acknowledge(old, at: driver.now) == [])
        #expect(driver.session.acknowledge(new, at: driver.now).sent == [answer(50)])
    }

    @Test("deliveries beyond the limit are sent back to be tried again")
    func bounded() throws {
        var driver = try SessionDriver.bound { $0.openDeliveryLimit = 2 }
        let first = try ticket(driver.receive(.deliver(Known.fromPhone([1])), 50))
        _ = driver.receive(.deliver(Known.fromPhone([2])), 51)

        let third = driver.receive(.deliver(Known.fromPhone([3])), 52)
        #expect(third.withoutWakes.count == 1)
        #expect(third.sent == [answer(52, .receiverTemporaryError)])
        #expect(driver.session.counters.postponedDeliveries == 1)

        _ = driver.session.acknowledge(first, at: driver.now)
        #expect(driver.receive(.deliver(Known.fromPhone([3])), 53).told.count == 1)
    }

    @Test("a delivery under a sequence number that is still open is sent back, the open one stays")
    func numberInUse() throws {
        var driver = try SessionDriver.bound()
        let ticket = try ticket(driver.receive(.deliver(Known.fromPhone([1])), 50))

        let second = driver.receive(.deliver(Known.fromPhone([2])), 50)
        #expect(second.told == [])
        #expect(second.sent == [answer(50, .receiverTemporaryError)])
        #expect(driver.session.acknowledge(ticket, at: driver.now).sent == [answer(50)])
    }
}
