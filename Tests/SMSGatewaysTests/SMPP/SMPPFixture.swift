import DossierEngine
import SMPP
import SMPPTestSupport
import SMSGateways
import SMSPeers
import Synchronization
import Testing

/// The password of every gateway here, to be found nowhere.
let smppPassword = "bi-mat-9"

/// What a gateway handed out, and whether it may.
final class SMPPKept: Sendable {
    struct Refusal: Error {}

    private let kept = Mutex<(reports: [DeliveryReport], texts: [IncomingText], log: [String])>(([], [], []))
    private let refusing = Mutex(false)

    var reports: [DeliveryReport] { kept.withLock { $0.reports } }
    var texts: [IncomingText] { kept.withLock { $0.texts } }
    var log: [String] { kept.withLock { $0.log } }

    /// Whether nothing can be kept just now.
    var isRefusing: Bool {
        get { refusing.withLock { $0 } }
        set { refusing.withLock { $0 = newValue } }
    }

    func sinks(takesTexts: Bool) -> GatewaySinks {
        let text: @Sendable (IncomingText) async throws -> Void = { text in
            if self.isRefusing { throw Refusal() }
            self.kept.withLock { $0.texts.append(text) }
        }
        return GatewaySinks(
            report: { report in
                if self.isRefusing { throw Refusal() }
                self.kept.withLock { $0.reports.append(report) }
            },
            text: takesTexts ? text : nil
        )
    }

    func note(_ line: String) { kept.withLock { $0.log.append(line) } }
}

/// A description of the SMSC of a test.
func smppDescription(port: Int) -> SMPPDescription {
    SMPPDescription(
        host: "127.0.0.1",
        port: port,
        systemID: "motcua",
        passwordSecret: "SMPP",
        source: .init(.brandName, "MOTCUA"),
        textsPerSecond: 1000
    )
}

/// Starts a gateway, waits until it is up, runs `body` and shuts it down.
func withSMPP(
    _ description: SMPPDescription,
    keeping kept: SMPPKept = SMPPKept(),
    takesTexts: Bool = true,
    waitsForUp: Bool = true,
    _ body: (SMPPGateway) async throws -> Void
) async throws {
    let gateway = try SMPPGateway(
        description,
        secrets: GatewaySecrets(["SMPP": smppPassword]),
        sinks: kept.sinks(takesTexts: takesTexts),
        log: kept.note
    )
    gateway.start()
    do {
        if waitsForUp { try await until("up") { await gateway.condition().state == .up } }
        try await body(gateway)
        await gateway.shutDown()
    } catch {
        await gateway.shutDown()
        throw error
    }
}

/// A message from a citizen's phone or about one.
func fromPhone(_ octets: [UInt8]) -> ShortMessage {
    ShortMessage(
        source: SMPPAddress(typeOfNumber: .international, numberingPlan: .telephone, value: "84905123456"),
        destination: SMPPAddress(typeOfNumber: .networkSpecific, numberingPlan: .unknown, value: "8088"),
        text: octets
    )
}
