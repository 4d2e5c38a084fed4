import Testing

@testable import motcua

/// What the service group is told of the services it runs.
@Suite("Services by name")
struct ServiceNameTests {
    @Test("a service is described by its name, not by the catalogue and the calendars that it holds")
    func names() async throws {
        try await TestServer.open { server in
            let names = server.services.map { "\($0)" }
            let relays = ["process", "gateways", "relay", "webhooks", "answers"]
            let keepers = ["checkpoints", "log level", "storage", "certificates", "housekeeper", "names", "disks"]
            #expect(names == keepers + relays + ["timers", "application"])
        }
    }
}
