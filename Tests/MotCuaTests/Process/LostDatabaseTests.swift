import Foundation
import Testing

@testable import motcua

/// What happens where the database is not: its disk is not mounted, or the command runs in the wrong folder.
struct LostDatabaseTests {
    private static func run(
        _ arguments: [String],
        in folder: TemporaryFolder
    ) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(arguments + ["--database", folder.database, "--config", Checkout.config])
    }

    /// An installation that has signed a history and lost its database.
    private static func lost() async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { service in
            _ = try await service.staff("desk").register("1.001612")
            try await service.server.checkpoint()
        }
        for ending in ["", "-wal", "-shm"] {
            // The log may be gone already.
            try? FileManager.default.removeItem(atPath: folder.database + ending)
        }
        return folder
    }

    @Test("a database that is gone is not replaced by an empty one, whose codes citizens hold already")
    func gone() async throws {
        let folder = try await Self.lost()
        let register = folder.path + "/register.csv"
        try Data((Registers.heading + "\r\n" + Registers.row() + "\r\n").utf8).write(to: URL(filePath: register))
        for command in [
            ["serve", "--demo", "--port", "0"], ["serve", "--port", "0"], ["import", register], ["migrate"],
            ["user", "add", "quan.tri", "--role", "admin", "--one-time"], ["verify"], ["user", "list"],
        ] {
            let refused = try Self.run(command, in: folder)
            #expect(refused.code == 1, "\(command): \(refused.output)\(refused.errors)")
            #expect(refused.errors.contains("\(folder.checkpoints) signs the history of one"), "\(refused.errors)")
            #expect(refused.errors.contains("hãy gắn lại đĩa"), "\(refused.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.database), "\(command)")
        }
        let looked = try Self.run(["doctor"], in: folder)
        #expect(looked.code == 2 && looked.output.contains("mount its disk, or motcua restore"), "\(looked.output)")
    }

    @Test("an empty file in its place is no database either")
    func emptied() async throws {
        let folder = try await Self.lost()
        try Data().write(to: URL(filePath: folder.database))
        let refused = try Self.run(["serve", "--demo", "--port", "0"], in: folder)
        #expect(refused.code == 1 && refused.errors.contains("signs the history of one"), "\(refused.errors)")
        let looked = try Self.run(["doctor"], in: folder)
        #expect(looked.output.contains("signs its history"), "\(looked.output)")
    }

    @Test("who begins anew on purpose moves the checkpoints away, and is told of the key that is there")
    func anew() async throws {
        let folder = try await Self.lost()
        try FileManager.default.moveItem(atPath: folder.checkpoints, toPath: folder.path + "/old.checkpoints")
        let server = try await RunningServer.start(database: folder.database)
        #expect(try server.printed.contains("There is no database \(folder.database) yet: it is made now."))
        #expect(try server.printed.contains("motcua.key is there already and will be used."))
        #expect(server.terminate() == 0)
    }

    @Test("commands that make no database say so in one way, and leave the folder as it was")
    func wrongFolder() throws {
        let folder = try TemporaryFolder()
        for command in [
            ["key", "list"], ["key", "add", "doc", "--scope", "read", "--role", "leader"], ["user", "list"],
            ["user", "postings", "x"], ["user", "reset", "admin"], ["checkpoint", "fork", "--reason", "x"], ["migrate"],
            ["verify"], ["backup", folder.path + "/copy.sqlite"], ["rekey"], ["retention"], ["retention", "--dry-run"],
            ["erase", "000.00.15.H47-220105-0001"], ["calendar", "preview"], ["calendar", "apply"],
            ["export-person", "--code", "000.00.15.H47-220105-0001", "--output", folder.path + "/person.json"],
            ["simulate", "--seeds", "1", "--days", "1"],
        ] {
            let refused = try Self.run(command, in: folder)
            #expect(refused.code == 1, "\(command): \(refused.output)\(refused.errors)")
            let words = "Name it with --database, or run this in its folder.\n"
            let isSaid = refused.errors.hasPrefix("There is no database \(folder.database). " + words)
            #expect(isSaid, "\(command): \(refused.errors)")
            #expect(refused.errors.contains("Không có cơ sở dữ liệu \(folder.database)."), "\(refused.errors)")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(left.isEmpty, "\(command): \(left)")
        }
    }

    @Test("a fork where nothing was ever signed says so")
    func nothingSigned() async throws {
        let folder = try TemporaryFolder()
        let made = try Self.run(["user", "add", "quan.tri", "--role", "admin", "--one-time"], in: folder)
        #expect(made.code == 0, "\(made.errors)")
        let refused = try Self.run(["checkpoint", "fork", "--reason", "x"], in: folder)
        #expect(refused.code == 1 && refused.errors.contains("There is no checkpoint in"), "\(refused.errors)")
    }
}
