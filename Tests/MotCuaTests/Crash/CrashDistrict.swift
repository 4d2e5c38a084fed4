import DossierEngine
import DossierTestKit
import Foundation
import GRDB
import ProgramSupport
import SMSPeers
import Testing

/// A district whose machine goes down again and again while everybody works.
struct CrashDistrict: Sendable {
    /// How many dossiers pile up before a new database is begun, in crashes: verifying each time costs what is there.
    static let crashesPerDatabase = 25
    private static let clerks = 6
    /// How commands end: well, in words, told that the disk fails, or that trying again may help.
    private static let endsOfCommands: Set<Int32> = [0, 1, 74, 75]

    /// What a number of crashes came to.
    struct Tally: Sendable {
        var crashes = 0
        /// How often the disk failed.
        var faults = 0
        /// How often the program could not start over it, and said so.
        var failedStarts = 0
        var acknowledged = 0
        var defects = CrashRecord.Defects()
        var texts = 0
        var unknownTexts = 0
        /// How many copies of the database were found whole, how often one was left unfinished, and how many restored.
        var copies = 0
        var brokenCopies = 0
        var restored = 0
        /// How often an import was killed.
        var brokenImports = 0

        static func + (one: Tally, other: Tally) -> Tally {
            Tally(
                crashes: one.crashes + other.crashes,
                faults: one.faults + other.faults,
                failedStarts: one.failedStarts + other.failedStarts,
                acknowledged: one.acknowledged + other.acknowledged,
                defects: one.defects + other.defects,
                texts: one.texts + other.texts,
                unknownTexts: one.unknownTexts + other.unknownTexts,
                copies: one.copies + other.copies,
                brokenCopies: one.brokenCopies + other.brokenCopies,
                restored: one.restored + other.restored,
                brokenImports: one.brokenImports + other.brokenImports
            )
        }
    }

    private let folder: TemporaryFolder
    private let config: ConfigCopy
    private let modem: CrashModem
    private let record: CrashRecord
    private let hasFaultyDisk: Bool
    private let register: CrashRegister
    private var copies: CrashCopies
    private var generator: SeededGenerator
    private var tally = Tally()

    /// - Parameters:
    ///   - number: Tells districts beside each other apart, 1 to 9.
    ///   - seed: What decides who does what and when the machine goes down.
    ///   - hasFaultyDisk: Whether its disk fails too, in every way.
    /// - Throws: If its files cannot be made.
    init(number: Int, seed: UInt64, hasFaultyDisk: Bool = false) throws {
        self.hasFaultyDisk = hasFaultyDisk
        folder = try TemporaryFolder()
        modem = try CrashModem(in: folder.path)
        config = try ConfigCopy()
        try config.replace("gateway: console", with: "gateway: smstools", in: "motcua.yaml")
        try config.replace("/var/spool/sms", with: modem.spool, in: "gateways/smstools.yaml")
        copies = try CrashCopies(of: folder.database, config: config)
        register = try CrashRegister(beside: folder.database, config: config.file)
        record = CrashRecord(district: number)
        generator = SeededGenerator(seed: seed)
    }

    /// Lets the machine go down so many times, and judges each time and in the end.
    mutating func endure(_ crashes: Int) async throws -> Tally {
        let modem = modem
        let work = Task { try await modem.run() }
        defer { work.cancel() }
        var tokens: [String: String] = [:]
        for _ in 0..<crashes {
            try copies.prepareStart(record, &generator)
            if Int.random(in: 0..<8, using: &generator) == 0 { try crashWhileStarting() }
            if Int.random(in: 0..<4, using: &generator) == 0, tally.crashes > 0 { try crashWhileImporting() }
            let server = try await startForLoad()
            try await copies.expectSwept()
            if tokens.isEmpty { tokens = try await signIn(at: server) }
            let clerks = CrashClerks(server: server, tokens: tokens, record: record, modem: modem)
            try await CrashJudge(clerks: clerks).judge()
            try await crash(clerks)
            countFault()
            try verify()
            try copies.judge()
            if Int.random(in: 0..<20, using: &generator) == 0, try copies.restoreNewest() { tally.restored += 1 }
            tally.crashes += 1
        }
        return try await settle(tokens)
    }

    private func start() async throws -> RunningServer {
        try await RunningServer.start(database: folder.database, config: config.file)
    }

