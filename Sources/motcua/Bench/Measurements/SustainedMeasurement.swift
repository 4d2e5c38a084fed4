/// Whether intake keeps its pace (giữ nhịp tiếp nhận): full load minute after minute, and how long the log becomes.
///
/// Taken only if it is asked for by name.
struct SustainedMeasurement: Measurement {
    private static let connections = 256
    private static let minuteSeconds = 60.0
    /// How often the log is looked at.
    private static let watchInterval = Duration.milliseconds(100)

    let name = "sustained"
    /// How long it takes, in minutes; 2 or more.
    let minutes: Int

    func take(at site: BenchSite, repetition: Int) async throws {
        let copy = try site.folder.copy(of: site.full.path, named: name + ".sqlite", alwaysFresh: true)
        try await site.serve(copy) { server in
            let longest = try await withThrowingTaskGroup(of: Int64.self) { tasks in
                tasks.addTask { await Self.longestLog(of: copy) }
                try await work(server, site)
                tasks.cancelAll()
                return try await tasks.next() ?? 0
            }
            site.figures.add(Double(longest) / 1_048_576, to: name + ".logMebibytes")
            site.figures.add(try server.peakMebibytes, to: name + ".memory")
        }
        site.folder.remove(copy)
    }

    /// Watches the log of a database until the task is cancelled, and returns its greatest length in bytes.
    private static func longestLog(of database: String) async -> Int64 {
        var longest: Int64 = 0
        while !Task.isCancelled {
            longest = max(longest, DiskFile.length(database + "-wal"))
            do { try await Task.sleep(for: watchInterval) } catch { break }
        }
        return longest
    }

    private func work(_ server: ChildProcess, _ site: BenchSite) async throws {
        let token = try await site.token("desk", on: server)
        let progress = ProgressLine("sustained", unit: "minutes")
        var whole = LoadOutcome()
        for minute in 0..<minutes {
            progress.show(minute, of: minutes)
            var plan = site.plan(
                server,
                connections: Self.connections,
                status: 201,
                requests: IntakeMeasurement.requests(token: token)
            )
            plan.seconds = Self.minuteSeconds
            let outcome = try await site.load(plan)
            if minute == 0 { site.figures.add(outcome, to: name + "-first") }
            if minute == minutes - 1 { site.figures.add(outcome, to: name + "-last") }
            whole.add(outcome)
        }
        progress.finish()
        site.figures.add(whole, to: name + "-whole")
    }
}
