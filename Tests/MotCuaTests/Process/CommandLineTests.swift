import Foundation
import ProgramSupport
import Testing

/// The commands as their user types them.
@Suite(.serialized)
struct CommandLineTests {
    @Test("check-config prints a slack for each procedure")
    func checkConfig() throws {
        let result = try Program.run(["check-config", "--config", Checkout.config])
        #expect(result.code == 0)
        let lines = result.output.split(separator: "\n").filter { $0.contains(" slack ") }
        #expect(lines.count == 13)
        // The tightest receipt is just after three, because the tax office rests longer at noon. Intake 2 h from
        // Monday 15:00:01 to Tuesday 07:30:01, appraisal 8 h to Wednesday 07:30:01, tax code 6 h (07:00-11:30 and
        // 13:30-17:00) to 15:30:01, signature 6 h to Thursday 13:30:01; three days of 8 h end at 15:00:01.
        #expect(
            lines.contains(
                "1.001612 slack 1 h 30: received Monday 04/01/2021 15:00:01 at BPMC-H, "
                    + "ready Thursday 07/01/2021 13:30:01, promised Thursday 07/01/2021 15:00:01"
            )
        )
    }

    @Test("what was typed wrong is told in both languages, with exit code 64")
    func typedWrong() throws {
        let port = try Program.run(["serve", "--port", "70000"])
        #expect(port.code == 64)
        #expect(port.errors.contains("--port goes from 0 to 65535.\n--port từ 0 đến 65535."), "\(port.errors)")
        let bench = try Program.run(["bench", "--database", "motcua.sqlite"])
        #expect(bench.code == 64)
        #expect(bench.errors.contains("leave out --database") && bench.errors.contains("hãy bỏ --database"))
    }

    @Test("a program that was installed without the folders that belong to it says so, whatever is asked of it")
    func noResources() throws {
        let folder = try TemporaryFolder()
        let program = folder.path + "/motcua"
        try FileManager.default.copyItem(atPath: Program.path, toPath: program)
        let place = ["--config", Checkout.config, "--database", folder.database]
        for command in [["serve", "--port", "0"], ["check-config"], ["verify"], ["doctor"]] {
            let told = try SpawnedProgram.run(program, command + place)
            let words = told.output + told.errors
            #expect(told.code == (command == ["doctor"] ? 2 : 1), "\(words)")
            #expect(words.contains("copy the MotCua_*.resources of the same build"), "\(words)")
            #expect(words.contains("hãy chép các thư mục MotCua_*.resources"), "\(words)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.database))
    }

    @Test("a secret that is shown once and that standard output does not take is no success")
    func lostOutput() throws {
        let folder = try TemporaryFolder()
        let place = "--config '\(Checkout.config)' --database '\(folder.database)'"
        let make = "'\(Program.path)' user add quan.tri --role admin --one-time \(place) > /dev/full"
        let lost = try SpawnedProgram.run("/bin/sh", ["-c", make])
        #expect(lost.code == 1 && lost.errors.contains("standard output did not take"), "\(lost.errors)")
        #expect(lost.errors.contains("phải được tạo lại (motcua user reset, motcua key rotate)"), "\(lost.errors)")
        let list = ["user", "list", "--config", Checkout.config, "--database", folder.database]
        #expect(try Program.run(list).output.hasPrefix("quan.tri"))
        // Nor is what else was to be told there.
        for (command, code) in [("retention --dry-run", 1), ("doctor", 2)] as [(String, Int32)] {
            let untold = try SpawnedProgram.run("/bin/sh", ["-c", "'\(Program.path)' \(command) \(place) > /dev/full"])
            #expect(untold.code == code, "\(command): \(untold.errors)")
            #expect(untold.errors.contains("standard output did not take"), "\(command): \(untold.errors)")
        }
    }

    @Test("check-config exits 1 and names file, line and key of a mistake")
    func brokenConfig() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: Checkout.path + "/Config", toPath: folder.path + "/Config")
        let file = folder.path + "/Config/procedures/1.001612.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacingOccurrences(of: "fee:", with: "fees:").write(toFile: file, atomically: true, encoding: .utf8)
        let result = try Program.run(["check-config", "--config", folder.path + "/Config/motcua.yaml"])
        #expect(result.code == 1)
        #expect(result.errors.contains("procedures/1.001612.yaml:"))
        #expect(result.errors.contains("fees"))
    }

    @Test("check-config says what the database that is there would refuse")
    func checkAgainstDatabase() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: Checkout.path + "/Config", toPath: folder.path + "/Config")
        let config = folder.path + "/Config/motcua.yaml"
        let check = ["check-config", "--config", config, "--database", folder.database]
        let server = try await RunningServer.start(database: folder.database, config: config)
        #expect(try Program.run(check).code == 0)
        #expect(server.terminate() == 0)

        let file = folder.path + "/Config/procedures/1.001612.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacingOccurrences(of: "fee: ", with: "fee:  # đổi\n  ").write(
            toFile: file,
            atomically: true,
            encoding: .utf8
        )
        #expect(try Program.run(check).code == 0, "a comment is no other content")
        try text.replacingOccurrences(of: "hours: 8", with: "hours: 7").write(
            toFile: file,
            atomically: true,
            encoding: .utf8
        )
        let changed = try Program.run(check)
        #expect(changed.code == 1)
        #expect(changed.errors.contains("procedure 1.001612 version 1"), "\(changed.errors)")
        #expect(changed.errors.contains("raise `version`"))
    }

    @Test("check-config asks nothing of a database file without a byte, which a start would fill")
    func emptyDatabase() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(filePath: folder.database))
        let result = try Program.run(["check-config", "--config", Checkout.config, "--database", folder.database])
        #expect(result.code == 0 && result.output.contains("the configuration is in order"), "\(result.errors)")
    }

    @Test("serve says where it listens, ends with 0 on SIGTERM, and sessions and clock survive a restart")
    func serve() async throws {
        let folder = try TemporaryFolder()
        let first = try await RunningServer.start(database: folder.database)
        let token = try await first.token("desk")
        let moved = await first.send("POST", "/api/v1/demo/clock", json: #"{"advance":"PT4H"}"#, token: token)
        #expect(moved?.string("now") == "2022-01-05T14:20:00+07:00")
        #expect(try first.printed.contains("curl"))
        #expect(first.terminate() == 0)
        let second = try await RunningServer.start(database: folder.database)
        let intake = await second.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        #expect(intake?.status == 201)
        #expect(intake?.string("receivedAt") == "2022-01-05T14:20:00+07:00")
        #expect(second.terminate() == 0)
    }

    @Test("serve refuses a demo on an open address and a database of the other mode")
    func refusals() async throws {
        let folder = try TemporaryFolder()
        let open = try Program.run([
            "serve", "--demo", "--host", "0.0.0.0", "--database", folder.database, "--config", Checkout.config,
        ])
        #expect(open.code == 1)
        #expect(open.errors.contains("loopback"))
        let demo = try await RunningServer.start(database: folder.database)
        #expect(demo.terminate() == 0)
        let real = try Program.run([
            "serve", "--port", "0", "--database", folder.database, "--config", Checkout.config,
        ])
        #expect(real.code == 1)
        #expect(real.errors.contains("--demo"))
    }

    @Test("two servers never share a database")
    func secondWriter() async throws {
        let folder = try TemporaryFolder()
        let first = try await RunningServer.start(database: folder.database)
        let second = try Program.run([
            "serve", "--demo", "--port", "0", "--database", folder.database, "--config", Checkout.config,
        ])
        #expect(second.code == 1)
        #expect(first.terminate() == 0)
    }

    @Test("an account made with user add signs in to a real installation")
    func userAdd() async throws {
        let folder = try TemporaryFolder()
        let made = try Program.run(
            [
                "user", "add", "tran.binh", "--role", "desk", "--unit", "BPMC-H", "--database", folder.database,
                "--config", Checkout.config,
            ],
            input: "một mật khẩu dài\n"
        )
        #expect(made.code == 0, "\(made.errors)")
        #expect(made.errors.contains("There is no database \(folder.database) yet"))
        let server = try await RunningServer.start(database: folder.database, arguments: [])
        let body = #"{"username":"Tran.Binh","password":"một mật khẩu dài"}"#
        let session = await server.send("POST", "/api/v1/sessions", json: body)
        #expect(session?.status == 201)
        #expect(server.terminate() == 0)
        let weak = try Program.run(
            [
                "user", "add", "le.chi", "--role", "officer", "--unit", "TCKH", "--database", folder.database,
                "--config", Checkout.config,
            ],
            input: "12345\n"
        )
        #expect(weak.code == 1)
    }
}
