import NIOCore
import NIOPosix

/// Whether hours of work leave traces (thử bền): intakes with their texts, look-ups, inboxes and timers at seven tenths
/// of what the machine can do, minute after minute, and what the server holds at the end of each.
///
/// Taken only if it is asked for by name.
struct SoakMeasurement: Measurement {
    /// What part of the full load it works at.
    private static let share = 0.7
    private static let clerks = 64
    private static let citizens = 16
    private static let officers = 4
    /// A rest of those whose number is not what is measured.
    private static let rest = TimeAmount.milliseconds(20)
    /// How many minutes at its beginning and at its end are held against each other.
    private static let minutesCompared = 5
    /// How many warnings fall due in a second.
    private static let warningsPerSecond = 10

    let name = "soak"
    /// How long it takes, in minutes; 2 or more.
    let minutes: Int

    /// What a part of the time was like.
    private struct Span {
        var intakes = LoadOutcome()
        var lookups = LoadOutcome()
        var inboxes = LoadOutcome()
        /// Resident memory in MiB, open files, and the log's length in MiB, at the end of each minute.
        var memory: [Double] = []
        var files: [Double] = []
        var log: [Double] = []

        mutating func add(_ other: Span) {
            intakes.add(other.intakes)
            lookups.add(other.lookups)
            inboxes.add(other.inboxes)
            memory += other.memory
            files += other.files
            log += other.log
        }
    }

    func take(at site: BenchSite, repetition: Int) async throws {
        let path = site.folder.file(name + ".sqlite")
        site.folder.remove(path)
        let start = try await SeededDatabase.makeSteady(
            at: path,
            dossiers: Self.warningsPerSecond * 60 * (minutes + 1),
            perSecond: Self.warningsPerSecond,
            common: site.common
        )
        try await site.serve(path, MeasuredServer(clockStart: start)) { try await endure($0, path, site) }
    }

    private func endure(_ server: ChildProcess, _ path: String, _ site: BenchSite) async throws {
        let full = try await minute(of: server, path, site, seconds: 10, rest: .zero)
        let rest = Self.rest(for: full.intakes.rate * Self.share, latency: full.intakes.milliseconds(0.5))
        let progress = ProgressLine("endured", unit: "minutes")
        var spans: [Span] = []
        for done in 0..<minutes {
            progress.show(done, of: minutes)
            spans.append(try await minute(of: server, path, site, seconds: 60, rest: rest))
        }
        progress.finish()
        let compared = min(Self.minutesCompared, minutes / 2)
        report(spans.prefix(compared), as: "first", to: site.figures)
        report(spans.suffix(compared), as: "last", to: site.figures)
        site.figures.add(full.intakes.rate, to: "soak-full.rate")
        site.figures.add(spans.flatMap(\.log).max() ?? 0, to: "soak.logMebibytes")
        let failures = spans.map { $0.intakes.failureCount + $0.lookups.failureCount + $0.inboxes.failureCount }
        site.figures.add(Double(failures.reduce(0, +)), to: "soak.failures")
    }

    /// The rest that each clerk takes so that all together make so many dossiers a second.
    private static func rest(for rate: Double, latency milliseconds: Double) -> TimeAmount {
        guard rate > 0 else { return .zero }
        let cycle = Double(clerks) / rate * 1_000
        return .microseconds(Int64(max(0, cycle - milliseconds) * 1_000))
    }

    private func minute(
        of server: ChildProcess,
        _ path: String,
        _ site: BenchSite,
        seconds: Double,
        rest: TimeAmount
    ) async throws -> Span {
        let desk = try await site.token("desk", on: server)
        let officer = try await site.token("officer.TCKH", on: server)
        var intake = plan(server, Self.clerks, 201, seconds, IntakeMeasurement.requests(token: desk))
        intake.rest = rest
        let codes = try Self.codes(of: path)
        var lookup = plan(server, Self.citizens, 200, seconds) { RepeatedRequests(codes) }
        lookup.rest = Self.rest
        let inboxes = [RequestBytes.get("/api/v1/inbox", token: officer)]
        var inbox = plan(server, Self.officers, 200, seconds) { RepeatedRequests(inboxes) }
        inbox.rest = Self.rest
        let (first, second, third, loops) = (intake, lookup, inbox, site.loops)
        async let intakes = LoadRun.run(first, on: loops.next())
        async let lookups = LoadRun.run(second, on: loops.next())
        async let lists = LoadRun.run(third, on: loops.next())
        var span = Span(intakes: try await intakes, lookups: try await lookups, inboxes: try await lists)
        span.memory = [try server.residentMebibytes]
        span.files = [try server.openFiles]
        span.log = [Double(DiskFile.length(path + "-wal")) / 1_048_576]
        return span
    }

    /// Look-ups of some dossiers, old and new ones.
    private static func codes(of path: String) throws -> [ByteBuffer] {
        let rows = try PlainConnection(path: path).rows("SELECT code FROM dossier ORDER BY id DESC LIMIT 10000")
        let codes = rows.compactMap { $0.first?.string }
        return codes.shuffled().map { RequestBytes.get("/api/v1/status/" + $0) }
    }

    private func plan(
        _ server: ChildProcess,
        _ connections: Int,
        _ status: Int,
        _ seconds: Double,
        _ requests: @escaping @Sendable () -> any RequestSource
    ) -> LoadPlan {
        LoadPlan(port: server.port, connections: connections, seconds: seconds, status: status, requests: requests)
    }

    private func report(_ spans: ArraySlice<Span>, as part: String, to figures: Figures) {
        var whole = Span()
        for span in spans { whole.add(span) }
        figures.add(whole.intakes, to: "soak-intake-\(part)")
        figures.add(whole.lookups, to: "soak-lookup-\(part)")
        figures.add(whole.inboxes, to: "soak-inbox-\(part)")
        figures.add(whole.memory.reduce(0, +) / Double(max(1, whole.memory.count)), to: "soak-\(part).memory")
        figures.add(whole.files.max() ?? 0, to: "soak-\(part).files")
    }
}
