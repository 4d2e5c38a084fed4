import NIOCore
import NIOPosix

/// A whole run (lượt đo): databases are seeded, everything is measured again and again in shuffled order.
struct Bench {
    /// The size that growth is compared with.
    static let smallSize = 10_000

    /// What is measured only if it is asked for by its whole name.
    private static let byNameOnly: Set<String> = ["growth", "soak", "sustained"]

    let settings: BenchSettings
    let common: CommonOptions
    /// The beginnings of the names of what is measured; all if empty.
    let only: [String]

    /// Whether something is measured whose name begins so.
    static func knows(_ beginning: String) -> Bool {
        byNameOnly.contains(beginning) || measurements(withSmall: true).contains { $0.name.hasPrefix(beginning) }
    }

    /// Measures.
    ///
    /// - Parameter folder: Where databases are made.
    /// - Returns: What was found.
    /// - Throws: If a server does not start or answers otherwise than it should.
    func run(in folder: BenchFolder) async throws -> BenchReport {
        let figures = Figures()
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let isLarger = settings.dossiers > Self.smallSize
        let full = try await seed("full", settings.dossiers, in: folder)
        figures.add(Double(DiskFile.length(full.path)) / Double(full.dossiers), to: "dossier.bytes")
        let small = isLarger ? try await seed("small", Self.smallSize, in: folder, like: full) : nil
        var site = BenchSite(
            settings: settings,
            common: common,
            folder: folder,
            full: full,
            small: small,
            loops: loops,
            figures: figures
        )
        var chosen = Self.measurements(withSmall: isLarger).filter { measurement in
            only.isEmpty || only.contains { measurement.name.hasPrefix($0) }
        }
        if only.contains("growth") {
            chosen += [GrowthMeasurement(isSmall: false)] + (isLarger ? [GrowthMeasurement(isSmall: true)] : [])
        }
        if only.contains("soak") { chosen.append(SoakMeasurement(minutes: settings.minutes ?? 30)) }
        if only.contains("sustained") { chosen.append(SustainedMeasurement(minutes: settings.minutes ?? 10)) }
        if chosen.contains(where: { ($0 as? LookupMeasurement)?.server == .go }) {
            site.go = try await GoServer.build(in: folder)
        }
        if chosen.contains(where: \.needsSample) {
            let sample = try await SampleReplies(of: site)
            figures.add(sample.intake.rowsPerDossier, to: "intake.rowsEach")
            site.sample = sample
        }
        try await measure(chosen, at: site)
        try await loops.shutdownGracefully()
        let found = figures.all
        // Who asks for some measurements does not want the others' empty lines.
        let comparisons = Goals.all(isLarger: isLarger, hasGo: site.go != nil)
            .filter { only.isEmpty || $0.verdict(in: found) != .unmeasured }
        return BenchReport(settings: settings, figures: found, comparisons: comparisons)
    }

    private func seed(
        _ name: String,
        _ dossiers: Int,
        in folder: BenchFolder,
        like other: SeededDatabase? = nil
    ) async throws -> SeededDatabase {
        let path = folder.file(name + ".sqlite")
        let groups = DueGroups(count: settings.repetitions, dossiers: dossiers, share: other?.groups.share ?? 1)
        return try await SeededDatabase.make(at: path, dossiers: dossiers, groups: groups, common: common)
    }

    private func measure(_ chosen: [any Measurement], at site: BenchSite) async throws {
        let progress = ProgressLine("measured", unit: "times")
        for repetition in 0..<settings.repetitions {
            for (index, measurement) in chosen.shuffled().enumerated() {
                progress.show(repetition * chosen.count + index, of: settings.repetitions * chosen.count)
                try await measurement.take(at: site, repetition: repetition)
            }
        }
        progress.finish()
    }

    private static func measurements(withSmall: Bool) -> [any Measurement] {
        let always: [any Measurement] = [
            LookupMeasurement(server: .real, connections: 64),
            LookupMeasurement(server: .bare, connections: 64),
            LookupMeasurement(server: .go, connections: 64),
            LookupMeasurement(server: .real, connections: 1),
            LookupMeasurement(server: .bare, connections: 1),
            LookupMeasurement(server: .go, connections: 1),
            IntakeMeasurement(connections: 256, groupsCommits: true),
            IntakeMeasurement(connections: 256, groupsCommits: false),
            IntakeMeasurement(connections: 32, groupsCommits: true),
            PlainIntakeMeasurement(),
            MixedMeasurement(),
            StormMeasurement(),
            ActionMeasurement(),
            TimerMeasurement(isSmall: false),
            LatenessMeasurement(),
            FootprintMeasurement(),
            SearchMeasurement(),
            SMPPMeasurement(client: .ours, window: 64),
            SMPPMeasurement(client: .smpplib, window: 64),
            SMPPMeasurement(client: .smpplib, window: 1),
            RelayMeasurement(),
        ]
        let grown: [any Measurement] = [
            LookupMeasurement(server: .realOnSmall, connections: 64), TimerMeasurement(isSmall: true),
        ]
        return always + (withSmall ? grown : [])
    }
}
