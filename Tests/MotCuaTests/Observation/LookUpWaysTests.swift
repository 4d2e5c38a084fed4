import DossierEngine
import Foundation
import HTTPTypes
import NIOHTTP1
import Testing

/// Public look-ups have a short way on the event loop and a long one through the router; nobody can tell them apart.
struct LookUpWaysTests {
    /// An answer without what differs from one to the next.
    private struct Seen: Equatable {
        let status: Int
        let fields: [String]
        let text: String

        init(_ answer: Answer) {
            status = answer.status
            let names = answer.headers.map(\.name.canonicalName)
            fields = zip(names, answer.headers).map { $0 == "date" ? "date" : "\($0): \($1.value)" }
            text = answer.text
        }
    }

    private static let route = ["method": "GET", "route": "/api/v1/status/{code}"]

    @Test("known, unknown and malformed codes are answered, counted and logged alike on both ways")
    func alike() async throws {
        let folder = try TemporaryFolder()
        let config = try ConfigCopy()
        try config.replace("level: info", with: "level: debug", in: "motcua.yaml")
        let server = try await RunningServer.start(database: folder.database, config: config.file)
        let desk = try await server.token("desk")
        let intake = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: desk)
        let code = try #require(intake?.string("code"))
        for (name, path, status) in [
            ("known", code, 200), ("unknown", "000.00.15.H47-220105-9999", 404), ("malformed", "ABC", 404),
        ] {
            let short = try await look("/api/v1/status/\(path)", at: server, status: status)
            let byParameter = try await look("/api/v1/status/\(path)?", at: server, status: status)
            let byField = try await look(
                "/api/v1/status/\(path)",
                at: server,
                status: status,
                headers: ["Connection": "keep-alive, x"]
            )
            #expect(short == byParameter, "\(name)")
            #expect(short == byField, "\(name)")
        }
        try expectBothWaysTaken(server)
        #expect(server.terminate() == 0)
    }

    /// Looks a code up; the request is counted once, with its own status.
    private func look(
        _ path: String,
        at server: RunningServer,
        status: Int,
        headers: HTTPHeaders = [:]
    ) async throws -> Seen {
        let before = try await MetricsText.of(server)
        let answer = try #require(await server.send("GET", path, headers: headers))
        #expect(answer.status == status, "\(path): \(answer.text)")
        let after = try await MetricsText.of(server)
        let labels = Self.route.merging(["status": String(status)]) { $1 }
        #expect(after.growth(of: "motcua_http_requests_total", labels, since: before) == 1, "\(path)")
        let times = after.growth(of: "motcua_http_request_duration_seconds_count", Self.route, since: before)
        #expect(times == 1, "\(path)")
        return Seen(answer)
    }

    /// The router gives each request an id in the log, the short way gives none: only the plain look-up of the known
    /// code went the short way, and all nine have a line.
    private func expectBothWaysTaken(_ server: RunningServer) throws {
        let lines = try server.printed.split(separator: "\n").filter {
            $0.contains(#""route":"/api/v1/status/{code}""#)
        }
        #expect(lines.count == 9)
        #expect(lines.filter { !$0.contains("hb.request.id") }.count == 1)
    }
}
