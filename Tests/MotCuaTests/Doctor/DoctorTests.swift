import DossierConfig
import DossierEngine
import Foundation
import GRDB
import SMSPeers
import Testing
import WorkingCalendar

@testable import motcua

@Suite("motcua doctor")
struct DoctorTests {
    @Test("a healthy installation has nothing wrong, running or not, but that its texts go nowhere")
    func healthy() async throws {
        let patient = try await Patient()
        let off = try patient.examine()
        // By the machine's own clock the shipped calendar is a warning in its last year, and an error after it.
        let isOver = off.findings["calendar"]?.hasPrefix("error: ") == true
        #expect(off.code == (isOver ? 2 : 1), "\(off.output)")
        let ill = off.findings.filter { !$0.value.hasPrefix("ok") && $0.key != "calendar" }
        #expect(ill.map(\.key) == ["texts"], "\(off.findings)")
        #expect(off.findings["server"] == "ok: is not running")
        let server = try await patient.start()
        let on = try patient.examine()
        #expect(on.findings["server"] == "ok: is running" && on.code == off.code, "\(on.output)")
        #expect(server.terminate() == 0)
        let printed = try Program.run(
            ["doctor", "--database", patient.folder.database, "--config", patient.config.file]
        )
        #expect(printed.output.contains("ok      database"), "\(printed.output)")
        #expect(printed.output.contains("→ name a gateway in sms.gateway"), "\(printed.output)")
    }

    @Test("looks without a trace: where there is no lock file none is made, and one that nobody holds is no server")
    func withoutTrace() async throws {
        let patient = try await Patient()
        let lock = patient.folder.database + ".lock"
        #expect(try patient.examine().findings["server"] == "ok: is not running")
        try FileManager.default.removeItem(atPath: lock)
        #expect(try patient.examine().findings["server"] == "ok: is not running")
        #expect(!FileManager.default.fileExists(atPath: lock))
        // Something else in its place can be neither read nor locked.
        try FileManager.default.createSymbolicLink(atPath: lock, withDestinationPath: lock)
        let strange = try patient.examine().findings["server"]
        #expect(strange?.hasPrefix("warning: the lock of the database may not be read") == true, "\(strange ?? "")")
    }

    @Test("an active account whose unit is gone is named, with what to do")
    func lostSeats() async throws {
        let patient = try await Patient()
        let places = ["--database", patient.folder.database, "--config", patient.config.file]
        for (name, unit) in [("le.chi", "TCKH"), ("tran.binh", "TNMT")] {
            let seat = ["--role", "officer", "--unit", unit, "--one-time"]
            #expect(try Program.run(["user", "add", name] + seat + places).code == 0)
        }
        #expect(try patient.examine().findings["accounts"] == nil)
        try patient.change("UPDATE account SET place = 'TPHT-X@binh-xa' WHERE username = 'le.chi'")
        let found = try #require(try patient.examine().findings["accounts"])
        #expect(found.hasPrefix("warning: 1 account of units that are gone: le.chi (TPHT-X@binh-xa)"), "\(found)")
        #expect(found.contains("motcua user assign"))
        #expect(try Program.run(["user", "disable", "le.chi"] + places).code == 0)
        #expect(try patient.examine().findings["accounts"] == nil)
    }

