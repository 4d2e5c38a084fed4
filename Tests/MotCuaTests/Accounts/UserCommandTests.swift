import DossierEngine
import Foundation
import Testing
import WorkingCalendar

@testable import motcua

/// `motcua user …` as its user types it, also beside a running server, and the first start of an installation.
@Suite(.serialized)
struct UserCommandTests {
    private static let ownPassword = "cau Ha Lam mua nuoc noi"

    private func user(
        _ arguments: [String],
        in folder: TemporaryFolder,
        input: String? = nil
    ) throws -> (
        code: Int32, output: String, errors: String
    ) {
        try Program.run(
            ["user"] + arguments + ["--database", folder.database, "--config", Checkout.config],
            input: input
        )
    }

    /// The one-time password that a command printed.
    private func given(_ output: String) throws -> String {
        let match = try #require(output.firstMatch(of: /first sign-in: ([0-9a-z-]{23})\n/), "\(output)")
        return String(match.1)
    }

    private func signIn(_ name: String, _ password: String, at server: RunningServer) async -> Answer? {
        let body = #"{"username":"\#(name)","password":"\#(password)"}"#
        return await server.send("POST", "/api/v1/sessions", json: body)
    }

    /// Gives an account its own password.
    private func settle(_ name: String, _ password: String, at server: RunningServer) async throws -> String {
        let answer = try #require(await signIn(name, password, at: server))
        let token = try #require(answer.string("token"), "\(answer.text)")
        #expect(answer.at("user.mustChangePassword")?.bool == true)
        let change = #"{"currentPassword":"\#(password)","newPassword":"\#(Self.ownPassword)"}"#
        #expect(await server.send("POST", "/api/v1/me/password", json: change, token: token)?.status == 204)
        return token
    }

    @Test("the first start makes an administrator and prints his password once, to nobody's log and never again")
    func firstStart() async throws {
        let folder = try TemporaryFolder()
        let first = try await RunningServer.start(database: folder.database, arguments: [])
        let printed = try first.printed
        let password = try given(printed)
        #expect(printed.components(separatedBy: password).count == 2)
        for line in printed.split(separator: "\n") where line.hasPrefix("{") { #expect(!line.contains(password)) }
        let token = try await settle("admin", password, at: first)
        #expect(await first.send("GET", "/api/v1/users", token: token)?.json["items"]?.array?.count == 1)
        #expect(await signIn("admin", password, at: first)?.string("code") == "wrong-credentials")
        #expect(first.terminate() == 0)
        let file = try Data(contentsOf: URL(filePath: folder.database))
        #expect(file.range(of: Data(password.utf8)) == nil)

        let second = try await RunningServer.start(database: folder.database, arguments: [])
        #expect(try !second.printed.contains("One-time password"))
        #expect(await signIn("admin", Self.ownPassword, at: second)?.status == 201)
        #expect(second.terminate() == 0)
    }

    @Test("an installation whose accounts were made first makes no administrator by itself")
    func accountsFirst() async throws {
        let folder = try TemporaryFolder()
        let made = try user(["add", "quan.tri", "--role", "admin", "--one-time"], in: folder)
        #expect(made.code == 0, "\(made.errors)")
        let password = try given(made.output)
        let server = try await RunningServer.start(database: folder.database, arguments: [])
        #expect(try !server.printed.contains("One-time password"))
        _ = try await settle("quan.tri", password, at: server)
        #expect(await signIn("admin", "admin", at: server)?.string("code") == "wrong-credentials")
        #expect(server.terminate() == 0)
    }

    @Test("an installation in which only a clerk was added first makes its administrator all the same")
    func clerkFirst() async throws {
        let folder = try TemporaryFolder()
        let made = try user(["add", "tran.binh", "--role", "desk", "--unit", "BPMC-H", "--one-time"], in: folder)
        #expect(made.code == 0, "\(made.errors)")
        let looked = try Program.run(["doctor", "--database", folder.database, "--config", Checkout.config])
        #expect(looked.output.contains("no administrator is active"), "\(looked.output)")
        let server = try await RunningServer.start(database: folder.database, arguments: [])
        _ = try await settle("admin", try given(try server.printed), at: server)
        #expect(server.terminate() == 0)
    }

    @Test("beside a running server accounts are made, disabled, enabled, reset, moved and listed, and it heeds it")
    func besideServer() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database, arguments: [])
        let seat = ["--role", "officer", "--unit", "TPHT-X", "--commune", "Bình Minh"]
        let made = try user(["add", "le.chi", "--one-time"] + seat, in: folder)
        #expect(made.code == 0, "\(made.errors)")
        let token = try await settle("le.chi", try given(made.output), at: server)
        #expect(await server.send("GET", "/api/v1/inbox", token: token)?.status == 200)