    /// The file that lets the disk fail while it is there.
    private var toggle: String { folder.path + "/faulty" }

    /// The file that the disk makes when it fails.
    private var struck: String { folder.path + "/struck" }

    /// Counts a failure of the disk, if there was one.
    private mutating func countFault() { if unlink(struck) == 0 { tally.faults += 1 } }

    /// Starts a server whose disk will fail once it is at work, if this district's does.
    private mutating func startForLoad() async throws -> RunningServer {
        guard hasFaultyDisk else { return try await start() }
        let fault = FaultyDisk.Fault.random(within: 150, &generator)
        return try await RunningServer.start(
            database: folder.database,
            config: config.file,
            environment: try FaultyDisk.environment(
                fault,
                prefix: folder.path + "/motcua",
                toggle: toggle,
                struck: struck
            )
        )
    }

    private mutating func crashWhileStarting() throws {
        let pause = Duration.milliseconds(Int.random(in: 1...200, using: &generator))
        var environment: [String: String] = [:]
        if hasFaultyDisk {
            // A start writes little.
            let fault = FaultyDisk.Fault.random(within: 8, &generator)
            environment = try FaultyDisk.environment(fault, prefix: folder.path + "/motcua", struck: struck)
        }
        let arguments = ["serve", "--port", "0", "--database", folder.database, "--config", config.file]
        let ending = try Program.interrupt(
            arguments + ["--demo", "--clock", "2022-01-05T10:20+07:00"],
            environment: environment,
            after: pause
        )
        // What a disk refuses may pass: then the unit begins it anew.
        Self.judge(ending, orExits: Self.endsOfCommands)
        if ending.isExit { tally.failedStarts += 1 }
        countFault()
        // A machine that was never started has nothing to verify.
        if FileManager.default.fileExists(atPath: folder.database), tally.crashes > 0 { try verify() }
        try copies.judge()
    }

    /// Takes over a part of the register, and the machine goes down over it, or the disk fails.
    private mutating func crashWhileImporting() throws {
        let pause = Duration.milliseconds(Int.random(in: 50...900, using: &generator))
        var environment: [String: String] = [:]
        if hasFaultyDisk {
            let fault = FaultyDisk.Fault.random(within: 30, &generator)
            environment = try FaultyDisk.environment(fault, prefix: folder.path + "/motcua", struck: struck)
        }
        let ending = try Program.interrupt(register.command, environment: environment, after: pause)
        Self.judge(ending, orExits: Self.endsOfCommands)
        if ending != SpawnedProgram.Ending(code: 0, isExit: true) { tally.brokenImports += 1 }
        countFault()
        try verify()
    }

    private func signIn(at server: RunningServer) async throws -> [String: String] {
        var tokens: [String: String] = [:]
        for account in CrashClerks.accounts { tokens[account] = try await server.token(account) }
        return tokens
    }

    /// Everybody works, and the machine goes down; one time in thirty only after seconds, so that reports are read.
    private mutating func crash(_ clerks: CrashClerks) async throws {
        if hasFaultyDisk { try Data().write(to: URL(filePath: toggle)) }
        defer { unlink(toggle) }
        let isLong = Int.random(in: 0..<30, using: &generator) == 0
        let pause = Int.random(in: 1...(isLong ? 3_000 : 200), using: &generator)
        let seeds = (0..<Self.clerks).map { _ in generator.next() }
        let copying = Int.random(in: 0..<3, using: &generator) == 0 ? try await beginCopy() : nil
        // Told of a failed sync, it ends by itself.
        let exits: Set<Int32> = hasFaultyDisk ? [74] : []
        await withTaskGroup(of: Void.self) { group in
            for seed in seeds { group.addTask { await clerks.work(seed: seed) } }
            try? await Task.sleep(for: .milliseconds(pause))  // A cancelled pause only kills sooner.
            Self.judge(clerks.server.kill(), orExits: exits)
            guard let copying else { return }
            copying.send(SIGKILL)
            Self.judge(copying.wait(), orExits: Self.endsOfCommands)
        }
    }

    /// Begins a copy by hand, and gives it a time to come somewhere.
    private mutating func beginCopy() async throws -> SpawnedProgram {
        var environment: [String: String] = [:]
        if hasFaultyDisk {
            let fault = FaultyDisk.Fault.random(within: 20, &generator)
            environment = try FaultyDisk.environment(fault, prefix: folder.path + "/motcua-copies", struck: struck)
        }
        let copying = try copies.beginOne(record, environment: environment)
        try await Task.sleep(for: .milliseconds(Int.random(in: 50...600, using: &generator)))
        return copying
    }

