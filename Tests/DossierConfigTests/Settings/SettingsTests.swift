import Foundation
import Testing

@testable import DossierConfig

@Suite("The settings")
struct SettingsTests {
    @Test("of the shipped file are the defaults, key by key")
    func defaults() throws {
        let sandbox = try ConfigSandbox()
        let shipped = try sandbox.load().settings
        try sandbox.write("{}\n", to: "motcua.yaml")
        #expect(try sandbox.load().settings == shipped)
        #expect(shipped.serverHost == "127.0.0.1")
        #expect(shipped.serverPort == 8080)
        #expect(shipped.databaseFile == "motcua.sqlite")
        #expect(shipped.maximumBodyBytes == 1_048_576)
        #expect(shipped.maximumPageLength == 100)
        #expect(shipped.writerQueueLength == 4096)
        #expect(shipped.sessionHours == 12)
        #expect(shipped.sessionIdleMinutes == 60)
        #expect(shipped.minimumPasswordLength == 8)
        #expect(shipped.passwordCost == 14)
        #expect(shipped.smsGateways == ["console"])
        #expect(!shipped.sendsAccentedSMS)
        #expect(shipped.logLevel == "info")
    }

    @Test("come from the command line before the environment before the file")
    func precedence() throws {
        let sandbox = try ConfigSandbox()
        try sandbox.replace("port: 8080", with: "port: 8081", in: "motcua.yaml")
        #expect(try sandbox.load().settings.serverPort == 8081)
        let environment = ["MOTCUA_SERVER_PORT": "8082", "MOTCUA_SMS_ACCENTED": "true", "PATH": "/bin"]
        let fromEnvironment = try sandbox.load(environment: environment).settings
        #expect(fromEnvironment.serverPort == 8082)
        #expect(fromEnvironment.sendsAccentedSMS)
        let overridden = try sandbox.load(environment: environment, overrides: ["server.port": "8083"]).settings
        #expect(overridden.serverPort == 8083)
    }

    @Test(
        "take every key from its variable",
        arguments: [
            ("MOTCUA_SERVER_HOST", "0.0.0.0"), ("MOTCUA_DATABASE_FILE", "/var/lib/motcua/motcua.sqlite"),
            ("MOTCUA_LIMITS_BODY_BYTES", "2048"), ("MOTCUA_LIMITS_PAGE_ITEMS", "7"),
            ("MOTCUA_LIMITS_WRITER_QUEUE", "9"),
            ("MOTCUA_STAFF_POSTING_DAYS", "731"), ("MOTCUA_SESSION_HOURS", "8"), ("MOTCUA_SESSION_IDLE_MINUTES", "45"),
            ("MOTCUA_PASSWORD_COST", "16"), ("MOTCUA_PASSWORD_MINIMUM_LENGTH", "15"), ("MOTCUA_LOG_LEVEL", "debug"),
            ("MOTCUA_AUTHORITY_REGIME", "2025"),
            ("MOTCUA_DATABASE_FILE", "5"), ("MOTCUA_VAULT_KEY_FILE", "/run/secrets/motcua-key"),
            ("MOTCUA_CHECKPOINTS_ORIGIN", "motcua.example/history"), ("MOTCUA_CHECKPOINTS_EVERY_MINUTES", "17"),
            ("MOTCUA_CHECKPOINTS_FILE", "/mnt/worm/motcua.checkpoints"),
            ("MOTCUA_CHECKPOINTS_KEY_FILE", "/run/secrets/checkpoint-key"),
        ]
    )
    func variables(name: String, value: String) throws {
        let settings = try ConfigSandbox().load(environment: [name: value]).settings
        let written = Mirror(reflecting: settings).children.map { "\($0.value)" }
        #expect(written.contains(value))
    }

    @Test("take a whole number as the file does, in a variable and on the command line")
    func wholeNumbers() throws {
        let sandbox = try ConfigSandbox()
        #expect(try sandbox.load(environment: ["MOTCUA_SERVER_PORT": "8082.0"]).settings.serverPort == 8082)
        #expect(try sandbox.load(overrides: ["server.port": "8083.0"]).settings.serverPort == 8083)
    }

    @Test(
        "refuse a variable that is unknown or has a wrong value, by its name",
        arguments: [
            ("MOTCUA_SEVER_PORT", "80", ""), ("MOTCUA_SERVER_PORT", "eighty", "server.port"),
            ("MOTCUA_SERVER_PORT", "70000", "server.port"), ("MOTCUA_SERVER_PORT", "", "server.port"),
            ("MOTCUA_SMS_ACCENTED", "yes", "sms.accented"), ("MOTCUA_LOG_LEVEL", "loud", "log.level"),
        ]
    )
    func wrongVariables(name: String, value: String, path: String) throws {
        let defects = try ConfigSandbox().defects(environment: [name: value])
        #expect(defects.map(\.file) == [name])
        #expect(defects.map(\.path) == [path])
    }

    @Test("leave variables of tests alone")
    func testVariables() throws {
        #expect(try ConfigSandbox().defects(environment: ["MOTCUA_TEST_ROUNDS": "100"]).isEmpty)
    }

    @Test("leave the keys of the vault alone, which are no setting and in no message")
    func vaultKeys() throws {
        let settings = try ConfigSandbox().load(environment: ["MOTCUA_VAULT_KEY": "1:0123"]).settings
        #expect(!"\(settings)".contains("0123") && settings.vaultKeyFile.isEmpty)
    }

    @Test("refuse a wrong key or value on the command line")
    func wrongOverrides() throws {
        let unknown = try ConfigSandbox().defects(overrides: ["server.prot": "80"])
        #expect(unknown.map(\.file) == ["command line"])
        let wrong = try ConfigSandbox().defects(overrides: ["limits.pageItems": "0"])
        #expect(wrong.map(\.path) == ["limits.pageItems"])
    }

    @Test("are the same in the schema, the shipped file and the table of their documentation")
    func keys() throws {
        let keys = SettingKey.all(in: try JSONSchema(named: "motcua"))
        let sandbox = try ConfigSandbox()
        let file = try YAMLReading.node(of: try sandbox.text("motcua.yaml"), file: "motcua.yaml")
        let written = file.entries.flatMap { group in group.node.entries.map { group.key + "." + $0.key } }
        #expect(written == keys.map(\.name))
        let source = ConfigSandbox.package.appending(path: "Sources/DossierConfig/Settings/Settings.swift")
        let table = try String(contentsOf: source, encoding: .utf8).matches(of: /\/\/\/ \| `([a-zA-Z.]+)` \|/)
        #expect(table.map { String($0.output.1) } == keys.map(\.name))
        #expect(keys.allSatisfy { $0.rules["default"] != nil })
    }
}
