import SMPP
import Testing

@Suite("Shutting down")
struct ShutdownTests {
    @Test("with nothing open the session unbinds at once, then closes")
    func idle() throws {
        var driver = try SessionDriver.bound()
        let actions = driver.shutDown()
        #expect(actions.sent == [PDU(.unbind, sequenceNumber: 2)])
        #expect(actions.wakes == [5_000])
        #expect(driver.receive(.unbindResponse, 2) == [.close(.shutDown)])
        #expect(driver.shutDown() == [])
    }

    @Test("open submits are awaited, new ones not taken")
    func drains() throws {
        var driver = try SessionDriver.bound()
        _ = driver.submit(1)
        _ = driver.submit(2)
        #expect(driver.shutDown().sent == [])
        #expect(driver.submit(3) == [.notTaken(3, .draining)])

        #expect(driver.receive(.submitResponse(MessageResponse(messageID: "a")), 2).sent == [])
        let last = driver.receive(.submitResponse(MessageResponse(messageID: "b")), 3)
        #expect(last.told == [.settled(2, .accepted(messageID: "b"))])
        #expect(last.sent.map(\.body) == [.unbind])
    }

    @Test("a delivery that the caller still keeps is awaited too")
    func drainsDeliveries() throws {
        var driver = try SessionDriver.bound()
        let delivered = driver.receive(.deliver(Known.fromPhone([0x41])), 50)
        guard case .delivered(let delivery) = delivered.first else {
            Issue.record("nothing delivered")
            return
        }
        #expect(driver.shutDown().sent == [])
        let actions = driver.session.acknowledge(delivery.ticket, at: driver.now)
        #expect(actions.sent.map(\.body) == [.deliverResponse(MessageResponse(messageID: "")), .unbind])
    }

    @Test("the wait for answers has a bound, and answers still count until the close")
    func drainBound() throws {
        var driver = try SessionDriver.bound()
        _ = driver.submit(1)
        _ = driver.submit(2)
        #expect(driver.shutDown().wakes == [10_000])

        #expect(driver.wait(9_999).sent == [])
        #expect(driver.wait(1).sent.map(\.body) == [.unbind])
        #expect(
            driver.receive(.submitResponse(MessageResponse(messageID: "a")), 2).told
                == [.settled(1, .accepted(messageID: "a"))]
        )
        #expect(driver.receive(.unbindResponse, 4) == [.settled(2, .unknown(.disconnected)), .close(.shutDown)])
    }

    @Test("an unbind without an answer ends in a close all the same")
    func silentPeer() throws {
        var driver = try SessionDriver.bound()
        _ = driver.shutDown()
        #expect(driver.wait(4_999).told == [])
        #expect(driver.wait(1) == [.close(.shutDown)])
    }

    @Test("a delivery that crosses the unbind is to be tried again")
    func crossingDelivery() throws {
        var driver = try SessionDriver.bound()
        _ = driver.shutDown()
        let actions = driver.receive(.deliver(Known.fromPhone([0x41])), 50)
        #expect(actions.told == [])
        #expect(actions.sent.map(\.status) == [.receiverTemporaryError])
    }

    @Test("while binding the session just closes, and binds no later connection")
    func whileBinding() throws {
        var driver = try SessionDriver()
        _ = driver.connect()
        #expect(driver.shutDown() == [.close(.shutDown)])
        _ = driver.disconnect()
        #expect(driver.connect() == [.close(.shutDown)])
    }

    @Test("without a connection there is nothing to do")
    func disconnected() throws {
        var driver = try SessionDriver()
        #expect(driver.shutDown() == [])
    }
}