    @Test("a posting and a key whose unit is gone are named, and an account whose unit does not take its role")
    func lostPosts() async throws {
        let patient = try await Patient()
        let places = ["--database", patient.folder.database, "--config", patient.config.file]
        for arguments in [
            ["user", "add", "le.chi", "--role", "officer", "--unit", "TCKH", "--one-time"],
            ["user", "add", "tran.binh", "--role", "head", "--unit", "CT-X", "--commune", "ha-lam", "--one-time"],
            ["user", "second", "le.chi", "--unit", "TNMT", "--until", "2022-03-31"],
            ["key", "add", "doc", "--scope", "read", "--role", "officer", "--unit", "TCKH"],
            ["key", "add", "cu", "--scope", "read", "--role", "officer", "--unit", "TCKH"],
            ["key", "revoke", "cu"],
        ] {
            let run = try Program.run(arguments + places)
            #expect(run.code == 0, "\(run.errors)")
        }
        #expect(try patient.examine().findings["accounts"] == nil)
        try patient.change("UPDATE account SET role = 'leader' WHERE username = 'tran.binh'")
        try patient.change("UPDATE posting SET place = 'TPHT-X@binh-xa'")
        try patient.change("UPDATE apiKey SET place = 'CU'")
        let found = try #require(try patient.examine().findings["accounts"])
        #expect(
            found.hasPrefix(
                "warning: 1 account whose unit does not take the role: tran.binh (leader CT-X@ha-lam); "
                    + "1 posting to units that are gone: le.chi 1 (secondment TPHT-X@binh-xa); "
                    + "1 key whose unit is gone or does not take the role: doc (officer CU): "
            ),
            "\(found)"
        )
        for (arguments, remedy) in [
            (["user", "assign", "tran.binh", "--role", "head", "--unit", "TCKH"], "motcua user assign NAME --role"),
            (["user", "end-posting", "le.chi", "1"], "motcua user end-posting NAME NUMBER"),
            (["key", "revoke", "doc"], "motcua key revoke NAME"),
        ] {
            #expect(found.contains(remedy), "\(found)")
            #expect(try Program.run(arguments + places).code == 0)
        }
        #expect(try patient.examine().findings["accounts"] == nil)
    }

    @Test("of many without a place five are named and all are counted")
    func manyLostSeats() async throws {
        let patient = try await Patient()
        try patient.change("UPDATE account SET place = 'CU' WHERE username LIKE 'officer.%'")
        let found = try #require(try patient.examine().findings["accounts"])
        let told = try #require(found.firstMatch(of: /warning: (\d+) accounts of units that are gone: (.+?), …:/))
        let count = try #require(Int(told.1))
        #expect(count > 5 && told.2.split(separator: ", ").count == 5, "\(found)")
    }

    @Test("a configuration with a mistake is named, with where to look")
    func configuration() async throws {
        let patient = try await Patient()
        try patient.config.replace("port: 8080", with: "port: 99999", in: "motcua.yaml")
        let found = try patient.examine()
        #expect(found.code == 2)
        #expect(found.findings["configuration"]?.contains("server.port") == true, "\(found.output)")
        #expect(found.findings["configuration"]?.contains("motcua check-config") == true)
    }

    @Test("a slip in a procedure is one finding, and what needs the settings alone is looked at all the same")
    func slip() async throws {
        let patient = try await Patient()
        let sound = try patient.examine().findings
        try patient.config.replace("name: ", with: "name: 7 #", in: "procedures/1.001612.yaml")
        let found = try patient.examine()
        #expect(found.code == 2)
        let told = try #require(found.findings["configuration"])
        #expect(told.hasPrefix("error: procedures/1.001612.yaml:"), "\(told)")
        for subject in ["server", "database", "pages", "key", "versions", "deadlines", "checkpoints", "copies"] {
            #expect(found.findings[subject] == sound[subject] && sound[subject] != nil, "\(subject): \(found.output)")
        }
        #expect(found.findings["calendar"] == nil)
        try patient.change("UPDATE account SET isActive = 0 WHERE role = 'admin'")
        let ill = try patient.examine()
        #expect(ill.findings["accounts"]?.hasPrefix("warning: no administrator is active") == true, "\(ill.output)")
    }

    @Test("a missing database, and one with a damaged page, are errors with a remedy")
    func database() async throws {
        let patient = try await Patient()
        let file = try #require(FileHandle(forUpdatingAtPath: patient.folder.database))
        for page in 3..<40 as Range<UInt64> {
            try file.seek(toOffset: page * 4_096)
            try file.write(contentsOf: Data(repeating: 0x55, count: 64))
        }
        try file.close()
        let damaged = try patient.examine()
        #expect(damaged.code == 2, "\(damaged.output)")
        let hasRemedy = damaged.findings.values.contains { $0.hasPrefix("error") && $0.contains("restore") }
        #expect(hasRemedy, "\(damaged.output)")
        try FileManager.default.removeItem(atPath: patient.folder.database)
        let missing = try patient.examine()
        #expect(missing.code == 2)
        #expect(missing.findings["database"]?.hasPrefix("error: there is none at ") == true, "\(missing.output)")
    }

    @Test("an empty file in the place of a database is none, as it is to every command")
    func emptyFile() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(filePath: folder.database))
        let place = ["--database", folder.database, "--config", Checkout.config]
        let found = try Program.run(["doctor"] + place)
        #expect(found.code == 2 && found.output.contains("motcua.sqlite is empty"), "\(found.output)")
        #expect(found.output.contains("a new one is made by motcua serve"), "\(found.output)")
        // What it advises has to help: this would not.
        #expect(!found.output.contains("motcua migrate"), "\(found.output)")
        #expect(try Program.run(["migrate"] + place).code == 1)
    }

    @Test("a key that is gone, and one that others may read, are told apart")
    func key() async throws {
        let patient = try await Patient()
        let key = patient.folder.path + "/motcua.key"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        let open = try patient.examine()
        #expect(open.code == 2 && open.findings["key"]?.contains("chmod") == true, "\(open.output)")
        try FileManager.default.removeItem(atPath: key)
        let gone = try patient.examine()
        #expect(gone.code == 2 && gone.findings["key"]?.hasPrefix("error") == true, "\(gone.output)")
    }

    @Test("deadlines that should have fired long ago are an error")
    func timers() async throws {
        let patient = try await Patient()
        let server = try await patient.start()
        let token = try await server.token("desk")
        _ = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: token)
        #expect(server.terminate() == 0)
        try patient.change("UPDATE timer SET fireAt = 0")
        let found = try patient.examine()
        #expect(found.code == 2 && found.findings["deadlines"]?.contains("start the server") == true, "\(found.output)")
    }

    @Test("copies that are old or gone, and a history shorter than its checkpoints, are errors")
    func copiesAndCheckpoints() async throws {
        let patient = try await Patient()
        let copies = patient.folder.path + "/copies"
        for name in try FileManager.default.contentsOfDirectory(atPath: copies) {
            try FileManager.default.removeItem(atPath: copies + "/" + name)
        }
        let unmounted = try patient.examine().findings["copies"]
        #expect(unmounted?.contains("has lost its file .motcua-backups") == true, "\(unmounted ?? "")")
        #expect(unmounted?.contains("mount its disk") == true, "\(unmounted ?? "")")
        try Data().write(to: URL(filePath: copies + "/.motcua-backups"))
        #expect(try patient.examine().findings["copies"]?.hasPrefix("error: there is none") == true)
        try Data().write(to: URL(filePath: copies + "/motcua-20200101-000000.sqlite"))
        #expect(try patient.examine().findings["copies"]?.hasPrefix("error: the newest is of 2020") == true)
        try patient.change("DROP TRIGGER event_never_deleted; DELETE FROM event WHERE seq > 5")
        let found = try patient.examine()
        #expect(found.findings["checkpoints"]?.contains("the database has 5") == true, "\(found.output)")
        #expect(found.code == 2)
    }

    @Test("a newest copy that was cut off, or has lost its manifest, does not pass for one")
    func spoiltCopy() async throws {
        let patient = try await Patient()
        let copies = patient.folder.path + "/copies"
        let names = try FileManager.default.contentsOfDirectory(atPath: copies)
        let newest = try #require(names.filter { $0.hasSuffix(".sqlite") }.max())
        let copy = copies + "/" + newest
        #expect(try patient.examine().findings["copies"]?.hasPrefix("ok: the newest is of") == true)
        let bytes = try #require(FileManager.default.contents(atPath: copy))
        try bytes.dropLast(4_096).write(to: URL(filePath: copy))
        let cut = try patient.examine()
        #expect(cut.code == 2 && cut.findings["copies"]?.contains("instead of \(bytes.count)") == true, "\(cut.output)")
        #expect(cut.findings["copies"]?.contains("motcua backup FILE") == true, "\(cut.output)")
        try bytes.write(to: URL(filePath: copy))
        try FileManager.default.removeItem(atPath: copy + ".json")
        let bare = try patient.examine()
        #expect(bare.findings["copies"]?.hasPrefix("error: there is no manifest") == true, "\(bare.output)")
    }

    @Test("a copy named in the future does not pass for the newest, and is named with what to do")
    func futureCopy() throws {
        let now = try #require(Instant(iso8601: "2022-01-05T10:20:00+07:00"))
        func look(_ names: [String], isRunning: Bool = true) -> Finding {
            Examination.copies(names, in: "/copies", everyMinutes: 60, at: now, isRunning: isRunning)
        }
        let (fresh, old) = ("motcua-20220105-100000.sqlite", "motcua-20220105-060000.sqlite")
        let future = "motcua-20300101-000000.sqlite"
        #expect(look([old, fresh]).grade == .ok)
        let warned = look([fresh, future])
        #expect(warned.grade == .warning && warned.text.english.contains("1 named in the future: \(future)"))
        #expect(warned.text.english.contains("the newest is of 2022-01-05T10:00:00"))
        #expect(warned.remedy?.english.contains("timedatectl") == true)
        #expect(warned.remedy?.vietnamese.contains("chỉnh đồng hồ") == true)
        #expect(look([old, future]).grade == .error)
        #expect(look([future]).grade == .error)
        // Nobody makes any while the server rests, and its log says nothing of that.
        #expect(look([old]).remedy?.english.hasPrefix("the log of the server") == true)
        #expect(look([old], isRunning: false).remedy?.english.hasPrefix("start the server") == true)
        #expect(look([old], isRunning: false).remedy?.vietnamese.hasPrefix("khởi động dịch vụ") == true)
    }

    /// Makes two files of a service.
    private static func files(in folder: TemporaryFolder) throws -> [String] {
        let files = ["motcua.sqlite", "motcua.key"].map { folder.path + "/" + $0 }
        for file in files { try Data().write(to: URL(filePath: file)) }
        return files
    }

    @Test("files of one user are well, and of files that are not there nothing is said")
    func owner() throws {
        let folder = try TemporaryFolder()
        let files = try Self.files(in: folder)
        #expect(Examination.owners(of: files + [folder.path + "/none"], in: folder.path)?.grade == .ok)
        #expect(Examination.owners(of: [folder.path + "/none"], in: folder.path) == nil)
    }

    @Test(
        "files of another user than the service's are named with the line that gives them back",
        .enabled(if: geteuid() == 0, "only root may give files away")
    )
    func owners() throws {
        let folder = try TemporaryFolder()
        let files = try Self.files(in: folder)
        #expect(chown(files[1], 65_534, 65_534) == 0)
        let found = try #require(Examination.owners(of: files, in: folder.path))
        #expect(found.grade == .error && found.text.english == "not of root: \(files[1])")
        #expect(found.remedy?.english.hasPrefix("chown root: \(files[1])") == true)
        #expect(chown(folder.path, 65_534, 65_534) == 0)
        let spoilt = try #require(Examination.owners(of: files, in: folder.path))
        #expect(spoilt.text.vietnamese == "không phải của nobody: \(files[0])")
    }

    @Test("a database that everybody may read is a warning with what closes it, unless its folder is closed")
    func rights() throws {
        let folder = try TemporaryFolder()
        let files = try Self.files(in: folder)
        for file in files { #expect(chmod(file, 0o600) == 0) }
        #expect(chmod(folder.path, 0o755) == 0)
        #expect(Examination.rights(on: files + [folder.path + "/none"], in: folder.path) == nil)
        #expect(chmod(files[1], 0o644) == 0)
        let found = try #require(Examination.rights(on: files, in: folder.path))
        #expect(found.grade == .warning && found.remedy?.english == "chmod 600 \(files[1])", "\(found)")
        #expect(found.text.vietnamese.contains("ai trên máy cũng đọc hoặc sửa được"))
        #expect(chmod(folder.path, 0o700) == 0)
        #expect(Examination.rights(on: files, in: folder.path) == nil)
    }

    @Test("what is not well is printed in both languages")
    func bothLanguages() async throws {
        let patient = try await Patient()
        let printed = try Program.run(
            ["doctor", "--database", patient.folder.database, "--config", patient.config.file]
        )
        let lines = printed.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let start = try #require(lines.firstIndex { $0.hasPrefix("warning texts") })
        #expect(lines[start + 1] == "chưa có tin nhắn nào được gửi ra khỏi máy này")
        #expect(lines[start + 2].hasPrefix("→ name a gateway in sms.gateway"))
        #expect(lines[start + 3].hasPrefix("→ đặt cổng SMS ở sms.gateway"))
    }

    @Test("a calendar is well until its last year, is a warning in that year, and an error after it")
    func calendar() async throws {
        let folder = try TemporaryFolder()
        let configuration = try TestServer.configuration(in: folder, config: Checkout.config)
        let last = configuration.publicCalendar.years.upperBound
        for (moment, grade) in [
            ("\(last - 1)-12-31T23:59:59+07:00", Finding.Grade.ok), ("\(last)-01-01T00:00:00+07:00", .warning),
            ("\(last)-12-31T23:59:59+07:00", .warning), ("\(last + 1)-01-01T00:00:00+07:00", .error),
        ] {
            let now = try #require(Instant(iso8601: moment))
            let findings = await Examination(of: configuration, now: now).findings()
            #expect(findings.first { $0.subject == "calendar" }?.grade == grade, "\(moment)")
        }
    }

    @Test("a clock that went back, and a calendar that ends, are errors")
    func time() async throws {
        let patient = try await Patient()
        let configuration = try TestServer.configuration(in: patient.folder, config: patient.config.file)
        let far = try #require(Instant(iso8601: "2039-01-05T10:20:00+07:00"))
        let findings = await Examination(of: configuration, now: far).findings()
        let calendar = try #require(findings.first { $0.subject == "calendar" })
        #expect(calendar.grade == .error && calendar.remedy?.english.contains("2039") == true)
        try patient.change("DELETE FROM installation WHERE name = 'demoClock'")
        try patient.change(
            "INSERT INTO installation (name, value) VALUES ('readiness', '4102444800000') "
                + "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        )
        let found = try patient.examine()
        #expect(found.findings["clock"]?.contains("behind what it was") == true, "\(found.output)")
    }
}
