import Foundation
import ProgramSupport
import Testing

@testable import motcua

/// `motcua import` as its user types it.
@Suite(.serialized)
struct ImportCommandTests {
    private func arguments(_ command: String..., folder: TemporaryFolder) -> [String] {
        command + ["--database", folder.database, "--config", Checkout.config]
    }

    private func copy(into folder: TemporaryFolder) throws -> String {
        let path = folder.path + "/register-2022-01.csv"
        try FileManager.default.copyItem(atPath: JanuaryRegister.path, toPath: path)
        return path
    }

    @Test("import makes the database, reports, exits 0 in spite of rejected rows, and adds nothing the second time")
    func twice() throws {
        let folder = try TemporaryFolder()
        let register = try copy(into: folder)
        let first = try Program.run(arguments("import", register, folder: folder))
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.output.hasPrefix("1200 rows read, 1109 added, 0 known before, 91 rejected:\n"))
        #expect(first.output.hasSuffix("Rejected rows and their remedies: \(register).rejected.csv\n"))
        #expect(first.errors.hasSuffix("read 1200 of 1200 rows\n"))
        #expect(first.errors.hasPrefix("There is no database \(folder.database) yet: it is made now.\n"))
        #expect(!first.errors.contains("\r"))
        let rejected = try String(contentsOfFile: register + ".rejected.csv", encoding: .utf8)
        #expect(rejected.hasPrefix("line,field,value,remedy\r\n4,applicant.phone,07785739,"))
        let second = try Program.run(arguments("import", register, folder: folder))
        #expect(second.code == 0)
        #expect(second.output.hasPrefix("1200 rows read, 0 added, 1109 known before, 91 rejected:\n"))
        let verdict = try Program.run(arguments("verify", folder: folder))
        #expect(verdict.code == 0, "\(verdict.output)")
    }

    @Test("a register that is not there, or has other headings, is told as it was written")
    func wrongRegister() throws {
        let folder = try TemporaryFolder()
        let missing = try Program.run(arguments("import", folder.path + "/nope.csv", folder: folder))
        #expect(missing.code == 1 && missing.errors.contains("There is no file \(folder.path)/nope.csv."))
        let register = folder.path + "/register.csv"
        try Data("Mã hồ sơ,receivedAt\r\n".utf8).write(to: URL(filePath: register))
        let foreign = try Program.run(arguments("import", register, folder: folder))
        #expect(foreign.code == 1 && foreign.errors.contains("\"Mã hồ sơ\""), "\(foreign.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.database))
    }

    @Test("rows were written when they were taken over: no clock is suspected for them, and a copy is as old as it is")
    func written() throws {
        let folder = try TemporaryFolder()
        let register = folder.path + "/register.csv"
        try Data("\(Registers.heading)\n\(Registers.row())\n".utf8).write(to: URL(filePath: register))
        let taken = try Program.run(arguments("import", register, folder: folder))
        #expect(taken.code == 0, "\(taken.errors)")
        let copy = folder.path + "/copy.sqlite"
        let copied = try Program.run(arguments("backup", copy, folder: folder))
        #expect(copied.code == 0, "\(copied.errors)")
        let restored = try Program.run(arguments("restore", copy, "--serial-gap", "3", folder: folder))
        #expect(restored.code == 0 && restored.output.contains("go on past a gap of 3"), "\(restored.errors)")
        #expect(!restored.output.contains("Codes of 2022"), "\(restored.output)")
        let account = ["quan.tri", "--role", "admin", "--one-time"]
        let added = try Program.run(arguments("user", "add", folder: folder) + account)
        #expect(added.code == 0, "\(added.errors)")
        let examined = try Program.run(arguments("doctor", folder: folder))
        #expect(!examined.output.contains("nothing happened from 2022"), "\(examined.output)")
    }

    @Test("README's register is taken over as it stands there")
    func readme() throws {
        let folder = try TemporaryFolder()
        let readme = try String(contentsOfFile: Checkout.path + "/README.md", encoding: .utf8)
        let block = try #require(readme.firstMatch(of: /```csv\n((?:.+\n)+?)```/)).1
        let register = folder.path + "/register.csv"
        try Data(block.utf8).write(to: URL(filePath: register))
        let taken = try Program.run(arguments("import", register, folder: folder))
        #expect(taken.output == "1 row read, 1 added, 0 known before, 0 rejected.\n", "\(taken.errors)")
    }

    @Test("a register of a commune's own desk is taken over for that commune, a name that there is not for none")
    func commune() throws {
        let folder = try TemporaryFolder()
        let register = folder.path + "/register.csv"
        let text = "\(Registers.heading)\n\(Registers.row([.procedureCode: "2.000635"]))\n"
        try Data(text.utf8).write(to: URL(filePath: register))
        let nowhere = try Program.run(arguments("import", register, "--commune", "Tam Kỳ", folder: folder))
        #expect(nowhere.code == 1 && nowhere.errors.contains("There is no commune Tam Kỳ"), "\(nowhere.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.database))
        let taken = try Program.run(arguments("import", register, "--commune", "Bình Minh", folder: folder))
        #expect(taken.output == "1 row read, 1 added, 0 known before, 0 rejected.\n", "\(taken.errors)")
        let unnamed = try Program.run(arguments("import", register, folder: folder))
        #expect(unnamed.output == "1 row read, 0 added, 1 known before, 0 rejected.\n", "\(unnamed.errors)")
        let other = try Program.run(arguments("import", register, "--commune", "Bình An", folder: folder))
        #expect(other.output.hasPrefix("1 row read, 0 added, 0 known before, 1 rejected:\n  commune: 1\n"))
        let remedies = try String(contentsOfFile: register + ".rejected.csv", encoding: .utf8)
        #expect(remedies.contains("Dòng này đã nhập cho binh-minh"))
    }

    @Test("an import that is killed goes on where it was")
    func killed() throws {
        let folder = try TemporaryFolder()
        let register = try copy(into: folder)
        let errors = try ProgramPipe()
        let command = arguments("import", register, folder: folder)
        let program = try SpawnedProgram(Program.path, command, errors: .pipe(errors))
        // It tells its progress at the first chunk and every quarter: killed at the first word of it, it is under way.
        var told = ""
        while !told.contains("read 64 of 1200 rows") {
            let word = try errors.next()
            guard !word.isEmpty else { break }
            told += String(decoding: word, as: UTF8.self)
        }
        program.send(SIGKILL)
        program.wait()
        #expect(told.contains("read 64 of 1200 rows"))
        #expect(!FileManager.default.fileExists(atPath: register + ".rejected.csv"))
        let rest = try Program.run(arguments("import", register, folder: folder))
        #expect(rest.code == 0, "\(rest.errors)")
        let counts = rest.output.split(separator: ", ").compactMap { Int($0.prefix { $0.isNumber }) }
        try #require(counts.count == 4)
        #expect(counts[2] > 0, "nothing was known: it was killed too early to prove anything")
        #expect(counts[1] + counts[2] == 1_109)
        #expect(try Program.run(arguments("verify", folder: folder)).code == 0)
    }

    @Test("what is no register exits 1 and makes no database")
    func noRegister() throws {
        let folder = try TemporaryFolder()
        let register = folder.path + "/register.csv"
        let missing = try Program.run(arguments("import", register, folder: folder))
        #expect(missing.code == 1)
        #expect(missing.errors.contains("There is no file"))
        try Data("a,b\n1,2\n".utf8).write(to: URL(filePath: register))
        let strange = try Program.run(arguments("import", register, folder: folder))
        #expect(strange.code == 1)
        // Not what stands there: without a heading it may be somebody's data.
        #expect(strange.errors.contains("register.csv has no heading") && !strange.errors.contains("\"a\""))
        #expect(!FileManager.default.fileExists(atPath: folder.database))
    }

    @Test("a database that serves is left alone")
    func inUse() async throws {
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        let result = try Program.run(arguments("import", try copy(into: folder), folder: folder))
        #expect(result.code == 1)
        #expect(result.errors.contains("The database cannot be used: "))
        #expect(server.terminate() == 0)
    }
}
