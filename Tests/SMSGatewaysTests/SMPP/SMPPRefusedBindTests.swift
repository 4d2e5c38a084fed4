import DossierEngine
import SMPP
import SMSGateways
import SMSPeers
import Testing

/// The gateway against an SMSC that refuses its password, where the Debian package libnet-smpp-perl is installed.
@Suite(.timeLimit(.minutes(60)))
struct SMPPRefusedBindTests {
    /// The shortest waits after the first and the second failure, in seconds: half of one and of two.
    private static let shortestWaits = [0.5, 1.0]

    @Test(
        "a refused password puts the gateway down, texts wait, and tries come ever rarer until it is right",
        arguments: [CommandStatus.invalidPassword, .bindFailed]
    )
    func refused(status: CommandStatus) async throws {
        let kept = SMPPKept()
        try await NetSMPPPeer.run(refusal: status.rawValue) { peer in
            try await peer.start(password: "khac-1")
            try await withSMPP(smppDescription(port: peer.port), keeping: kept, waitsForUp: false) { gateway in
                try await until("refused") { await gateway.condition().state == .down }
                #expect(await gateway.condition().lastError == "the bind was refused (\(status))")
                #expect(await gateway.send(try submission(reference: 1)) == .later(reason: "not bound to the operator"))

                try await until("three tries") { try peer.events("refused").count >= 3 }
                let moments = try peer.events("refused").map(\.at)
                // A try begins when the wait after the refusal before it is over, so no wait looks shorter than it was.
                for (wait, shortest) in zip(zip(moments, moments.dropFirst()).map { $1 - $0 }, Self.shortestWaits) {
                    #expect(wait >= shortest - 0.01)
                }
                #expect(await gateway.send(try submission(reference: 1)) == .later(reason: "not bound to the operator"))
                #expect(await gateway.condition().state == .down)
                #expect(try peer.events("submit").isEmpty)

                peer.kill()
                try await peer.start(password: smppPassword)
                try await until("up") { await gateway.condition().state == .up }
                #expect(await gateway.send(try submission(reference: 1)) == .accepted(providerReference: "00000001"))
                #expect(try peer.events("bound").count == 1)
                #expect(await gateway.condition().lastError?.contains(smppPassword) == false)
            }
        }
        #expect(kept.log.contains("the bind was refused (\(status))"))
        #expect(kept.log.allSatisfy { !$0.contains(smppPassword) && !$0.contains("khac-1") })
    }
}
