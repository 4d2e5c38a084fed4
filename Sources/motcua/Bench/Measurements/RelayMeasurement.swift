import DossierEngine
import DossierStoreSQLite
import Foundation
import Logging
import SMSGateways

/// Sends every text of the database (chuyển tin trong hàng đợi) by SMPP to an SMSC that answers at once, from the row
/// that waits to the accepted state on disk, and looks at what that costs in memory.
struct RelayMeasurement: Measurement {
    /// How many parts may be unanswered.
    static let window = 50

    let name = "relay"

    func take(at site: BenchSite, repetition: Int) async throws {
        let path = try site.folder.copy(of: site.full.path, named: name + ".sqlite", alwaysFresh: true)
        let waiting = try PlainConnection(path: path)
        try waiting.run(
            "UPDATE outboxMessage SET state = 'queued', attempts = 0, gateway = NULL, sentAt = NULL, nextAttemptAt = 0"
        )
        try waiting.run("PRAGMA wal_checkpoint(TRUNCATE)")
        let smsc = try await ChildProcess.start(["bench", "--smsc"], output: site.folder.file("output"))
        defer { smsc.stop() }
        let gateway = try gateway(port: smsc.port)
        gateway.start()
        do {
            try await send(by: gateway, from: path, site: site)
        } catch {
            await gateway.shutDown()
            throw error
        }
        await gateway.shutDown()
    }

    private func send(by gateway: SMPPGateway, from path: String, site: BenchSite) async throws {
        let configuration = try ConfigurationLoading.load(site.common, overrides: ["database.file": path])
        let workplace = try await Workplace.open(configuration, mode: .demo)
        let sent = try await workplace.store.closing { _ in
            let relay = OutboxRelay(
                store: workplace.store,
                routes: [GatewayRoute(gateway, reports: true)],
                rules: workplace.rules,
                clock: workplace.clock,
                machineClock: workplace.machineClock,
                pace: SystemPace(),
                logger: Logger(label: "motcua.bench.relay") { _ in SwiftLogNoOpLogHandler() }
            )
            try await untilUp(gateway)
            let before = try Self.residentMebibytes
            let begin = ContinuousClock.now
            let sent = try await relay.drain()
            let seconds = (ContinuousClock.now - begin) / .seconds(1)
            site.figures.add(Double(sent) / seconds, to: name + ".rate")
            site.figures.add(try Self.residentMebibytes - before, to: name + ".growthMebibytes")
            return sent
        }
        try check(sent, in: path, of: site.full.dossiers)
    }

    private func check(_ sent: Int, in path: String, of dossiers: Int) throws {
        let accepted = try PlainConnection(path: path)
            .integer("SELECT COUNT(*) FROM outboxMessage WHERE state = 'accepted'")
        guard accepted == Int64(sent), sent >= dossiers else {
            throw CommandFailure(developer: "Of \(dossiers) texts \(sent) were tried, and not all of them accepted.")
        }
    }

    private func gateway(port: Int) throws -> SMPPGateway {
        let description = SMPPDescription(
            host: "127.0.0.1",
            port: port,
            systemID: "bench",
            passwordSecret: "SMPP",
            source: SMPPDescription.Source(.brandName, "MOTCUA"),
            window: Self.window,
            textsPerSecond: 1_000_000
        )
        return try SMPPGateway(
            description,
            secrets: GatewaySecrets(["SMPP": "bench"]),
            sinks: GatewaySinks(report: { _ in })
        )
    }

    private func untilUp(_ gateway: SMPPGateway) async throws {
        let start = ContinuousClock.now
        while await gateway.condition().state != .up {
            guard ContinuousClock.now - start < .seconds(30) else {
                throw CommandFailure(developer: "The SMPP gateway could not bind.")
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// The memory that this process has resident, in MiB.
    private static var residentMebibytes: Double {
        get throws { try ProcessMemory.mebibytes("VmRSS:", of: "self") }
    }
}
