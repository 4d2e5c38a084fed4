import Testing

@Suite("The house rules hold in this checkout")
struct HouseRulesTests {
    /// How many markers switch a safety check off, by file.
    ///
    /// A new one is a decision: it is entered here.
    private static let provedMarkers: [String: Int] = [:]

    private func expectNone(_ violations: [Violation], _ location: SourceLocation = #_sourceLocation) {
        let places = violations.map(\.description).joined(separator: "\n")
        #expect(violations.isEmpty, "\n\(places)", sourceLocation: location)
    }

    private func files(of targets: Set<String>) -> [SwiftSource] {
        Checkout.program.filter { $0.target.map(targets.contains) == true }
    }

    @Test("the checkout is found, so that the rules look at something")
    func checkoutIsFound() {
        #expect(Checkout.program.contains { $0.target == "WorkingCalendar" })
        #expect(Checkout.program.contains { $0.path == "Schema/SchemaFiles.swift" })
        #expect(Checkout.swift.contains { $0.path == "Tests/TidyTests/HouseRulesTests.swift" })
        #expect(Checkout.tests.contains { $0.path == "Tests/ProgramSupport/SpawnedProgram.swift" })
        #expect(!Checkout.migrations.isEmpty)
    }

    @Test("at the top lie only the entries of the house plan")
    func topLevel() throws {
        #expect(TopLevelRule.strangers(among: try Checkout.topLevel()) == [])
    }

    @Test("every suite that README names against a threat is there")
    func namedSuites() throws {
        let named = Set(try Checkout.readme().matches(of: /`([A-Z][A-Za-z]*Tests)`/).map { String($0.1) })
        let suites = Set(Checkout.swift.compactMap { $0.path.split(separator: "/").last?.dropLast(".swift".count) })
        #expect(named.count >= 10)
        #expect(named.filter { !suites.contains($0[...]) } == [])
    }

    @Test("alarms and dashboard name metrics that the program has, and README tells what to do about each alarm")
    func alarms() throws {
        let measured = Set(
            Checkout.program.flatMap(\.lines).flatMap { line in
                line.text.matches(of: /label: "(motcua_[a-z_]+)"/).map { String($0.1) }
            }
        )
        let rules = try Checkout.text(of: "docker/prometheus-rules.yaml")
        let dashboard = try Checkout.text(of: "docker/grafana-dashboard.json")
        let named = Set((rules + dashboard).matches(of: /motcua_[a-z_]+/).map { String($0.0) })
        #expect(named.count >= 20)
        let strange = named.filter { name in
            let base = name.replacing(/_(sum|count|bucket)$/, with: "")
            return !measured.contains(base) && !measured.contains(base.replacing(/_seconds$/, with: ""))
        }
        #expect(strange == [])
        let readme = try Checkout.readme()
        let alarms = rules.matches(of: /- alert: ([A-Za-z]+)/).map { String($0.1) }
        #expect(alarms.count >= 20)
        #expect(alarms.filter { !readme.contains("| `\($0)` |") } == [])
    }

    @Test("README tells of each alarm what its rule does, word for word")
    func alarmWords() throws {
        let rules = try Checkout.text(of: "docker/prometheus-rules.yaml")
        let readme = try Checkout.readme().replacing("`", with: "")
        let alarms = rules.split(separator: "- alert: ").dropFirst()
        #expect(alarms.count >= 20)
        for alarm in alarms {
            let name = alarm.prefix { $0.isLetter }
            let summary = try #require(alarm.firstMatch(of: /summary: "([^"]*)"/)).1
            let description = try #require(alarm.firstMatch(of: /description: "([^"]*)"/)).1
            let meaning = summary.prefix(1).lowercased() + summary.dropFirst()
            #expect(readme.contains("| \(name) | \(meaning) | \(description) |"), "\(name)")
        }
    }

    @Test("targets import what the house plan allows")
    func imports() {
        expectNone(Checkout.program.flatMap(ImportRule.violations))
    }

