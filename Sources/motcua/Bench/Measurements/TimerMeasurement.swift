import DossierEngine
import DossierStoreSQLite
import Logging
import WorkingCalendar

/// Firing due timers by the timer service (kích hoạt hẹn giờ đến hạn), against a plain loop that writes the same rows.
///
/// Each repetition fires the next single timer and the next group, through the engine on one copy of the database; then
/// the plain loop writes on another copy what the engine changed.
struct TimerMeasurement: Measurement {
    /// Whether the small database is taken.
    let isSmall: Bool

    var name: String { isSmall ? "timers-small" : "timers" }

    func take(at site: BenchSite, repetition: Int) async throws {
        guard let database = isSmall ? site.small : site.full else { return }
        let isFirst = repetition == 0
        let fired = site.folder.file(name + ".sqlite")
        let plain = site.folder.file(name + "-plain.sqlite")
        if isFirst {
            _ = try site.folder.copy(of: database.path, named: name + ".sqlite", alwaysFresh: true)
            _ = try site.folder.copy(of: database.path, named: name + "-plain.sqlite", alwaysFresh: true)
        }
        let groups = database.groups
        let dossiers = try Self.dueDossiers(at: groups.dueAt(repetition), in: plain)
        try await fire(repetition, of: groups, in: fired, expecting: dossiers.count, site: site)
        try Self.replay(dossiers, from: fired, into: plain, name: name, site: site)
    }

    private func fire(
        _ repetition: Int,
        of groups: DueGroups,
        in path: String,
        expecting count: Int,
        site: BenchSite
    ) async throws {
        let configuration = try ConfigurationLoading.load(site.common, overrides: ["database.file": path])
        let workplace = try await Workplace.open(configuration, mode: .demo)
        try await workplace.store.closing { _ in
            let alone = try await Self.secondsToFire(1, at: groups.loneDueAt(repetition), workplace)
            site.figures.add(alone * 1e6, to: name + ".aloneMicroseconds")
            let seconds = try await Self.secondsToFire(count - 1, at: groups.dueAt(repetition), workplace)
            site.figures.add(Double(count - 1) / seconds, to: name + ".rate")
            site.figures.add(seconds / Double(max(1, count - 1)) * 1e6, to: name + ".costMicroseconds")
        }
    }

    private static func secondsToFire(_ count: Int, at due: Instant, _ workplace: Workplace) async throws -> Double {
        let service = TimerService(
            store: workplace.store,
            rules: workplace.rules,
            clock: StandingClock(now: due),
            machineClock: StandingClock(now: due),
            pace: SystemPace(),
            logger: Logger(label: "motcua.bench.timers") { _ in SwiftLogNoOpLogHandler() }
        )
        let begin = ContinuousClock.now
        let fired = try await service.fireDue()
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        guard fired == count else { throw CommandFailure(developer: "\(fired) timers fired instead of \(count).") }
        return seconds
    }

    private static func dueDossiers(at due: Instant, in path: String) throws -> [Int64] {
        try PlainConnection(path: path).rows(
            "SELECT dossier FROM timer WHERE fireAt <= ? ORDER BY fireAt, dossier",
            .integer(due.milliseconds)
        ).compactMap { $0.first?.number }
    }

    private static func replay(
        _ dossiers: [Int64],
        from fired: String,
        into plain: String,
        name: String,
        site: BenchSite
    ) throws {
        let replay = try PlainReplay(
            of: dossiers,
            before: try PlainConnection(path: plain),
            after: try PlainConnection(path: fired)
        )
        // As cold as the store was: a connection of its own, opened for this.
        let rate = try replay.rate(into: try PlainConnection(path: plain))
        site.figures.add(rate, to: name + "-plain.rate")
        site.figures.add(replay.rowsPerDossier, to: name + ".rowsEach")
    }
}
