import Foundation
import Testing

@testable import motcua

/// One slip in a file of the configuration, which no server could start with.
struct ConfigSlip: CustomTestStringConvertible, Sendable {
    let file: String
    /// What is changed; nil for a file that is missing.
    private let change: (old: String, new: String)?

    var testDescription: String { file }

    static let inOrganisation = ConfigSlip(
        file: "organisation/thang-binh-2022.yaml",
        change: ("version: 1", "version: one")
    )
    static let elsewhere = [
        ConfigSlip(file: "procedures/1.001612.yaml", change: ("name: ", "name: 7 #")),
        ConfigSlip(file: "regimes/2018.yaml", change: ("version: 5", "version: five")),
        ConfigSlip(file: "calendars/vietnam.yaml", change: ("until: 2027", "until: 2020")),
        ConfigSlip(file: "gateways/kannel.yaml", change: ("name: ", "nam: ")),
        ConfigSlip(file: "messages/sms.yaml", change: nil),
    ]

    func make(in config: ConfigCopy) throws {
        guard let change else { return try config.remove(file) }
        try config.replace(change.old, with: change.new, in: file)
    }
}

@Suite("A slip in a file of the configuration")
struct ConfigSlipTests {
    @Test(
        "keeps no copy from being restored, no database from being verified or reported on",
        arguments: ConfigSlip.elsewhere
    )
    func restoring(slip: ConfigSlip) async throws {
        let config = try ConfigCopy()
        let site = try BackupSite(config: config.file)
        try await site.serve(registering: 2)
        #expect(try site.run("backup", site.copy).code == 0)
        try slip.make(in: config)
        let judged = try site.run("check-config")
        #expect(judged.code == 1 && judged.errors.contains(slip.file), "\(judged.errors)")
        let verified = try site.run("verify")
        #expect(verified.code == 0 && verified.output.hasPrefix("2 dossiers, "), "\(verified.output)\(verified.errors)")
        let report = try site.run("report", "--from", "2022-01-01", "--until", "2022-01-31")
        #expect(report.code == 0 && report.output.contains("2022-01-31"), "\(report.errors)")
        let restored = try site.run("restore", site.copy, "--serial-gap", "5")
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(restored.output.contains("go on past a gap of 5"), "\(restored.output)")
        for command in ["migrate", "verify"] {
            let run = try site.run(command)
            #expect(run.code == 0, "\(run.output)\(run.errors)")
        }
    }

    @Test("in the organisation, whose agencies give codes, is named by a restoration, which replaces nothing")
    func restoringWithoutAgencies() async throws {
        let config = try ConfigCopy()
        let site = try BackupSite(config: config.file)
        try await site.serve(registering: 2)
        #expect(try site.run("backup", site.copy).code == 0)
        try ConfigSlip.inOrganisation.make(in: config)
        let before = try site.files()
        let refused = try site.run("restore", site.copy, "--serial-gap", "5")
        #expect(refused.code == 1 && refused.errors.contains(ConfigSlip.inOrganisation.file), "\(refused.errors)")
        #expect(try site.files() == before)
        #expect(try site.run("verify").code == 0)
    }

    @Test("under a version that dossiers have keeps a whole database whole and a good copy good")
    func underItsVersion() async throws {
        let config = try ConfigCopy()
        let site = try BackupSite(config: config.file)
        let server = try await site.start()
        let codes = try await site.register(1, at: server)
        let token = try await server.token("desk")
        let path = "/api/v1/dossiers/\(codes[0])/actions/complete-step"
        #expect(await server.send("POST", path, json: #"{"stepId":"intake"}"#, token: token)?.status == 200)
        #expect(server.terminate() == 0)
        #expect(try site.run("backup", site.copy).code == 0)
        try config.replace("    hours: 2", with: "    hours: 1", in: "procedures/1.001612.yaml")
        let verified = try site.run("verify")
        #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
        let restored = try site.run("restore", site.copy, "--serial-gap", "0")
        #expect(restored.code == 0, "\(restored.errors)")
    }

