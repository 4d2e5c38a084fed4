import DossierEngine
import Testing

@testable import motcua

/// `motcua key …` as its user types it, beside a running server.
@Suite(.serialized)
struct KeyCommandTests {
    private func key(
        _ arguments: [String],
        in folder: TemporaryFolder
    ) throws -> (
        code: Int32, output: String, errors: String
    ) {
        try Program.run(["key"] + arguments + ["--database", folder.database, "--config", Checkout.config])
    }

    private func printed(_ output: String) throws -> String {
        String(try #require(output.firstMatch(of: /motcua_[02-9a-z]{47}/), "\(output)").0)
    }

    @Test("a key is made, used, rotated, listed and revoked while the server runs")
    func besideServer() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database, arguments: [])
        let made = try key(["add", "doc", "--scope", "read", "--role", "leader"], in: folder)
        #expect(made.code == 0, "\(made.errors)")
        let first = try printed(made.output)
        #expect(await server.send("GET", "/api/v1/dossiers", token: first)?.status == 200)
        let second = try printed(try key(["rotate", "doc", "--overlap-hours", "4"], in: folder).output)
        for token in [first, second] {
            #expect(await server.send("GET", "/api/v1/dossiers", token: token)?.status == 200)
        }
        let listed = try key(["list"], in: folder).output
        #expect(listed.contains("\tdoc\tread\tleader\tholds\t"), "\(listed)")
        #expect(listed.contains(second.dropFirst(7).prefix(8)) && !listed.contains(second))
        #expect(try key(["revoke", "doc"], in: folder).output == "Revoked doc.\n")
        // That it is heeded at all; how soon, KeyScenarioTests tells by a clock that no busy machine holds up.
        var status = 200
        for _ in 0..<30_000 where status == 200 {
            status = try #require(await server.send("GET", "/api/v1/dossiers", token: second)).status
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(status == 401)
        let told = try key(["history", "DOC"], in: folder).output
        let lines = told.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(lines.map { $0[2] } == ["keyCreated", "keyRotated", "keyRevoked"], "\(told)")
        #expect(lines.allSatisfy { $0[3] == "program" }, "\(told)")
        #expect(told.contains("\tprefix=\(first.dropFirst(7).prefix(8))"), "\(told)")
        for secret in [first, second] { #expect(!told.contains(secret)) }
        let printed = try key(["history", "doc", "--json"], in: folder).output.split(separator: "\n")
        let types = try printed.map { try JSONParser.parse(Array($0.utf8))["type"]?.string }
        #expect(types == ["keyCreated", "keyRotated", "keyRevoked"])
        #expect(server.terminate() == 0)
    }

    @Test("what cannot be done exits 1 and says why, in both languages")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let first = ["user", "add", "quan.tri", "--role", "admin", "--one-time", "--database", folder.database]
        #expect(try Program.run(first + ["--config", Checkout.config]).code == 0)
        #expect(try key(["add", "doc", "--scope", "read", "--role", "leader"], in: folder).code == 0)
        #expect(try key(["add", "cu", "--scope", "read", "--role", "leader"], in: folder).code == 0)
        #expect(try key(["revoke", "cu"], in: folder).code == 0)
        for (arguments, words) in [
            (["add", "doc", "--scope", "read", "--role", "leader"], "choose another name"),
            (["add", "x", "--scope", "all", "--role", "leader"], "There is no scope all"),
            (["add", "x", "--scope", "read"], "with --role: desk, officer, head, leader"),
            (["add", "x"], "bằng --scope: staff, read"),
            (["add", "x", "--scope", "read", "--role", "admin"], "use desk, officer, head, leader"),
            (["add", "x", "--scope", "intake-online"], "with --role: desk."),
            (["add", "x", "--scope", "intake-online", "--role", "head", "--unit", "TCKH"], "use desk."),
            (["add", "x", "--scope", "read", "--role", "leader", "--gateway", "esms"], "leave it out"),
            (["add", "x", "--scope", "read", "--scope", "sms-inbound", "--gateway", "esms"], "for one thing"),
            (["add", "x", "--scope", "sms-receipts", "--gateway", "khong"], "--gateway takes esms, "),
            (["add", "x", "--scope", "sms-receipts"], "ghi bằng --gateway: esms, "),
            (["add", "x", "--scope", "sms-receipts", "--gateway", "esms", "--unit", "TCKH"], "leave out --role"),
            (["add", "x", "--scope", "read", "--role", "leader", "--days", "731"], "--days goes from 1 to 730"),
            (["add", "cu", "--scope", "read", "--role", "leader"], "hãy tạo khóa mới với tên khác"),
            (["rotate", "doc", "--overlap-hours", "721"], "--overlap-hours goes from 0 to 720, not 721"),
            (["revoke", "khong"], "Không có khóa mang tên này"),
            (["history", "khong"], "Không có khóa mang tên này"),
        ] {
            let refused = try key(arguments, in: folder)
            #expect(refused.code == 1 && refused.errors.contains(words), "\(refused.errors)")
        }
    }
}