        #expect(try user(["disable", "LE.CHI"], in: folder).output == "Disabled le.chi.\n")
        // That it is heeded at all; how soon, SessionLifeTests tells by a clock that no busy machine holds up.
        var status = 200
        for _ in 0..<30_000 where status == 200 {
            status = try #require(await server.send("GET", "/api/v1/inbox", token: token)).status
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(status == 401)
        #expect(await signIn("le.chi", Self.ownPassword, at: server)?.string("code") == "wrong-credentials")
        let listed = try user(["list"], in: folder).output.split(separator: "\n")
        #expect(listed.contains("admin\tadmin\t-\tactive, one-time password"), "\(listed)")
        #expect(listed.contains("le.chi\tofficer\tTPHT-X@binh-minh\tdisabled"), "\(listed)")
        #expect(try user(["enable", "le.chi"], in: folder).code == 0)
        #expect(try user(["assign", "le.chi", "--role", "head", "--unit", "TCKH"], in: folder).code == 0)
        #expect(await signIn("le.chi", Self.ownPassword, at: server)?.at("user.role")?.string == "head")
        let reset = try user(["reset", "le.chi"], in: folder)
        #expect(await signIn("le.chi", try given(reset.output), at: server)?.status == 201)
        #expect(server.terminate() == 0)

        let verified = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        #expect(verified.code == 0, "\(verified.output) \(verified.errors)")
    }

