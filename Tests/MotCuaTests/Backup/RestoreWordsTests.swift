import DossierStoreSQLite
import Foundation
import ProgramSupport
import Testing

@testable import motcua

/// What an administrator reads who restores the wrong copy, or the right one without its key.
@Suite(.timeLimit(.minutes(60)))
struct RestoreWordsTests {
    @Test("a copy of another installation is told as that, and no gap is asked for first")
    func foreign() async throws {
        let (site, other) = (try BackupSite(), try BackupSite())
        // The first checkpoint is of before the copy's end, and by codes the copy lies behind.
        try await site.serve(registering: 1)
        try await site.serve(registering: 3)
        try await other.serve(registering: 2)
        #expect(try other.run("backup", other.copy).code == 0)
        let before = try site.files()
        let refused = try site.run("restore", other.copy, "--serial-gap", "0")
        #expect(refused.code == 1 && refused.errors.contains("another installation"), "\(refused.errors)")
        #expect(!refused.errors.contains("--serial-gap"), "\(refused.errors)")
        #expect(try site.files() == before)
    }

    @Test("a restoration beside a command that has the database open names it, and asks for nothing else")
    func guest() async throws {
        let site = try BackupSite()
        try await site.makeEmpty()
        #expect(try site.run("backup", site.copy).code == 0)
        let guest = try SQLiteGuestStore.open(path: site.database)
        let refused = try site.run("restore", site.copy, "--serial-gap", "0")
        #expect(refused.code == 75 && refused.errors.contains("motcua user, motcua key"), "\(refused.errors)")
        #expect(refused.errors.contains("hãy kết thúc lệnh đó"), "\(refused.errors)")
        #expect(!refused.errors.contains("disk full") && !refused.errors.contains("đĩa có đầy"), "\(refused.errors)")
        try guest.close()
        #expect(try site.run("restore", site.copy, "--serial-gap", "0").code == 0)
    }

    @Test("a restoration of which nobody reads what it tells goes on to its end, with the new epoch")
    func unheard() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        #expect(try site.run("backup", site.copy).code == 0)
        try await site.serve(registering: 1)
        let command = ["restore", site.copy, "--serial-gap", "5"]
        let place = ["--database", site.database, "--config", Checkout.config]
        #expect(try Program.runUnheard(command + place) == SpawnedProgram.Ending(code: 0, isExit: true))
        try await site.serve(registering: 1)
    }

    @Test("whoever undoes a restoration by the former database itself is told to make a copy of it, and that helps")
    func formerDatabase() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        #expect(try site.run("backup", site.copy).code == 0)
        #expect(try site.run("restore", site.copy, "--serial-gap", "0").code == 0)
        let former = try #require(try site.formers().last)
        let refused = try site.run("restore", former, "--serial-gap", "0")
        #expect(refused.code == 1, "\(refused.errors)")
        #expect(refused.errors.contains("motcua backup FILE --database \(former)\n"), "\(refused.errors)")
        #expect(refused.errors.contains("motcua backup TỆP --database \(former)\n"), "\(refused.errors)")

        let undo = site.folder.path + "/undo.sqlite"
        let made = try Program.run(["backup", undo, "--database", former, "--config", site.config])
        #expect(made.code == 0, "\(made.errors)")
        let undone = try site.run("restore", undo, "--serial-gap", "0")
        #expect(undone.code == 0, "\(undone.errors)")
    }

    @Test("a restoration without the key says what is missing, and not that nothing was changed")
    func noKey() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        #expect(try site.run("backup", site.copy).code == 0)
        let key = site.folder.path + "/motcua.key"
        try FileManager.default.moveItem(atPath: key, toPath: site.folder.path + "/kept.key")
        let restored = try site.run("restore", site.copy, "--serial-gap", "0")
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(restored.errors.contains("the key file \(key) is missing: put its copy there"), "\(restored.errors)")
        #expect(!restored.errors.contains("Nothing was changed"), "\(restored.errors)")
    }
}
