import ArgumentParser
import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Foundation
import WorkingCalendar

/// Moves dossiers of old years into the archive (lưu trữ hồ sơ các năm cũ), server stopped.
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Moves dossiers that ended before a day into the archive beside the database; server stopped.",
        discussion: """
            Look-ups, histories and searches reach them there as before; nobody can change them any more. The archive \
            is the file DATABASE.archive, which each run adds to and the service only reads. With --dry-run it only \
            tells how many dossiers it would be, also beside a running server. It may be broken off at any moment and \
            run again. It needs no key.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "Move dossiers that ended before this day, as 2022-01-01; at the latest 1 January of this year.")
    var before: String

    @Flag(help: "Tell how many dossiers it would be and change nothing.")
    var dryRun = false

    @Flag(help: "The machine's clock is right, though nothing was written for more than two months.")
    var clockIsRight = false

    func validate() throws {
        guard LocalDate(iso8601: before) != nil else {
            throw ValidationError(
                "--before \(before) is no date; write it as 2022-01-01.",
                vietnamese: "--before \(before) không phải là ngày; hãy ghi như 2022-01-01."
            )
        }
    }

    func run() async throws {
        try await reportingFailures {
            guard let day = LocalDate(iso8601: before) else { return }
            let settings = try ConfigurationLoading.settings(common)
            try DatabasePlace(settings).expectDatabase()
            let path = settings.databaseFile
            do {
                if dryRun {
                    try Self.look(path, endedBefore: day)
                } else {
                    try await Self.move(path, endedBefore: day, doubtsClock: !clockIsRight)
                }
            } catch let refusal as ArchiveRefusal {
                throw Self.failure(refusal)
            }
        }
    }

    private static func look(_ path: String, endedBefore day: LocalDate) throws {
        let outcome = try SQLiteDossierStore.inspect(path: path) { try count(endedBefore: day, in: $0) }
        let archive = SQLiteDossierStore.archivePath(of: path)
        Console.say("\(dossiers(outcome.moved, before: day)) would be moved into \(archive).")
        for line in rest(outcome) { Console.say(line) }
    }

    /// What a move would do.
    private static func count(
        endedBefore day: LocalDate,
        in inspection: any StoreInspection
    ) throws -> Archiving.Outcome {
        try Archiving.check(endedBefore: day, in: inspection, machineClock: SystemClock())
        let search = ArchiveSearch(endedBefore: day)
        var outcome = Archiving.Outcome()
        var last: StreamID?
        repeat {
            let page = try search.page(after: last, in: inspection)
            outcome.moved += page.ready.count
            outcome.take(page)
            last = page.next
        } while last != nil
        return outcome
    }

    private static func move(_ path: String, endedBefore day: LocalDate, doubtsClock: Bool) async throws {
        let store = try await openWithArchive(path, endedBefore: day, doubtsClock: doubtsClock)
        guard store.hasArchive else {
            let outcome = try await store.closing { store in
                try store.inspect { try count(endedBefore: day, in: $0) }
            }
            Console.say("\(dossiers(0, before: day)) are moved, and no archive is made.")
            for line in rest(outcome) { Console.say(line) }
            return
        }
        let outcome = try await store.closing { store in
            let work = Archiving(store: store, endedBefore: day, machineClock: SystemClock())
            var (moved, told) = (0, 0)
            let outcome = try await work.run { stage in
                guard case .moved(let codes) = stage else { return }
                moved += codes.count
                guard moved - told >= 1_000 else { return }
                told = moved
                Console.complain("moved \(moved) …")
            }
            try await store.scrub()
            return outcome
        }
        let archive = SQLiteDossierStore.archivePath(of: path)
        let summary = try SQLiteDossierStore.archiveSummary(of: archive)
        let size = "\(counted(Int(summary.dossiers), "dossier")), \(counted(Int(summary.events), "event"))"
        Console.say("\(dossiers(outcome.moved, before: day)) \(outcome.moved == 1 ? "is" : "are") moved.")
        Console.say("\(archive) holds \(size), \(DiskFile.length(archive) >> 10) KiB.")
        for line in rest(outcome) { Console.say(line) }
    }

    /// Opens the database with its archive; where there is none it is made, if something is to be moved.
    private static func openWithArchive(
        _ path: String,
        endedBefore day: LocalDate,
        doubtsClock: Bool
    ) async throws -> SQLiteDossierStore {
        let options = SQLiteStoreOptions(writesArchive: true)
        let store = try SQLiteDossierStore.open(path: path, options: options)
        do {
            try Upgrade.run(store, path: path, clock: SystemClock())
            if doubtsClock { try StartClock.expectPlausible(store, at: SystemClock().now) }
            try await store.read {
                try Archiving.check(endedBefore: day, in: $0, machineClock: SystemClock())
            }
            // It may be a link to another disk.
            let archive = URL(filePath: SQLiteDossierStore.archivePath(of: path)).resolvingSymlinksInPath()
            let folder = archive.deletingLastPathComponent().path
            try DiskFile.expectRoom(for: DiskFile.length(path), in: folder)
            if store.hasArchive { return store }
            // Without the file nothing would start any more, though nothing lay in it.
            if try store.inspect({ try count(endedBefore: day, in: $0) }).moved == 0 { return store }
            let identity = try SQLiteDossierStore.makeArchive(of: path, identity: ArchiveMark.drawIdentity())
            try await store.transact { transaction in
                try transaction.set(.archiveGeneration, to: "0")
                try transaction.set(.archive, to: identity)
            }
        } catch {
            // Why it cannot be opened is told, and not what follows from it.
            try? await store.close()
            throw error
        }
        // Connections get the archive when they are opened.
        try await store.close()
        return try SQLiteDossierStore.open(path: path, options: options)
    }

    private static func dossiers(_ count: Int, before day: LocalDate) -> String {
        counted(count, "dossier") + " that ended before \(day.iso8601)"
    }

    private static func rest(_ outcome: Archiving.Outcome) -> [String] {
        var lines: [String] = []
        if outcome.held > 0 {
            lines.append(
                "\(counted(outcome.held, "dossier")) of before that day stay: a text, a report of one or a call about "
                    + "them is under way, or they are not found by their names yet. Start the server for a while."
            )
        }
        if outcome.damaged > 0 {
            lines.append("\(counted(outcome.damaged, "dossier")) cannot be read and stay: run motcua verify.")
        }
        lines.append("Ended later, and stay: \(counted(outcome.later, "dossier")).")
        return lines
    }

    private static func failure(_ refusal: ArchiveRefusal) -> CommandFailure {
        switch refusal {
        case .tooEarly(let latest):
            CommandFailure(
                "Dossiers of the present year are not archived: --before goes up to \(latest.iso8601).",
                vietnamese: "Không lưu trữ hồ sơ của năm nay: --before không được sau \(latest.iso8601)."
            )
        case .notServed:
            CommandFailure(
                "This program has not served the database yet: start the server once, stop it, and try again.",
                vietnamese: "Chương trình này chưa phục vụ cơ sở dữ liệu: hãy khởi động dịch vụ một lần, dừng rồi thử "
                    + "lại."
            )
        }
    }
}
