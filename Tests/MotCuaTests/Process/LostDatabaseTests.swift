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

    @Test("a database that is moved while it is served takes nothing more: whoever is answered finds it after the end")
    func movedWhileServed() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        let token = try await server.token("desk")
        let kept = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        let code = try #require(kept?.string("code"))
        let away = folder.path + "/away.sqlite"
        for ending in ["", "-wal"] {
            try FileManager.default.moveItem(atPath: folder.database + ending, toPath: away + ending)
        }

        let refused = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        // The end that follows may come before the answer.
        #expect(refused == nil || refused?.status == 503, "\(refused?.text ?? "")")
        #expect(server.waitForEnd() == 74)
        #expect(try server.printed.contains("was moved, replaced or deleted while it was open"))

        for ending in ["", "-wal"] {
            try FileManager.default.moveItem(atPath: away + ending, toPath: folder.database + ending)
        }
        let again = try await RunningServer.start(database: folder.database)
        #expect(await again.send("GET", "/api/v1/status/\(code)")?.status == 200)
        #expect(again.terminate() == 0)
        #expect(try Self.run(["verify"], in: folder).code == 0)
    }

    @Test("a log that is removed while it is written ends the program, and what was acknowledged is there afterwards")
    func logRemovedWhileServed() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        let token = try await server.token("desk")
        let kept = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        let code = try #require(kept?.string("code"))
        try FileManager.default.removeItem(atPath: folder.database + "-wal")

        let refused = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        // The end that follows may come before the answer.
        #expect(refused == nil || refused?.status == 503, "\(refused?.text ?? "")")
        #expect(server.waitForEnd() == 74)
        let printed = try server.printed
        #expect(printed.contains("the log of the database (-wal) was moved, replaced or deleted"), "\(printed)")
        #expect(printed.contains("What was acknowledged is in the database itself now: start again"), "\(printed)")
        #expect(printed.contains("hãy khởi động lại"), "\(printed)")

        let again = try await RunningServer.start(database: folder.database)
        #expect(await again.send("GET", "/api/v1/status/\(code)")?.status == 200)
        #expect(again.terminate() == 0)
        #expect(try Self.run(["verify"], in: folder).code == 0)
    }

    @Test("an older file in its place is not served: codes that citizens hold would be given again")
    func olderFile() async throws {
        let folder = try TemporaryFolder()
        let first = try await RunningServer.start(database: folder.database)
        #expect(first.terminate() == 0)
        let older = folder.path + "/older.sqlite"
        try FileManager.default.copyItem(atPath: folder.database, toPath: older)
        let second = try await RunningServer.start(database: folder.database)
        let token = try await second.token("desk")
        let taken = await second.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        #expect(taken?.status == 201)
        #expect(second.terminate() == 0)
        for ending in ["", "-wal", "-shm"] {
            // After an orderly end there is no log.
            try? FileManager.default.removeItem(atPath: folder.database + ending)
        }
        try FileManager.default.moveItem(atPath: older, toPath: folder.database)

        let refused = try Self.run(["serve", "--demo", "--port", "0"], in: folder)
        #expect(refused.code == 1)
        #expect(refused.errors.contains("an older file was put in its place"), "\(refused.errors)")
        #expect(refused.errors.contains("tệp cũ đã được chép vào chỗ này"), "\(refused.errors)")
        let register = folder.path + "/register.csv"
        try Data((Registers.heading + "\r\n" + Registers.row() + "\r\n").utf8).write(to: URL(filePath: register))
        let unread = try Self.run(["import", register], in: folder)
        #expect(unread.code == 1 && unread.errors.contains("an older file was put in its place"), "\(unread.errors)")
        // What it says helps: the code that was given is not given again.
        let copy = folder.path + "/copy.sqlite"
        try #require(try Self.run(["backup", copy], in: folder).code == 0)
        let restored = try Self.run(["restore", copy, "--serial-gap", "10"], in: folder)
        #expect(restored.code == 0, "\(restored.errors)")
        let third = try await RunningServer.start(database: folder.database)
        let desk = try await third.token("desk")
        let next = await third.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: desk)
        #expect(next?.string("code") != taken?.string("code"))
        #expect(third.terminate() == 0)
    }

    @Test("who begins anew on purpose moves the checkpoints away, and is told of the key that is there")
    func anew() async throws {
        let folder = try await Self.lost()
        try FileManager.default.moveItem(atPath: folder.checkpoints, toPath: folder.path + "/old.checkpoints")
        let server = try await RunningServer.start(database: folder.database)
        #expect(try server.printed.contains("There is no database \(folder.database) yet: it is made now."))
        #expect(try server.printed.contains("motcua.key is there already and will be used."))
        #expect(try server.printed.contains("motcua.key và sẽ dùng khóa này."))
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
            ["simulate", "--seeds", "1", "--days", "1"], ["report", "--from", "2022-01-01", "--until", "2022-01-31"],
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