    @Test(
        "keeps nobody from a new password, an account or a key from being taken back",
        arguments: ConfigSlip.elsewhere + [.inOrganisation]
    )
    func accounts(slip: ConfigSlip) throws {
        let config = try ConfigCopy()
        let site = try BackupSite(config: config.file)
        let made = try site.run("user", "add", "le.chi", "--role", "officer", "--unit", "TCKH", "--one-time")
        #expect(made.code == 0, "\(made.errors)")
        let seat = ["--scope", "read", "--role", "officer", "--unit", "TCKH"]
        #expect(try run(site, ["key", "add", "doc"] + seat).code == 0)
        try slip.make(in: config)
        let reset = try site.run("user", "reset", "le.chi")
        #expect(reset.code == 0 && reset.output.contains("One-time password of le.chi"), "\(reset.errors)")
        for arguments in [
            ["user", "disable", "le.chi"], ["user", "enable", "le.chi"], ["user", "list"],
            ["user", "history", "le.chi"], ["key", "list"], ["key", "rotate", "doc"], ["key", "revoke", "doc"],
        ] {
            let done = try run(site, arguments)
            #expect(done.code == 0, "\(arguments): \(done.errors)")
        }
        // Who belongs to no unit is made and moved whatever is wrong.
        for arguments in [
            ["user", "add", "quan.tri", "--role", "admin", "--one-time"],
            ["user", "assign", "le.chi", "--role", "leader"],
        ] {
            let done = try run(site, arguments)
            #expect(done.code == 0, "\(arguments): \(done.errors)")
        }
        // What asks for a unit needs the organisation, and nothing else.
        let isNeeded = slip.file == ConfigSlip.inOrganisation.file
        let assigned = try site.run("user", "assign", "le.chi", "--role", "head", "--unit", "TNMT")
        #expect(assigned.code == (isNeeded ? 1 : 0), "\(assigned.errors)")
        #expect(assigned.errors.contains(slip.file) == isNeeded, "\(assigned.errors)")
        let key = try run(site, ["key", "add", "cu"] + seat)
        #expect(key.code == (isNeeded ? 1 : 0), "\(key.errors)")
    }

    @Test("that takes the texts of refusals away leaves the reason, and is told beside it")
    func refusalWithoutText() throws {
        let config = try ConfigCopy()
        let site = try BackupSite(config: config.file)
        #expect(try site.run("user", "add", "le.chi", "--role", "admin", "--one-time").code == 0)
        try config.remove("messages/problems.yaml")
        let refused = try site.run("user", "reset", "nobody")
        #expect(refused.code == 1, "\(refused.output)")
        #expect(refused.errors.contains("accountNotFound"), "\(refused.errors)")
        #expect(refused.errors.contains("messages/problems.yaml"), "\(refused.errors)")
    }

    @Test("in the settings hides none that the database finds, nor these each other: one run of check-config names all")
    func allAtOnce() async throws {
        let config = try ConfigCopy()
        let site = try BackupSite(config: config.file)
        #expect(try site.run("user", "add", "le.chi", "--role", "admin", "--one-time").code == 0)
        try config.replace(#"certificate: """#, with: #"certificate: "none.pem""#, in: "motcua.yaml")
        try config.replace(#"privateKey: """#, with: #"privateKey: "none.key""#, in: "motcua.yaml")
        try config.replace("    hours: 2", with: "    hours: 1", in: "procedures/1.001612.yaml")
        try config.replace("1.004199", with: "1.004189", in: "retention.yaml")
        let judged = try site.run("check-config")
        #expect(judged.code == 1, "\(judged.output)")
        #expect(judged.errors.contains("none.pem"), "\(judged.errors)")
        #expect(judged.errors.contains("procedure 1.001612 version 1"), "\(judged.errors)")
        #expect(judged.errors.contains("there is no procedure 1.004189"), "\(judged.errors)")
    }

    private func run(
        _ site: BackupSite,
        _ arguments: [String]
    ) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(arguments + ["--database", site.database, "--config", site.config])
    }
}
