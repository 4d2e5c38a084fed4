import SMPP
import Testing

@Suite("Submitting")
struct SubmittingTests {
    private static func answer(_ id: String) -> PDU.Body {
        .submitResponse(MessageResponse(messageID: id))
    }

    @Test("a submit is sent and settled by its answer")
    func accepted() throws {
        var driver = try SessionDriver.bound()

        #expect(driver.submit(7).sent == [PDU(.submit(Known.message()), sequenceNumber: 2)])
        #expect(driver.session.unansweredCount == 1)
        #expect(driver.receive(Self.answer("0A"), 2).told == [.settled(7, .accepted(messageID: "0A"))])
        #expect(driver.session.unansweredCount == 0)
    }

    @Test(
        "the status of the answer decides, with a body or without",
        arguments: [
            (CommandStatus.invalidDestinationAddress, SubmitOutcome.refused(.invalidDestinationAddress)),
            (CommandStatus(rawValue: 0x400), .refused(CommandStatus(rawValue: 0x400))),
            (.throttled, .tryLater(.throttled)),
            (.messageQueueFull, .tryLater(.messageQueueFull)),
            (.systemError, .tryLater(.systemError)),
            (.ok, .accepted(messageID: nil)),
        ]
    )
    func outcomes(status: CommandStatus, expected: SubmitOutcome) throws {
        for body in [PDU.Body.submitResponse(nil), Self.answer("")] {
            var driver = try SessionDriver.bound()
            _ = driver.submit(7)
            #expect(driver.receive(body, 2, status: status).told == [.settled(7, expected)])
        }
    }

