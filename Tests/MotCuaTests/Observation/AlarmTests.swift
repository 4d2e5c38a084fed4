import Foundation
import SMSPeers
import Testing

@testable import motcua

/// The rules of `docker/prometheus-rules.yaml` against a server that has just started.
struct AlarmTests {
    /// What a rule asks for: a metric, and the labels it must have.
    private struct Asked: Hashable {
        let metric: String
        let labels: [String: String]
    }

    /// What a server without webhooks, copies and TLS does not measure.
    private static let optional: Set = [
        "motcua_webhook_deliveries_total", "motcua_backup_age_seconds", "motcua_backup_interval_seconds",
        "motcua_tls_certificate_end_seconds",
    ]

    private static func rules() throws -> String {
        try String(contentsOfFile: Checkout.path + "/docker/prometheus-rules.yaml", encoding: .utf8)
    }

    private static func asked() throws -> [Asked] {
        try rules().matches(of: /(motcua_[a-z_]+)(?:\{([^}]*)\})?/).map { match in
            let pairs = (match.2 ?? "").matches(of: /([a-z]+)="([^"]*)"/).map { (String($0.1), String($0.2)) }
            return Asked(metric: String(match.1), labels: Dictionary(pairs) { first, _ in first })
        }
    }

    @Test("every counter that an alarm watches is there at zero before anything fails, with the labels of the rule")
    func seriesFromTheStart() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        // The housekeeper and the relay measure in their first rounds; a first text has been sent after this.
        let desk = try await server.token("desk")
        _ = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: desk)
        _ = await server.send("GET", "/api/v1/demo/messages", token: desk)
        let asked = try Self.asked()
        #expect(asked.count >= 20)
        try await until("all is measured") {
            let metrics = try await MetricsText.of(server)
            return asked.allSatisfy { metrics.has($0.metric, $0.labels) || Self.optional.contains($0.metric) }
        }
        let metrics = try await MetricsText.of(server)
        // What an alarm asks of any program.
        #expect((metrics.value("process_start_time_seconds") ?? 0) > 1_700_000_000)
        for one in asked where one.metric.hasSuffix("_failures_total") {
            #expect(metrics.value(one.metric, one.labels) == 0, "\(one.metric)")
        }
        for gateway in ["console", "any", "none"] {
            #expect(metrics.value("motcua_sms_total", ["gateway": gateway, "state": "unknown"]) == 0, "\(gateway)")
        }
        #expect(server.terminate() == 0)
    }

    @Test("every counter begun for alarms has one, and rules ask by whole labels, so that this can be seen")
    func rulesOfCounters() throws {
        let rules = try Self.rules()
        for name in WatchedCounters.plain { #expect(rules.contains("(\(name)["), "\(name)") }
        #expect(!rules.contains("=~") && !rules.contains("!"))
    }
}
