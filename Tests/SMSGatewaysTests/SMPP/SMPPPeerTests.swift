import DossierEngine
import SMSGateways
import SMSPeers
import SMSText
import Testing

/// The gateway against a real SMSC, where the Python package smpp34 is installed.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct SMPPPeerTests {
    /// A text to an invented number that ends so.
    private func text(_ text: String, to ending: String = "3456", reference: Int64 = 42) throws -> SMSSubmission {
        let number = try #require(PhoneNumber(vietnamese: "090512" + ending))
        return SMSSubmission(reference: reference, to: number, text: text)
    }

    private func description(_ peer: SMPPPeer, window: Int = 10) -> SMPPDescription {
        var description = smppDescription(port: peer.port)
        description.source = .init(.shortCode, "8088")
        description.window = window
        return description
    }

    @Test("texts arrive letter by letter, in either alphabet")
    func arrival() async throws {
        try await SMPPPeer.run { peer in
            try await withSMPP(description(peer)) { gateway in
                let plain = "Ho so @ $ 100% a+b&c=d \"e\" 'f' /?#"
                let accented = "Hồ sơ đã nhận: 100% & \"đủ\" + 1; Ưu tiên, ỹ Ẵ @ {x} €"

                #expect(await gateway.send(try text(plain)) == .accepted(providerReference: "00000001"))
                #expect(await gateway.send(try text(accented)) == .accepted(providerReference: "00000002"))

                let submits = try peer.events("submit")
                #expect(submits.map(\.coding) == [0, 8])
                #expect(submits.map(\.source) == ["8088", "8088"])
                #expect(submits.map(\.destination) == ["84905123456", "84905123456"])
                #expect(submits.map(\.kinds) == [[3, 0, 1, 1], [3, 0, 1, 1]])
                #expect(submits.map(\.header) == [[], []])
                // @ and $ are 0 and 2 in GSM 7-bit; everything else here is as in ASCII.
                let octets = plain.utf8.map { $0 == UInt8(ascii: "@") ? 0 : $0 == UInt8(ascii: "$") ? 2 : $0 }
                #expect(submits.first?.body == octets)
                #expect(submits.last?.wideText == accented)
            }
        }
    }

    @Test("a long text arrives whole, no picture cut in two, and one receipt is asked for")
    func longText() async throws {
        let kept = SMPPKept()
        try await SMPPPeer.run { peer in
            try await withSMPP(description(peer), keeping: kept) { gateway in
                let long = String(repeating: "ơ", count: 66) + "😀" + String(repeating: "ư", count: 66) + "😀"

                let answer = await gateway.send(try text(long, reference: 7))
                #expect(answer == .accepted(providerReference: "00000003"))

                let parts = try peer.events("submit")
                #expect(parts.map(\.header) == [[5, 0, 3, 7, 3, 1], [5, 0, 3, 7, 3, 2], [5, 0, 3, 7, 3, 3]])
                #expect(parts.map(\.wideText).joined() == long)
                #expect(parts.allSatisfy { !$0.wideText.contains("\u{FFFD}") })
                #expect(parts.map(\.wantsReceipt) == [false, false, true])
                try await until("the receipt") { !kept.reports.isEmpty }
                #expect(kept.reports.map(\.subject) == [.providerReferences(["00000003"])])
            }
        }
    }

    @Test("each receipt names the text that it is about, also one before the answer")
    func receipts() async throws {
        let kept = SMPPKept()
        let endings = ["3401", "9005", "3402", "9006", "9004", "3403", "9005"]
        try await SMPPPeer.run { peer in
            try await withSMPP(description(peer), keeping: kept) { gateway in
                let answers = try await withThrowingTaskGroup(of: (String, SMSAnswer).self) { group in
                    for (number, ending) in endings.enumerated() {
                        let text = try text("Hồ sơ \(number)", to: ending, reference: Int64(number + 1))
                        group.addTask { (ending, await gateway.send(text)) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                try await until("six receipts") { kept.reports.count >= 6 }
                _ = try await peer.events("receipt", atLeast: 6)

                var expected: [DeliveryReport.Subject: DeliveryReport.State] = [:]
                for case (let ending, .accepted(let reference?)) in answers where ending != "9004" {
                    expected[.providerReferences([reference])] = ending == "9005" ? .undelivered : .delivered
                }
                #expect(answers.allSatisfy { $0.1.kind == "accepted" })
                #expect(expected.count == 6)
                for report in kept.reports { #expect(expected[report.subject] == report.state) }
                #expect(Set(kept.reports.map(\.subject)).count == 6)
                #expect(kept.reports.count == 6)
                #expect(try peer.events("receipt").allSatisfy { $0.answer == 0 })
            }
        }
    }

    @Test("what the SMSC refuses is told for what it is")
    func refusals() async throws {
        try await SMPPPeer.run { peer in
            try await withSMPP(description(peer)) { gateway in
                let refused = await gateway.send(try text("Ho so 1", to: "9002"))
                #expect(refused == .rejected(reason: "the operator refused (ESME_RINVDSTADR)"))
                let full = await gateway.send(try text("Ho so 2", to: "9003"))
                #expect(full == .later(reason: "the operator takes nothing now (ESME_RMSGQFUL)"))
                // The pause that the full queue asked for is shorter than the wait for a turn.
                #expect(await gateway.send(try text("Ho so 3", to: "9001")).kind == "later")
                #expect(await gateway.condition().state == .up)
                #expect(try peer.events("submit").count == 3)
            }
        }
    }

    @Test("a throttled part of a long text is tried again, and none is doubled")
    func throttled() async throws {
        try await SMPPPeer.run { peer in
            try await withSMPP(description(peer)) { gateway in
                // The first two submits to the number are refused: both are of the first part.
                let long = String(repeating: "Hồ sơ ", count: 20)
                #expect(await gateway.send(try text(long, to: "9001", reference: 1)).kind == "later")
                #expect(await gateway.send(try text(long, to: "9001", reference: 2)).kind == "later")
                #expect(await gateway.send(try text(long, to: "9001", reference: 3)).kind == "accepted")
                let numbers = try peer.events("submit").compactMap { $0.header?.suffix(3) }
                #expect(numbers.map(Array.init) == [[1, 2, 1], [2, 2, 1], [3, 2, 1], [3, 2, 2]])
                #expect(try peer.events("accepted").count == 2)
            }
        }
    }

    @Test("citizens' texts are put together and kept once")
    func citizensTexts() async throws {
        let kept = SMPPKept()
        let long =
            "Tra cứu hồ sơ số 000.00.01.H29-261122-0001 của Nguyễn Văn A và cho biết ngày trả kết quả, nơi nhận, "
            + "giấy tờ cần mang theo. Cảm ơn! 😀"
        try await SMPPPeer.run { peer in
            try await withSMPP(description(peer), keeping: kept) { gateway in
                #expect(await gateway.send(try text("MO")).kind == "accepted")
                _ = try await peer.events("text", atLeast: 1)
                #expect(await gateway.send(try text("MOLONG")).kind == "accepted")
                // Of each width of the reference two and three parts, the third beginning inside the picture, and one
                // of them again.
                let texts = try await peer.events("text", atLeast: 1 + 3 + 4)
                #expect(texts.allSatisfy { $0.answer == 0 })
                #expect(kept.texts.map(\.text) == ["Tra cứu 0001", long, long])
                #expect(Set(kept.texts.map(\.sender)) == ["+84905123456"])
            }
        }
    }

    @Test("a killed SMSC leaves it open what it had, the rest waits, and nothing is doubled")
    func killed() async throws {
        let kept = SMPPKept()
        try await SMPPPeer.run { peer in
            try await withSMPP(description(peer, window: 4), keeping: kept) { gateway in
                let before = try await send(1...6, to: "3456", through: gateway)
                #expect(before.values.allSatisfy { $0.kind == "accepted" })

                async let stopped = send(7...14, to: "9007", through: gateway)
                _ = try await peer.events("submit", atLeast: 6 + 4)
                peer.kill()
                let answers = try await stopped
                let open = answers.filter { $0.value.kind == "unknown" }.keys
                let waiting = answers.filter { $0.value.kind == "later" }.keys
                #expect(open.count == 4)
                #expect(waiting.count == 4)
                try await until("noticed") { await gateway.condition().state != .up }

                try await peer.start()
                try await until("up again") { await gateway.condition().state == .up }
                for reference in waiting.sorted() {
                    let after = try await send(reference...reference, to: "3456", through: gateway)
                    #expect(after[reference]?.kind == "accepted")
                }
                let texts = try peer.events("submit").map(\.wideText)
                #expect(Set(texts) == Set((1...14).map { "Hồ sơ số \($0)" }))
                #expect(texts.count == 14)
                #expect(try peer.events("bound").count == 2)
            }
        }
    }

    /// Sends texts that name their references, all at once, and gives the answers.
    private func send(
        _ references: ClosedRange<Int64>,
        to ending: String,
        through gateway: SMPPGateway
    ) async throws -> [Int64: SMSAnswer] {
        try await withThrowingTaskGroup(of: (Int64, SMSAnswer).self) { group in
            for reference in references {
                let text = try text("Hồ sơ số \(reference)", to: ending, reference: reference)
                group.addTask { (reference, await gateway.send(text)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }
}