    @Test("a generic_nack settles its submit")
    func nacked() throws {
        var driver = try SessionDriver.bound()
        _ = driver.submit(7)
        _ = driver.submit(8)
        #expect(
            driver.receive(.genericNack, 2, status: .invalidCommandLength).told
                == [.settled(7, .refused(.invalidCommandLength))]
        )
        #expect(
            driver.receive(.genericNack, 3, status: .throttled).told == [.settled(8, .tryLater(.throttled))]
        )
    }

    @Test(
        "an answer that cannot be read counts by its status, and leaves an accepted submit unknown",
        arguments: [
            ("00000000", SubmitOutcome.unknown(.unreadableAnswer)),
            ("0000000B", .refused(.invalidDestinationAddress)),
            ("00000008", .tryLater(.systemError)),
        ]
    )
    func unreadableAnswer(status: String, expected: SubmitOutcome) throws {
        var driver = try SessionDriver.bound()
        _ = driver.submit(7)
        let frame = framed("80000004 \(status) 00000002 '\(String(repeating: "9", count: 300))'")
        #expect(driver.session.received(frame: frame, at: driver.now).told == [.settled(7, expected)])
        #expect(driver.session.counters.unreadable == 1)
    }

    @Test("answers may come in any order, each once")
    func anyOrder() throws {
        var driver = try SessionDriver.bound()
        for reference in Int64(1)...3 { _ = driver.submit(reference) }

        #expect(driver.receive(Self.answer("c"), 4).told == [.settled(3, .accepted(messageID: "c"))])
        #expect(driver.receive(Self.answer("a"), 2).told == [.settled(1, .accepted(messageID: "a"))])
        #expect(driver.receive(Self.answer("a"), 2).told == [])
        #expect(driver.receive(Self.answer("x"), 99).told == [])
        #expect(driver.session.counters.unexpectedResponses == 2)
        #expect(driver.session.unansweredCount == 1)
    }

    @Test("the window holds no more than it may, and an answer makes room")
    func window() throws {
        var driver = try SessionDriver.bound { $0.windowSize = 2 }
        #expect(driver.submit(1).sent.count == 1)
        #expect(driver.submit(2).sent.count == 1)
        #expect(driver.submit(3) == [.notTaken(3, .windowFull)])

        _ = driver.receive(Self.answer("a"), 2)
        #expect(driver.submit(3).sent.count == 1)
    }

    @Test("a submit that is under way is not taken twice")
    func underWay() throws {
        var driver = try SessionDriver.bound()
        _ = driver.submit(1)
        #expect(driver.submit(1) == [.notTaken(1, .alreadyUnderWay)])

        let secondPart = SubmissionID(reference: 1, part: 2)
        #expect(driver.session.submit(Known.message(), id: secondPart, at: driver.now).sent.count == 1)
    }

    @Test("a message that cannot be written is not taken and takes no room")
    func unencodable() throws {
        var driver = try SessionDriver.bound()
        var message = Known.message()
        message.text = [UInt8](repeating: 0, count: 300)
        #expect(driver.submit(1, message) == [.notTaken(1, .unencodable(.tooLong(.shortMessage, maximum: 254)))])
        #expect(driver.session.unansweredCount == 0)
    }

    @Test("without an answer in time the outcome is unknown, and the window is free again")
    func timesOut() throws {
        var driver = try SessionDriver.bound { $0.windowSize = 1 }
        #expect(driver.submit(1).wakes == [])
        _ = driver.receive(.enquireLink, 1)

        #expect(driver.wait(29_999).told == [])
        #expect(driver.wait(1).told == [.settled(1, .unknown(.timedOut))])
        #expect(driver.submit(2).sent.count == 1)
        #expect(driver.session.counters.timeOuts == 1)
    }

    @Test("a late answer is told as late, once")
    func lateAnswer() throws {
        var driver = try SessionDriver.bound { $0.submitTimeoutMilliseconds = 1_000 }
        _ = driver.submit(1)
        _ = driver.submit(2)
        #expect(driver.wait(1_000).told.count == 2)

        #expect(driver.receive(Self.answer("a"), 2).told == [.settledLate(1, .accepted(messageID: "a"))])
        #expect(
            driver.receive(.submitResponse(nil), 3, status: .throttled).told
                == [.settledLate(2, .tryLater(.throttled))]
        )
        #expect(driver.receive(Self.answer("a"), 2).told == [])
        #expect(driver.session.counters.lateAnswers == 2)
    }

    @Test("of the submits that timed out the latest thousand are remembered")
    func boundedMemoryOfTimeOuts() throws {
        var driver = try SessionDriver.bound {
            $0.windowSize = 1000
            $0.submitTimeoutMilliseconds = 1_000
        }
        for reference in Int64(1)...600 { _ = driver.submit(reference) }
        _ = driver.wait(1_000)
        for reference in Int64(601)...1_200 { _ = driver.submit(reference) }
        _ = driver.wait(1_000)
        #expect(driver.session.counters.timeOuts == 1_200)

        // The bind had the number 1, so the submit n has n + 1.
        #expect(driver.receive(Self.answer("a"), 201).told == [])
        #expect(driver.receive(Self.answer("b"), 202).told == [.settledLate(201, .accepted(messageID: "b"))])
        #expect(driver.receive(Self.answer("c"), 1_201).told == [.settledLate(1_200, .accepted(messageID: "c"))])
    }

    @Test("a disconnection leaves every unanswered submit unknown, in the order of sending")
    func disconnection() throws {
        var driver = try SessionDriver.bound()
        for reference in Int64(1)...3 { _ = driver.submit(reference) }
        _ = driver.receive(Self.answer("b"), 3)

        #expect(
            driver.disconnect()
                == [.settled(1, .unknown(.disconnected)), .settled(3, .unknown(.disconnected))]
        )
        #expect(driver.disconnect() == [])
        _ = driver.connect()
        #expect(driver.receive(Self.answer("a"), 2).told == [])
    }

    @Test("sequence numbers begin anew after the last one and pass over those in use")
    func sequenceNumbers() throws {
        var driver = try SessionDriver(firstSequenceNumber: 0x7FFF_FFFE)
        #expect(driver.connect().sent.map(\.sequenceNumber) == [0x7FFF_FFFE])
        _ = driver.receive(.bindResponse(.transceiver, nil), 0x7FFF_FFFE)

        let numbers = (Int64(1)...3).flatMap { driver.submit($0).sent.map(\.sequenceNumber) }
        #expect(numbers == [0x7FFF_FFFF, 1, 2])
    }
}
