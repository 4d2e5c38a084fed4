import DossierEngine
import GRDB
import HTTPTypes
import Testing

@testable import motcua

/// A database that keeps versions of procedures which the configuration does not have any more.
struct OlderVersionTests {
    private static let code = "000.00.15.H47-220105-0001"
    private static let file = "procedures/1.001612.yaml"
    private static let former = "Đăng ký thành lập hộ kinh doanh (liên thông thuế)"
    private static let present = "Đăng ký hộ kinh doanh theo quy định mới"

    private let folder: TemporaryFolder
    private let config: ConfigCopy

    /// A dossier was taken under version 1; the configuration has version 9, of another name.
    init() async throws {
        folder = try TemporaryFolder()
        config = try ConfigCopy()
        try await OneStop.open(in: folder, config: config.file) { service in
            let taken = try await service.staff("desk").register("1.001612")
            #expect(taken.string("code") == Self.code)
        }
        try config.replace("name: \"\(Self.former)\"", with: "name: \"\(Self.present)\"", in: Self.file)
        try config.replace("version: 1", with: "version: 9", in: Self.file)
    }

    private func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func run(_ command: String...) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(command + ["--database", folder.database, "--config", config.file])
    }

    @Test("a dossier is worked on by the version of its intake and verified by it, beside those of the new one")
    func worked() async throws {
        try await OneStop.open(in: folder, config: config.file) { service in
            let desk = try await service.staff("desk")
            #expect(try await desk.complete("intake", of: Self.code).string("procedure.name") == Self.former)
            #expect(try await service.status(Self.code).string("procedure.name") == Self.former)
            #expect(try await desk.register("1.001612").string("procedure.name") == Self.present)
        }
        let verified = try run("verify")
        #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
    }

    @Test("the same version with other content stops the start and says what to do")
    func rival() async throws {
        try config.replace("version: 9", with: "version: 1", in: Self.file)
        for command in [["serve", "--demo", "--port", "0"], ["check-config"]] {
            let refused = try Program.run(command + ["--database", folder.database, "--config", config.file])
            #expect(refused.code == 1)
            #expect(refused.errors.contains("procedure 1.001612 version 1"), "\(refused.errors)")
            #expect(refused.errors.contains("other content"), "\(refused.errors)")
        }
    }

    @Test("neither a start nor a command reads a version that no dossier asks for; doctor and verify hash them all")
    func unread() async throws {
        // Whoever read one of them would fail.
        for version in 2...8 {
            try change("INSERT INTO configuration VALUES ('procedure', '1.001612', \(version), '{')")
        }
        try change("INSERT INTO configuration VALUES ('procedure', '9.999999', 1, '{')")
        try await OneStop.open(in: folder, config: config.file) { service in
            let desk = try await service.staff("desk")
            #expect(try await desk.register("1.001612").string("procedure.name") == Self.present)
            try await desk.complete("intake", of: Self.code)
            let catalogue = try await service.send(.get, "/api/v1/procedures?limit=100")
            #expect(catalogue.status == 200)
            #expect(catalogue.text.contains(Self.present) && !catalogue.text.contains("9.999999"))
            #expect(try await service.send(.get, "/api/v1/procedures/9.999999").status == 404)
        }
        let users = try run("user", "list")
        #expect(users.code == 0, "\(users.errors)")
        let checked = try run("check-config")
        #expect(checked.code == 0, "\(checked.errors)")
        let verified = try run("verify")
        #expect(verified.code == 1)
        for version in 2...8 {
            let named = "procedure 1.001612 version \(version): no event says"
            #expect(verified.output.contains(named), "\(verified.output)")
        }
        #expect(!verified.output.contains("cannot be read"), "\(verified.output)")
        let examined = try run("doctor")
        #expect(examined.code == 2)
        #expect(examined.output.contains("procedure 1.001612 version 2: no event says"), "\(examined.output)")
    }

    @Test("the notices about a dossier whose version is damaged stay, by the ladder of its regime")
    func notices() async throws {
        try await OneStop.open(in: folder, config: config.file) { service in
            try await service.clock(to: "2022-01-07T12:00:00+07:00")
        }
        try change("UPDATE configuration SET content = '{' WHERE name = '1.001612' AND version = 1")
        try await OneStop.open(at: "2022-01-07T12:00+07:00", in: folder, config: config.file) { service in
            let told = try await service.notices(of: "head.BPMC-H")
                .filter { $0["dossierCode"]?.string == Self.code }
            #expect(
                told.compactMap { $0["kind"]?.string } == [
                    "stepWarning", "stepWarning", "stepOverdue", "dossierWarning", "apologyDemanded",
                ]
            )
            let draft = try #require(told.last?["apology"]?["draft"]?.string)
            #expect(draft.contains(Self.code) && draft.contains("1.001612"), "\(draft)")
        }
    }

    @Test("a damaged version stops neither the start nor the dossier's page; commands are refused, verify names it")
    func damaged() async throws {
        try change("UPDATE configuration SET content = '{' WHERE name = '1.001612'")
        try await OneStop.open(in: folder, config: config.file) { service in
            let desk = try await service.staff("desk")
            #expect(try await desk.act("complete-step", on: Self.code, #"{"stepId":"intake"}"#).status == 500)
            #expect(try await service.status(Self.code).string("procedure.name") == Self.former)
            #expect(try await desk.get("/dossiers/\(Self.code)").string("procedure.name") == "1.001612")
            #expect(try await desk.register("1.001612").string("procedure.name") == Self.present)
        }
        let verified = try run("verify")
        #expect(verified.code == 1)
        let unread = "\(Self.code): the stored procedure 1.001612 version 1 cannot be read"
        #expect(verified.output.contains(unread), "\(verified.output)")
        let changed = "procedure 1.001612 version 1: its content is not the one that was taken into use"
        #expect(verified.output.contains(changed), "\(verified.output)")
        let examined = try run("doctor")
        #expect(examined.code == 2)
        #expect(examined.output.contains(changed), "\(examined.output)")
    }
}
