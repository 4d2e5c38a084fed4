import DossierEngine
import Foundation
import ProgramSupport
import SMSPeers
import Testing

/// `bench` and `simulate` as their user types them, tiny.
@Suite(.serialized)
struct MeasuringCommandTests {
    /// The rates that are measured here.
    private static let rates = ["lookup-1.rate", "lookup-1-bare.rate", "intake-32.rate"]

    /// What a tiny run prints and writes, whose loads last so long.
    private static func bench(seconds: String) throws -> (output: String, errors: String, report: JSONValue) {
        let folder = try TemporaryFolder()
        let json = folder.path + "/bench.json"
        let result = try Program.run([
            "bench", "--dossiers", "3", "--repetitions", "1", "--seconds", seconds, "--only", "lookup-1", "intake-32",
            "intake-plain", "--json", json, "--config", Checkout.config,
        ])
        try #require(result.code == 0, "\(result.output)\(result.errors)")
        let report = try JSONParser.parse(Array(Data(contentsOf: URL(filePath: json))))
        return (result.output, result.errors, report)
    }

    @Test("bench measures, prints a table and writes the same as JSON")
    func bench() throws {
        var result = try Self.bench(seconds: "0.2")
        // On a busy machine so short a load may end before its first reply: then a longer one is measured.
        for seconds in ["2", "20"]
        where Self.rates.contains(where: { result.report["figures"]?[$0]?.array == [.integer(0)] }) {
            result = try Self.bench(seconds: seconds)
        }
        let report = result.report
        #expect(report["dossiers"] == .integer(3))
        #expect(report["repetitions"] == .integer(1))
        let lookUp = try #require(report["comparisons"]?.array?.first { $0["figure"]?.string == "lookup-1.rate" })
        #expect(lookUp["base"]?.string == "lookup-1-bare.rate")
        #expect(lookUp["verdict"]?.string != "unmeasured")
        for figure in Self.rates {
            let values = try #require(report["figures"]?[figure]?.array, "\(figure)")
            #expect(values.count == 1 && values != [.integer(0)], "\(figure): \(values)")
            #expect(report["figures"]?[figure.replacing(".rate", with: ".failures")]?.array == [.integer(0)])
        }
        // The plain loop knows every table that an intake writes to.
        #expect(report["figures"]?["intake-plain.rate"]?.array?.count == 1)
        // Where Go is not there, it is said once and no line asks for it.
        let hasGo = ["/usr/bin/go", "/usr/share/gocode/src/github.com/mattn/go-sqlite3"]
            .allSatisfy(FileManager.default.fileExists(atPath:))
        #expect((report["figures"]?["lookup-1-go.rate"] != nil) == hasGo)
        #expect(result.errors.contains("install-packages.sh --bench") != hasGo)
        let lines = result.output.split(separator: "\n")
        #expect(lines.contains { $0.contains("Go net/http") } == hasGo)
        #expect(lines.first?.split(separator: " ") == ["what", "against", "ratio", "goal", "verdict"])
        #expect(lines.contains { $0.hasPrefix("look-up, 1 connection") && $0.contains("bare route, same bytes") })
        #expect(lines.contains { $0.hasPrefix("intake-32.p99 ") })
    }

    @Test("a measurement that there is not is refused before anything is made")
    func strangeMeasurement() throws {
        let refused = try Program.run(["bench", "--only", "intake", "nope", "--config", Checkout.config])
        #expect(refused.code == 64 && refused.errors.contains("--only nope"), "\(refused.output)\(refused.errors)")
        #expect(!refused.errors.contains("seeded"))
    }

    @Test("simulate lives through two districts of three days, breaks nothing, and does the same again")
    func simulate() throws {
        let arguments = ["simulate", "--seeds", "2", "--days", "3", "--config", Checkout.config]
        let first = try Program.run(arguments)
        try #require(first.code == 0, "\(first.output)\(first.errors)")
        let lines = first.output.split(separator: "\n").map(String.init)
        let seeds = lines.filter { $0.hasPrefix("seed ") }
        #expect(seeds.count == 2)
        for (number, line) in seeds.enumerated() {
            #expect(line.wholeMatch(of: /seed (\d): [1-9]\d* dossiers, [1-9]\d* events, .*/)?.1 == "\(number + 1)")
        }
        #expect(lines.contains { $0.hasPrefix("2 districts of 3 days from seed 1, in ") })
        let again = try Program.run(arguments)
        #expect(again.output.split(separator: "\n").filter { $0.hasPrefix("seed ") }.map(String.init) == seeds)
    }