    @Test("pure targets and the engine name no clock and no chance")
    func clockAndChance() {
        let held = ImportRule.pureTargets.union(["DossierEngine"])
        expectNone(files(of: held).flatMap(BannedCodeRule.clockAndChance.violations))
    }

    @Test("pure targets do not reach out")
    func outerWorld() {
        expectNone(files(of: ImportRule.pureTargets).flatMap(BannedCodeRule.outerWorld.violations))
    }

    @Test("nothing in the program ends the process by force")
    func force() {
        expectNone(Checkout.program.flatMap(BannedCodeRule.force.violations))
    }

    @Test("only the bench, which is for developers, fails in English alone")
    func languages() {
        let others = Checkout.program.filter { !$0.path.hasPrefix("Sources/motcua/Bench/") }
        let strange = others.filter { source in
            source.lines.contains { $0.text.contains("CommandFailure(developer:") }
        }
        #expect(strange.map(\.path) == [])
    }

    @Test("only the executable prints")
    func printing() {
        let others = Checkout.program.filter { $0.target != "motcua" }
        expectNone(others.flatMap(BannedCodeRule.printing.violations))
    }

    @Test("tests start programs by ProgramSupport alone")
    func programs() {
        expectNone(Checkout.tests.flatMap(BannedCodeRule.foundationProcess.violations))
    }

    @Test("safety checks are switched off only with a proof")
    func unsafeMarkers() {
        expectNone(Checkout.program.flatMap(CommentRule.unprovedMarkers))
    }

    @Test("safety checks are switched off as often as this suite says")
    func unsafeMarkerCount() {
        let counts = Checkout.program.map { ($0.path, CommentRule.unsafeMarkerLines(in: $0).count) }
        let found = Dictionary(counts.filter { $0.1 > 0 }, uniquingKeysWith: +)

        #expect(found == Self.provedMarkers)
    }

    @Test("the program marks no unfinished work")
    func unfinishedWork() {
        expectNone(Checkout.program.flatMap(CommentRule.unfinishedWork))
    }

    @Test("every dropped error is explained")
    func droppedErrors() {
        expectNone(Checkout.program.flatMap(CommentRule.silentlyDroppedErrors))
    }

    @Test("no catch is empty")
    func emptyCatches() {
        expectNone(Checkout.program.flatMap(CommentRule.emptyCatches))
    }

    @Test("files are short")
    func fileSizes() {
        expectNone(Checkout.swift.flatMap(SizeRule.longFile))
    }

    @Test("lines are short")
    func lineLengths() {
        expectNone(Checkout.swift.flatMap(SizeRule.longLines))
    }

    @Test("functions are short")
    func functionLengths() {
        expectNone(Checkout.swift.flatMap(SizeRule.longFunctions))
    }

    @Test("every file of the program has a summary")
    func summaries() {
        expectNone(Checkout.program.flatMap(DocumentationRule.missingSummary))
    }

    @Test("every public declaration is documented")
    func documentation() {
        expectNone(Checkout.program.flatMap(DocumentationRule.undocumentedDeclarations))
    }

    @Test("every migration but the newest has its database in Tests/Fixtures/schemas; README.md there tells more")
    func schemaFixtures() {
        let migrations = Checkout.migrations.map { $0.path.split(separator: "/")[2].dropLast(".sql".count) }
        let kept = Checkout.files(in: "Tests/Fixtures/schemas", ending: "/database.sql")
            .map { $0.path.split(separator: "/")[3] }
        #expect(migrations.dropLast().filter { !kept.contains($0) } == [])
        #expect(kept.filter { !migrations.contains($0) } == [])
    }

    @Test("tables are strict and columns explained")
    func migrations() {
        #expect(!Checkout.archive.isEmpty)
        let scripts = Checkout.migrations + Checkout.archive
        expectNone(scripts.flatMap { MigrationRule.violations(path: $0.path, text: $0.text) })
    }
}
