import Foundation
import ProgramSupport
import Testing

/// The running service against `Schema/openapi.yaml`, by a tester that nobody here wrote: schemathesis.
///
/// `MOTCUA_TEST_CONTRACT_EXAMPLES=200 swift test --filter ContractTests` tries each operation two hundred times instead
/// of a few times.
@Suite(.timeLimit(.minutes(60)))
struct ContractTests {
    private static let asked =
        ProcessInfo.processInfo.environment["MOTCUA_TEST_CONTRACT_EXAMPLES"].flatMap(Int.init).map { max(1, $0) }
    /// Whose requests go through every corner of the document also in a short run: they take a minute each.
    private static let thorough: Set<String> = ["desk", "admin"]
    private static let seed = 20_261_129
    /// What ends the session of whoever asks, and what a wrong password slows down for the rest of the run: tried by
    /// nobody in particular only.
    private static let ofSessions = "/sessions$|/sessions/current|/me/sessions|/me/password"
    /// Tokens are told apart from each other by tests of our own (`PermissionTests`), because schemathesis cannot know
    /// who may see what.
    private static let ownChecks = "ignored_auth,object_level_authorization"

    /// The schemathesis of the environment that docker/install-packages.sh makes.
    private static var program: String {
        let environment = ProcessInfo.processInfo.environment
        let caches = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
        return caches + "/motcua-test-python/bin/schemathesis"
    }

    @Test(
        "no fault, no answer that the document lacks, no mistake let through, nothing refused for a form it allows",
        arguments: ["nobody", "desk", "officer.TNMT", "head.TNMT", "leader", "admin"]
    )
    func role(username: String) async throws {
        let isInstalled = FileManager.default.isExecutableFile(atPath: Self.program)
        try #require(isInstalled, "schemathesis is missing: docker/install-packages.sh --test installs it")
        let folder = try TemporaryFolder()
        let server = try await RunningServer.start(database: folder.database)
        let desk = try await server.token("desk")
        var codes: [String] = []
        for _ in 0..<3 {
            let made = await server.send("POST", "/api/v1/dossiers", json: Forms.intake("1.001612"), token: desk)
            codes.append(try #require(made?.string("code"), "\(made?.text ?? "")"))
        }
        let token = username == "nobody" ? nil : try await server.token(username)
        let isThorough = Self.asked != nil || Self.thorough.contains(username)
        let phases = isThorough ? "examples,coverage,fuzzing" : "examples,fuzzing"
        let (code, report) = try await run(phases, at: server.address, token: token, codes: codes, in: folder)
        #expect(code == 0, "\(report.suffix(6_000))")
        #expect(report.contains(" generated"), "\(report.suffix(2_000))")
        #expect(server.terminate() == 0)
    }

    private func run(
        _ phases: String,
        at address: String,
        token: String?,
        codes: [String],
        in folder: TemporaryFolder
    ) async throws -> (code: Int32, report: String) {
        let fixtures = Checkout.path + "/Tests/Fixtures/"
        let arguments =
            ["--no-color", "--config-file", fixtures + "schemathesis.toml", "run", address + "/openapi.yaml"]
            + ["--url", address, "--seed", "\(Self.seed)", "--max-examples", "\(Self.asked ?? 2)"]
            + ["--phases", phases, "--checks", "all", "--exclude-checks", Self.ownChecks]
            + ["--continue-on-failure", "--no-shrink"]
            + (token.map { ["-H", "Authorization: Bearer \($0)", "--exclude-path-regex", Self.ofSessions] } ?? [])
        let told = [
            "CONTRACT_DOSSIERS": codes.joined(separator: " "),
            "SCHEMATHESIS_HOOKS": fixtures + "schemathesis_hooks.py",
        ]
        let log = folder.path + "/report.txt"
        let tester = try SpawnedProgram(
            Self.program,
            arguments,
            environment: ProcessInfo.processInfo.environment.merging(told) { $1 },
            folder: folder.path,
            output: .file(log),
            errors: .file(log)
        )
        // It takes a minute, for which no thread of the other tests shall wait.
        let code = try await tester.wait(within: .seconds(3_600)).code
        return (code, try String(contentsOfFile: log, encoding: .utf8))
    }
}
