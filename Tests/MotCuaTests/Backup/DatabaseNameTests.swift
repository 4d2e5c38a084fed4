import Foundation
import Glibc
import Testing

@testable import motcua

/// One database has one lock, one log and one history, whatever names lead to its file.
@Suite(.timeLimit(.minutes(60)))
struct DatabaseNameTests {
    private func run(
        _ arguments: String...,
        on database: String
    ) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(arguments + ["--database", database, "--config", Checkout.config])
    }

    private func names(_ site: BackupSite) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: site.folder.path).sorted()
    }

    @Test("through a link the same lock is asked for, the same history signed, and the file itself replaced")
    func link() async throws {
        let (site, elsewhere) = (try BackupSite(), try TemporaryFolder())
        let links = [elsewhere.path + "/far.sqlite", elsewhere.path + "/farther.sqlite"]
        try FileManager.default.createSymbolicLink(atPath: links[0], withDestinationPath: site.database)
        try FileManager.default.createSymbolicLink(atPath: links[1], withDestinationPath: "far.sqlite")
        let server = try await RunningServer.start(database: links[1])
        _ = try await site.register(1, at: server)
        for database in [site.database, links[0]] {
            let second = try run("serve", "--demo", "--port", "0", on: database)
            #expect(second.code == 1 && second.errors.contains("another running program"), "\(second.errors)")
            let early = try run("restore", site.copy, "--serial-gap", "5", on: database)
            #expect(early.code == 1 && early.errors.contains("another running program"), "\(early.errors)")
        }
        #expect(try run("backup", site.copy, on: links[0]).code == 0)
        _ = try await site.register(2, at: server)
        #expect(server.terminate() == 0)

        let restored = try run("restore", site.copy, "--serial-gap", "5", on: links[1])
        #expect(restored.code == 0 && restored.output.contains("epoch-2"), "\(restored.output)\(restored.errors)")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: links[1]) == "far.sqlite")
        #expect(try site.formers().count == 1)
        let verdict = try run("verify", on: site.database)
        #expect(verdict.code == 0 && verdict.output.contains("1 dossier, "), "\(verdict.output)\(verdict.errors)")
        // Nothing but the links and what the test itself logs.
        let beside = try FileManager.default.contentsOfDirectory(atPath: elsewhere.path).sorted()
        #expect(beside == ["far.sqlite", "farther.sqlite", "farther.sqlite.log"])
        for name in ["motcua.checkpoints", "motcua.checkpoint-key", "motcua.key"] {
            #expect(try names(site).contains(name))
        }
    }

    @Test("a link to where no database is yet makes it there, and links that lead in a circle are told of")
    func linkAhead() async throws {
        let (site, elsewhere) = (try BackupSite(), try TemporaryFolder())
        let link = elsewhere.path + "/far.sqlite"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: site.database)
        let server = try await RunningServer.start(database: link)
        #expect(server.terminate() == 0)
        #expect(try names(site).contains("motcua.sqlite"))
        // Nothing but the link and what the test itself logs.
        let beside = try FileManager.default.contentsOfDirectory(atPath: elsewhere.path).sorted()
        #expect(beside == ["far.sqlite", "far.sqlite.log"])
        let circle = elsewhere.path + "/circle.sqlite"
        try FileManager.default.createSymbolicLink(atPath: circle, withDestinationPath: circle)
        let refused = try run("serve", "--demo", "--port", "0", on: circle)
        #expect(refused.code != 0 && refused.errors.contains("circle.sqlite"), "\(refused.errors)")
    }

    @Test("a file with two names is written and copied under neither, and doctor says so")
    func hardLink() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        let alias = site.folder.path + "/alias.sqlite"
        try #require(Glibc.link(site.database, alias) == 0)
        for database in [site.database, alias] {
            for command in [["migrate"], ["backup", site.copy], ["user", "list"]] {
                let refused = try Program.run(command + ["--database", database, "--config", Checkout.config])
                #expect(refused.code == 1 && refused.errors.contains("has 2 names"), "\(command): \(refused.errors)")
                #expect(refused.errors.contains("có 2 tên"), "\(refused.errors)")
            }
            let found = try run("doctor", on: database)
            #expect(found.code == 2 && found.output.contains("has 2 names"), "\(found.output)")
        }
        unlink(alias)
        try await site.serve(registering: 1)
    }

    @Test("a file whose link was made beside a running server is not restored over")
    func hardLinkMeanwhile() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        #expect(try site.run("backup", site.copy).code == 0)
        let server = try await site.start()
        let alias = site.folder.path + "/alias.sqlite"
        try #require(Glibc.link(site.database, alias) == 0)
        let codes = try await site.register(2, at: server)
        let refused = try run("restore", site.copy, "--serial-gap", "0", on: alias)
        #expect(refused.code == 1 && refused.errors.contains("has 2 names"), "\(refused.errors)")
        for code in codes { #expect(await server.send("GET", "/api/v1/status/\(code)")?.status == 200, "\(code)") }
        #expect(server.terminate() == 0)
    }
}
