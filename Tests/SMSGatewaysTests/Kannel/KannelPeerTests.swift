import AsyncHTTPClient
import DossierEngine
import SMSGateways
import SMSPeers
import Testing

/// The gateway against a real Kannel, where the packages kannel and kannel-extras are installed.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct KannelPeerTests {
    private let secrets = GatewaySecrets(["GOOD": "secretpw", "BAD": "wrongpw"])

    private func gateway(
        _ peer: KannelPeer,
        client: HTTPClient,
        password: String = "GOOD",
        reportURL: String? = nil
    ) throws -> KannelGateway {
        let description = KannelDescription(
            url: "http://127.0.0.1:\(peer.port)/cgi-bin/sendsms",
            username: "onestop",
            passwordSecret: password,
            sender: "8088",
            reportURL: reportURL,
            maximumSegments: 6,
            // A machine that is overloaded is slow, which is not what is tried here.
            timeoutSeconds: 50
        )
        return try KannelGateway(description, secrets: secrets, client: client)
    }

    @Test("texts arrive letter by letter, in either alphabet")
    func arrival() async throws {
        try await KannelPeer.run { peer in
            try await withClient { client in
                try await peer.connectPhone()
                let gateway = try gateway(peer, client: client)
                let plain = "Ho so @ $ [x] {y} ~ ^ | \\ 100% a+b&c=d \"e\" 'f' /?#"
                let accented = "Hồ sơ đã nhận: 100% & \"đủ\" + 1; Ưu tiên, ỹ Ẵ @ {x} €"

                #expect(await gateway.send(try submission(plain)) == .accepted(providerReference: nil))
                #expect(await gateway.send(try submission(accented)) == .accepted(providerReference: nil))

                let texts = try await peer.texts(2)
                #expect(texts.map(\.kind) == ["text", "ucs-2"])
                #expect(texts.map(\.sender) == ["8088", "8088"])
                #expect(texts.map(\.receiver) == ["84905123456", "84905123456"])
                #expect(String(decoding: texts[0].bytes, as: UTF8.self) == plain)
                #expect(texts[1].wideText == accented)
            }
        }
    }

    @Test("a long text arrives whole, no picture cut in two")
    func longText() async throws {
        try await KannelPeer.run { peer in
            try await withClient { client in
                try await peer.connectPhone()
                let gateway = try gateway(peer, client: client)
                let text = String(repeating: "ơ", count: 66) + "😀" + String(repeating: "ư", count: 66) + "😀"

                #expect(await gateway.send(try submission(text)).kind == "accepted")

                let parts = try await peer.texts(3)
                #expect(parts.map(\.kind) == ["udh", "udh", "udh"])
                let expected = [
                    String(repeating: "ơ", count: 66) + " ", "😀" + String(repeating: "ư", count: 65), "ư😀",
                ]
                #expect(parts.map(\.wideText) == expected)
            }
        }
    }

    @Test("reports come with our reference")
    func reports() async throws {
        try await LoopbackServer.run { _ in
            .reply(200, "")
        } _: { hook in
            try await KannelPeer.run { peer in
                try await withClient { client in
                    try await peer.connectPhone()
                    let url = "http://127.0.0.1:\(hook.port)/hook?reference={reference}&status=%d"
                    let gateway = try gateway(peer, client: client, reportURL: url)

                    _ = await gateway.send(try submission(reference: 9_007_199_254_740_993))

                    try await until("both reports") { hook.requests.count >= 2 }
                    let reports = hook.kannelReports(of: gateway.name)
                    // Which of the two comes first is chance.
                    #expect(Set(reports.map(\.state)) == [.delivered, .underWay])
                    #expect(Set(reports.map(\.subject)) == [.reference(9_007_199_254_740_993)])
                }
            }
        }
    }

    @Test("while no operator is there texts wait until the queue is full")
    func fullQueue() async throws {
        try await KannelPeer.run { peer in
            try await withClient { client in
                let gateway = try gateway(peer, client: client)

                // Kannel takes texts out of the queue to look whether the operator is there and puts them back, so that
                // one more may find room.
                var kinds: [String] = []
                while kinds.last != "later", kinds.count < KannelPeer.queueLimit * 10 {
                    kinds.append(await gateway.send(try submission()).kind)
                }

                #expect(kinds.count > KannelPeer.queueLimit, "\(kinds)")
                #expect(kinds.dropLast().allSatisfy { $0 == "accepted" } && kinds.last == "later", "\(kinds)")
                #expect(await gateway.condition().state == .up)
            }
        }
    }

    @Test("a wrong password puts the gateway down")
    func wrongPassword() async throws {
        try await KannelPeer.run { peer in
            try await withClient { client in
                let gateway = try gateway(peer, client: client, password: "BAD")

                #expect(await gateway.send(try submission()).kind == "later")
                #expect(await gateway.condition().state == .down)
                #expect(await gateway.condition().lastError?.contains("wrongpw") == false)
            }
        }
    }

    @Test("a Kannel that is gone surely took nothing")
    func gone() async throws {
        try await KannelPeer.run { peer in
            try await withClient { client in
                let gateway = try gateway(peer, client: client)
                peer.kill("bearerbox")
                peer.kill("smsbox")

                #expect(await gateway.send(try submission()) == .later(reason: "no connection could be made"))
            }
        }
    }
}