    @Test("a mistake made on purpose is an exit code of 1 and told with its seed")
    func sabotage() throws {
        let result = try Program.run([
            "simulate", "--seeds", "1", "--days", "10", "--sabotage", "fireTwice", "--config", Checkout.config,
        ])
        #expect(result.code == 1)
        #expect(result.output.contains("FAILED seed 1: "))
        #expect(result.output.contains("Again: motcua simulate --first 1 --seeds 1 --days 10"))
    }

    @Test(
        "a signal that ends simulate leaves no copy of the database behind",
        arguments: [SIGTERM, SIGINT, SIGHUP],
        [true, false]
    )
    func ended(by signal: Int32, hasDatabase: Bool) async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { _ = try await $0.staff("desk").register("1.004199") }
        let temporary = folder.path + "/tmp"
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false)
        let long = ["simulate", "--config", Checkout.config, "--days", "400", "--seeds", "1000"]
        let log = folder.path + "/log"
        let program = try SpawnedProgram(
            Program.path,
            long + ["--dossiers-per-day", "200"] + (hasDatabase ? ["--database", folder.database] : []),
            environment: ProcessInfo.processInfo.environment.merging(["TMPDIR": temporary]) { $1 },
            folder: Checkout.path,
            output: .file(log),
            errors: .file(log)
        )
        defer { program.send(SIGKILL) }
        // A machine's folder lies in memory, where those of other tests lie too.
        var machines: Set<String> = []
        try await until("districts are lived through") {
            let said = try String(contentsOfFile: log, encoding: .utf8)
            try #require(program.isRunning, "\(said)")
            let open = try Self.openFiles(of: program.pid).filter { $0.contains("/motcua-simulation-") }
            machines = Set(open.map { URL(filePath: $0).deletingLastPathComponent().path })
            return machines.count == (hasDatabase ? 1 : 2)
        }
        let copies = try FileManager.default.contentsOfDirectory(atPath: temporary)
        #expect(copies.count { $0.hasPrefix("motcua-what-if-") } == (hasDatabase ? 1 : 0), "\(copies)")

        program.send(signal)

        #expect(try await program.wait(within: .seconds(600)) == SpawnedProgram.Ending(code: signal, isExit: false))
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
        #expect(machines.filter(FileManager.default.fileExists) == [])
    }

    @Test("a simulation whose reader goes away leaves no copy of the database behind")
    func readerless() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { _ = try await $0.staff("desk").register("1.004199") }
        let temporary = folder.path + "/tmp"
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false)
        let arguments = "simulate --database '\(folder.database)' --config '\(Checkout.config)' --days 3 --seeds 1"
        let result = try SpawnedProgram.run(
            "/bin/sh",
            ["-c", "('\(Program.path)' \(arguments); echo ended with $? >&2) | true"],
            environment: ProcessInfo.processInfo.environment.merging(["TMPDIR": temporary]) { $1 },
            folder: Checkout.path,
            input: ""
        )
        #expect(result.errors.contains("ended with \(128 + SIGTERM)"), "\(result.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
    }

    @Test("a signal that is to be ignored, as nohup has it, ends no simulation")
    func ignoring() async throws {
        let arguments = "simulate --seeds 2 --days 30 --config '\(Checkout.config)'"
        let program = try SpawnedProgram("/bin/sh", ["-c", "trap '' HUP; exec '\(Program.path)' \(arguments)"])
        defer { program.send(SIGKILL) }
        var isUnderWay = false
        for _ in 0..<60_000 where !isUnderWay {
            try #require(program.isRunning)
            isUnderWay = try Self.openFiles(of: program.pid).contains { $0.contains("/motcua-simulation-") }
            // On this thread: where all tests run, a task that sleeps may come back when the simulation is long over.
            if !isUnderWay { usleep(10_000) }
        }
        #expect(isUnderWay)
        program.send(SIGHUP)
        #expect(try await program.wait(within: .seconds(600)) == SpawnedProgram.Ending(code: 0, isExit: true))
    }

    /// What files a process has open.
    private static func openFiles(of pid: pid_t) throws -> [String] {
        let folder = "/proc/\(pid)/fd/"
        return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { name in
            // One that was closed meanwhile has no destination.
            try? FileManager.default.destinationOfSymbolicLink(atPath: folder + name)
        }
    }
}