    /// Whether the program ended as it may: by the power cut, or in words, and never by a fault of its own.
    private static func judge(_ ending: SpawnedProgram.Ending, orExits codes: Set<Int32>) {
        let isCut = !ending.isExit && ending.code == SIGKILL
        #expect(isCut || ending.isExit && codes.contains(ending.code), "the program ended by \(ending)")
    }

    private func verify() throws {
        let verdict = try Program.run(["verify", "--database", folder.database, "--config", config.file])
        try #require(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }

    /// Lets everything come to its end, and judges the whole.
    private mutating func settle(_ tokens: [String: String]) async throws -> Tally {
        try copies.prepareStart(record, &generator)
        let server = try await start()
        try await copies.expectSwept()
        let clerks = CrashClerks(server: server, tokens: tokens, record: record, modem: modem)
        let judge = CrashJudge(clerks: clerks)
        try await judge.judge()
        try await until("every text is sent and every report read") {
            let queued = await server.send("GET", "/api/v1/messages?state=queued", token: tokens["admin"])
            if queued?.at("items")?.array?.isEmpty == true { return try modem.names(in: "report").isEmpty }
            // Texts wait at night.
            let later = #"{"advance":"PT3H"}"#
            let moved = await server.send("POST", "/api/v1/demo/clock", json: later, token: tokens["admin"])
            try #require(moved?.status == 200, "\(moved?.text ?? "no answer")")
            return false
        }
        try await judge.judgeAll()
        #expect(try copies.beginOne(record, environment: [:]).wait().code == 0)
        #expect(server.terminate() == 0)
        try copies.judge()
        if try copies.restoreNewest() { tally.restored += 1 }
        try register.finish(beside: record.known.count)
        try verify()
        let texts = try CrashedDatabase(path: folder.database).judge(against: modem)
        var tally = tally
        tally.acknowledged = record.acknowledged
        tally.defects = record.defects
        (tally.texts, tally.unknownTexts) = texts
        (tally.copies, tally.brokenCopies) = (copies.found, copies.broken)
        return tally
    }
}

/// What the database of a district says in the end, read past the program.
struct CrashedDatabase {
    private let queue: DatabaseQueue

    init(path: String) throws { queue = try DatabaseQueue(path: path) }

    /// Whether no timer was left behind, no notice made twice, and every text is accounted for: handed over at most
    /// once, and by a file that is there unless the machine went down over it.
    func judge(against modem: CrashModem) throws -> (all: Int, unknown: Int) {
        try queue.read { database in
            let clock = try #require(
                try String.fetchOne(database, sql: "SELECT value FROM installation WHERE name = 'demoClock'")
            )
            let now = try #require(Int64(clock), "the stored clock is \(clock)")
            let due = try Int.fetchOne(database, sql: "SELECT count(*) FROM timer WHERE fireAt <= ?", arguments: [now])
            #expect(due == 0, "\(due ?? 0) timers were left behind")
            let twice = try String.fetchAll(
                database,
                sql: """
                    SELECT recipient || ' ' || dossier || ' ' || rung || ' ' || facts FROM notice
                    WHERE dossier IS NOT NULL GROUP BY recipient, dossier, rung, plannedAt, facts HAVING count(*) > 1
                    """
            )
            #expect(twice.isEmpty, "told twice: \(twice)")
            return try judgeTexts(in: database, modem)
        }
    }

    private func judgeTexts(in database: Database, _ modem: CrashModem) throws -> (all: Int, unknown: Int) {
        let states = try Row.fetchAll(database, sql: "SELECT number, state FROM outboxMessage")
        let taken = modem.taken
        for (name, count) in taken { #expect(count == 1, "\(name) was handed over \(count) times") }
        for row in states {
            let (number, state): (Int64, String) = (row["number"], row["state"])
            let isThere = taken["motcua-\(number)"] != nil
            switch state {
            case "accepted", "delivered", "undelivered", "expired":
                #expect(isThere, "text \(number) is \(state) and nowhere")
            case "unknown": break
            default: Issue.record("text \(number) is still \(state)")
            }
        }
        return (states.count, states.count { $0["state"] == "unknown" })
    }
}
