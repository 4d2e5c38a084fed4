import Testing

@Suite("Rules on code find what they ban")
struct CodeRuleTests {
    private func source(_ text: String, path: String = "Sources/SMSText/A.swift") -> SwiftSource {
        SwiftSource(path: path, text: text)
    }

    @Test(
        "an import outside of the table is found",
        arguments: [
            ("WorkingCalendar", "import Foundation"), ("SMSText", "public import WorkingCalendar"),
            ("DossierEngine", "import Foundation"), ("DossierStoreSQLite", "import Hummingbird"),
            ("SMSGateways", "import DossierHTTP"), ("DossierHTTP", "@testable import DossierStoreSQLite"),
            ("DossierDomain", "import struct Foundation.Date"), ("NewTarget", "let a = 1"),
            ("PrometheusText", "internal import Logging"), ("WorkingCalendar", "import FoundationEssentials"),
        ]
    )
    func foreignImport(target: String, text: String) {
        #expect(ImportRule.violations(in: source(text, path: "Sources/\(target)/A.swift")).count == 1)
    }

    @Test(
        "an import of the table passes",
        arguments: [
            ("DossierDomain", "public import WorkingCalendar"), ("DossierStoreSQLite", "import GRDB"),
            ("motcua", "import Hummingbird"), ("PrometheusText", "import Synchronization"),
            ("SMSText", "// import Foundation"), ("SMSText", #"let a = "import Foundation""#),
        ]
    )
    func allowedImport(target: String, text: String) {
        #expect(ImportRule.violations(in: source(text, path: "Sources/\(target)/A.swift")) == [])
    }

    @Test(
        "clocks and chance are found",
        arguments: [
            "let a = Date()", "Date.now", "ContinuousClock()", "SuspendingClock.now", "UUID( )",
            "Int.random(in: 0...1)",
            "a.randomElement()", "a.shuffled()", "var g = SystemRandomNumberGenerator()", #""\(Date())""#,
        ]
    )
    func clockAndChance(text: String) {
        #expect(BannedCodeRule.clockAndChance.violations(in: source(text)).count == 1)
    }

    @Test(
        "words that only look like clocks pass",
        arguments: ["LocalDate()", "Date(day)", "a.randomness", "// Date()", #""Date()""#, "DossierUUID()"]
    )
    func noClock(text: String) {
        #expect(BannedCodeRule.clockAndChance.violations(in: source(text)) == [])
    }

    @Test("output and environment are found in pure targets", arguments: ["print(a)", #"getenv("HOME")"#])
    func outerWorld(text: String) {
        #expect(BannedCodeRule.outerWorld.violations(in: source(text)).count == 1)
    }

    @Test("printing is found, other words that end so are not")
    func printing() {
        #expect(BannedCodeRule.printing.violations(in: source("fingerprint(a)\nprint(b)")).map(\.line) == [2])
    }

    @Test("force is found with its line", arguments: ["try! a()", "b as! C", "fatalError(\"d\")", "try ! a()"])
    func force(text: String) {
        let found = BannedCodeRule.force.violations(in: source("let a = 1\n" + text))

        #expect(found.map(\.line) == [2])
    }

    @Test(
        "throwing tries, conditional casts and force in words pass",
        arguments: ["try a()", "b as? C", "// try! a", "\"as!\""]
    )
    func noForce(text: String) {
        #expect(BannedCodeRule.force.violations(in: source(text)) == [])
    }

    @Test(
        "Foundation's processes and pipes are found",
        arguments: ["let a = Process()", "let a: Process = .init()", "try Foundation.Process.run(b)", "Pipe( )"]
    )
    func foundationProcess(text: String) {
        #expect(BannedCodeRule.foundationProcess.violations(in: source(text, path: "Tests/A/B.swift")).count == 1)
    }

    @Test(
        "words that only look like processes and pipes pass",
        arguments: ["ChildProcess()", "ProgramPipe()", "ProcessInfo.processInfo", "// Process()", #""Pipe()""#]
    )
    func noProcess(text: String) {
        #expect(BannedCodeRule.foundationProcess.violations(in: source(text, path: "Tests/A/B.swift")) == [])
    }

    @Test("a stranger at the top is found, dot files are none")
    func topLevel() {
        let names = [".ci", ".gitignore", "Config", "Makefile", "Package.resolved", "Sources", "docs"]

        #expect(TopLevelRule.strangers(among: names) == ["Makefile", "docs"])
    }
}