    @Test("beside a running server it is told who made and changed an account, on the machine and over the network")
    func history() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database, arguments: [])
        let admin = try await settle("admin", try given(try server.printed), at: server)
        let seat = ["--role", "officer", "--unit", "TPHT-X", "--commune", "Bình Minh"]
        #expect(try user(["add", "le.chi", "--one-time"] + seat, in: folder).code == 0)
        let raised = #"{"role":"admin"}"#
        let path = "/api/v1/users/le.chi"
        #expect(await server.send("POST", path + "/assign", json: raised, token: admin)?.status == 200)
        #expect(try user(["disable", "le.chi"], in: folder).code == 0)

        let told = try user(["history", "LE.CHI"], in: folder)
        #expect(told.code == 0, "\(told.errors)")
        let lines = told.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        let deeds = lines.map { $0.dropFirst(2).prefix(2).joined(separator: " ") }
        #expect(deeds == ["accountCreated program", "accountAssigned admin", "accountDisabled program"])
        #expect(lines.first?.dropFirst(4) == ["role=officer", "place=TPHT-X@binh-minh", "mustChangePassword=true"])
        let moved = lines.dropFirst().first?.dropFirst(4)
        #expect(moved == ["role=admin", "place=-", "formerRole=officer", "formerPlace=TPHT-X@binh-minh"])
        #expect(lines.allSatisfy { $0[1].hasSuffix("+07:00") }, "\(lines)")

        let page = try #require(await server.send("GET", path + "/history", token: admin))
        let items = try #require(page.json["items"]?.array, "\(page.text)")
        let printed = try user(["history", "le.chi", "--json"], in: folder).output.split(separator: "\n")
        #expect(try printed.map { try JSONParser.parse(Array($0.utf8)) } == items)
        #expect(server.terminate() == 0)
        let verified = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        #expect(verified.code == 0, "\(verified.output) \(verified.errors)")
    }

    @Test("beside a running server an account is seconded, made acting head, listed and brought back")
    func postings() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        let body = #"{"username":"officer.TP","password":"officer.TP"}"#
        let token = try #require(await server.send("POST", "/api/v1/sessions", json: body)?.string("token"))
        func units(_ expected: [String]) async throws -> [String] {
            // At all; how soon, SessionLifeTests tells.
            var found: [String] = []
            for _ in 0..<30_000 {
                let me = try #require(await server.send("GET", "/api/v1/me", token: token))
                found = me.at("postings")?.array?.compactMap { $0["unit"]?.string } ?? []
                if found == expected { break }
                try await Task.sleep(for: .milliseconds(20))
            }
            return found
        }
        let second = try user(["second", "officer.TP", "--unit", "TCKH", "--until", "2100-01-01"], in: folder)
        #expect(second.code == 1 && second.errors.contains("until"), "\(second.errors)")
        for (from, until, words) in [
            ("2022-01-10", "2022-01-09", "before the first"), ("2022-01-01", "2022-01-04", "Ngày này đã qua"),
            ("2022-01-05", "2025-01-05", "longer than allowed"),
        ] {
            let days = ["--from", from, "--until", until]
            let refused = try user(["second", "officer.TP", "--unit", "TCKH"] + days, in: folder)
            #expect(refused.code == 1 && refused.errors.contains("until: "), "\(refused.errors)")
            #expect(refused.errors.contains(words), "\(refused.errors)")
        }
        // Days count by the server's clock, which stands.
        let today = try #require(LocalDate(iso8601: "2022-01-05"))
        let until = today.adding(days: 30).iso8601
        let made = try user(["second", "officer.TP", "--unit", "TCKH", "--until", until], in: folder)
        #expect(made.output == "1\tsecondment\tTCKH\t\(today.iso8601)..\(until)\tinForce\n", "\(made.errors)")
        #expect(try await units(["TCKH"]) == ["TCKH"])
        let unit = ["--unit", "TPHT-X", "--commune", "Bình Minh", "--from", until, "--until", until]
        let acting = try user(["acting-head", "OFFICER.TP"] + unit, in: folder)
        #expect(acting.output == "2\tactingHead\tTPHT-X@binh-minh\t\(until)..\(until)\tcoming\n", "\(acting.errors)")
        let overlapping = try user(["second", "officer.TP", "--unit", "TNMT", "--until", until], in: folder)
        #expect(overlapping.code == 1 && overlapping.errors.contains("chấm dứt lượt cũ"), "\(overlapping.errors)")
        let listed = try user(["list"], in: folder).output.split(separator: "\n").first { $0.hasPrefix("officer.TP\t") }
        #expect(listed?.contains("secondment TCKH \(today.iso8601)..\(until)\tactingHead TPHT-X@binh-minh") == true)
        let ended = try user(["end-posting", "officer.TP", "1"], in: folder)
        #expect(ended.output.hasSuffix("\tended\n"), "\(ended.errors)")
        #expect(try await units(["TPHT-X"]) == ["TPHT-X"])
        let all = try user(["postings", "officer.TP"], in: folder).output.split(separator: "\n")
        #expect(all.map { $0.split(separator: "\t").last } == ["coming", "ended"])
        #expect(server.terminate() == 0)
        let verified = try Program.run(["verify", "--database", folder.database, "--config", Checkout.config])
        #expect(verified.code == 0, "\(verified.output) \(verified.errors)")
    }

    @Test("a slip in what is typed for a first account makes neither a database nor a key")
    func slips() throws {
        let folder = try TemporaryFolder()
        for (arguments, word) in [
            (["add", "le chi", "--role", "admin", "--one-time"], "1 to 64 letters"),
            (["add", "le.chi", "--role", "boss", "--one-time"], "There is no role boss"),
            (["add", "le.chi", "--role", "desk", "--unit", "TCKH", "--one-time"], "no one-stop desk"),
            (["add", "le.chi", "--role", "admin"], "No password on standard input"),
        ] {
            let refused = try user(arguments, in: folder, input: "\n")
            #expect(refused.code == 1 && refused.errors.contains(word), "\(refused.errors)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty, "\(arguments)")
        }
    }

    @Test("what cannot be done exits 1 and says why, in both languages where the interface would")
    func refusals() throws {
        let folder = try TemporaryFolder()
        #expect(try user(["add", "quan.tri", "--role", "admin", "--one-time"], in: folder).code == 0)
        for (arguments, english, vietnamese) in [
            (["disable", "quan.tri"], "last active administrator", "quản trị viên cuối cùng"),
            (["assign", "quan.tri", "--role", "leader"], "last active administrator", "quản trị viên cuối cùng"),
            (["reset", "khong.co"], "no account of this name", "Không có tài khoản"),
            (["history", "khong.co"], "no account of this name", "Không có tài khoản"),
            (["add", "QUAN.TRI", "--role", "admin", "--one-time"], "choose another name", "chọn tên khác"),
            (["add", "le.chi", "--role", "boss", "--one-time"], "There is no role boss", ""),
            (["add", "le.chi", "--role", "desk", "--unit", "TCKH", "--one-time"], "no one-stop desk", ""),
            (["add", "le.chi", "--role", "desk", "--unit", "BPMC-H", "--commune", "x"], "leave out --commune", ""),
            (["add", "le.chi", "--role", "leader", "--commune", "Bình Minh"], "--commune goes with --unit", ""),
            (["add", "le chi", "--role", "admin", "--one-time"], "1 to 64 letters", ""),
        ] {
            let refused = try user(arguments, in: folder)
            #expect(refused.code == 1 && refused.errors.contains(english), "\(refused.errors)")
            #expect(vietnamese.isEmpty || refused.errors.contains(vietnamese), "\(refused.errors)")
        }
        let weak = try user(["add", "le.chi", "--role", "admin"], in: folder, input: "Mật khẩu 2024\n")
        #expect(weak.code == 1 && weak.errors.contains("join some words") && weak.errors.contains("ghép vài từ"))
    }
}
