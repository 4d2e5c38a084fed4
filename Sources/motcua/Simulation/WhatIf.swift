import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import DossierTestKit
import Foundation
import WorkingCalendar

/// What would become of a database's open dossiers with other staff (bài toán "nếu thêm cán bộ").
///
/// The database is copied once and only read; each run has a copy of the copy.
struct WhatIf {
    /// The future that is lived through, with the present staff.
    var plan: SimulationPlan
    private let simulation: Simulation
    private let folder: TemporaryCopy

    /// Over how many days back the arrivals are counted: four weeks, of 20 working days as a rule.
    private static let daysBack = 28
    private static let workingDaysBack = 20
    /// How many dossiers are read at once.
    private static let pageSize = 500

    /// Copies a database and sees what it is like.
    ///
    /// - Throws: `StoreError` if it cannot be read, `ConfigurationDefects` if a stored version cannot be,
    ///   ``VaultKeyRefusal`` if the keys of its vault are not there.
    init(database: String, configuration: LoadedConfiguration) throws {
        let copy = try TemporaryCopy(of: database)
        folder = copy
        let source = VaultKeySource(configuration.settings, database: database)
        let (rules, present, keys) = try SQLiteDossierStore.inspect(path: copy.path) { inspection in
            let reader = SQLiteConfigurationReader(path: copy.path)
            let rules = try configuration.rulesInForce(in: inspection, reading: reader)
            return (rules, try Present(inspection), try source.keys(for: try inspection.vaultKeyRecords()))
        }
        simulation = Simulation(rules: rules) { try SQLiteMachine(copyOf: copy.path, keys: keys) }
        plan = SimulationPlan(seed: 1, days: 30, start: present.now)
        plan.takesUpDossiers = true
        plan.hasFaults = false
        plan.officers = present.officers
        plan.weights = present.arrivals
        let arrived = present.arrivals.values.reduce(0, +)
        if arrived > 0 { plan.dossiersPerDay = max(1, arrived / Self.workingDaysBack) }
    }

    /// Lives through the future with the present and with the changed staff and tells who would be late where.
    ///
    /// - Throws: ``CommandFailure`` if what is stored breaks an invariant; what a machine throws.
    func answer(officers: [UnitID: Int], seeds: Int) async throws {
        var variants = [("present staff", plan)]
        if !officers.isEmpty {
            var changed = plan
            changed.officers.merge(officers) { _, new in new }
            let told = officers.sorted { $0.key < $1.key }.map { unit, count in
                "\(unit) \(count) instead of \(plan.officers[unit] ?? SimulationPlan.usualOfficers)"
            }
            variants.append((told.joined(separator: ", "), changed))
        }
        let span = "From \(plan.start?.iso8601 ?? "now") on, \(counted(plan.days, "day"))"
        Console.say("\(span), \(seeds == 1 ? "one future" : "the mean of \(seeds) futures"):")
        var results: [(name: String, figures: SimulationFigures)] = []
        for (name, plan) in variants { results.append((name, try await futures(plan, seeds: seeds, name: name))) }
        for (name, figures) in results { Console.say(Self.summary(name, figures, seeds: seeds)) }
        if results.count > 1 { Console.say("day         " + results.map(\.name).joined(separator: "  |  ")) }
        for line in Self.days(of: results, seeds: seeds) { Console.say(line) }
    }

    /// Lives through the futures of a plan.
    ///
    /// - Parameters:
    ///   - plan: The plan of the first; the others have the seeds after its own.
    ///   - seeds: How many.
    ///   - name: What its staff is called.
    /// - Returns: What was counted in all of them.
    /// - Throws: As ``answer(officers:seeds:)``.
    func futures(_ plan: SimulationPlan, seeds: Int, name: String) async throws -> SimulationFigures {
        let progress = ProgressLine("simulated", unit: "futures with " + name)
        var total = SimulationFigures()
        for index in 0..<seeds {
            var plan = plan
            plan.seed += UInt64(index)
            let outcome = try await simulation.run(plan)
            if let failure = outcome.failure {
                throw CommandFailure(
                    "The future of seed \(plan.seed) breaks: \(failure)",
                    vietnamese: "Tương lai theo seed \(plan.seed) bị gián đoạn: \(failure)"
                )
            }
            total.add(outcome.figures)
            progress.show(index + 1, of: seeds)
        }
        progress.finish()
        return total
    }

    private static func summary(_ name: String, _ figures: SimulationFigures, seeds: Int) -> String {
        let open = figures.openAtStart - figures.lateAtStart
        let late = units(figures.lateByUnit, seeds)
        return "\(name): of \(mean(figures.dossiers, seeds)) new dossiers and \(mean(open, seeds)) open in time "
            + "\(mean(figures.lateDossiers, seeds)) will be late"
            + (figures.lateAtStart > 0 ? " beside \(mean(figures.lateAtStart, seeds)) that are already" : "")
            + (late.isEmpty ? "" : "; at " + late)
    }

    private static func days(of results: [(name: String, figures: SimulationFigures)], seeds: Int) -> [String] {
        let days = Set(results.flatMap { $0.figures.lateByDay.keys }).sorted()
        return days.map { day in
            let parts = results.map { result in
                let late = units(result.figures.lateByDay[day] ?? [:], seeds)
                return late.isEmpty ? "–" : late
            }
            return day + "  " + parts.joined(separator: "  |  ")
        }
    }

    private static func units(_ late: [String: Int], _ seeds: Int) -> String {
        SimulationTable.listed(late) { mean($0, seeds) }
    }

    private static func mean(_ sum: Int, _ seeds: Int) -> String {
        let tenths = (sum * 10 + seeds / 2) / max(1, seeds)
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    /// What a database is like at its own present.
    private struct Present {
        let now: Instant
        var officers: [UnitID: Int] = [:]
        var arrivals: [ProcedureCode: Int] = [:]

        init(_ inspection: any StoreInspection) throws {
            now = try Installation.present(in: inspection, machineClock: SystemClock())
            try countOfficers(inspection)
            try countArrivals(inspection)
        }

        /// Accounts are numbered without gaps from 1; the most of one place stands for its unit.
        private mutating func countOfficers(_ inspection: any StoreInspection) throws {
            var places: [UnitPlace: Int] = [:]
            var number: Int64 = 1
            while let account = try inspection.account(AccountID(number: number)) {
                number += 1
                guard account.isActive, account.role == .officer || account.role == .desk, let place = account.place
                else { continue }
                places[place, default: 0] += 1
            }
            for (place, count) in places { officers[place.unit] = max(count, officers[place.unit] ?? 0) }
        }

        private mutating func countArrivals(_ inspection: any StoreInspection) throws {
            let since = now.adding(seconds: -Int64(WhatIf.daysBack) * 86_400)
            var last: StreamID?
            while true {
                let page = try inspection.dossiers(matching: DossierFilter(), before: last, limit: WhatIf.pageSize)
                for stored in page {
                    last = stored.id
                    let dossier = try DossierCodec.decode(stored.state)
                    guard let first = dossier.statusChanges.first?.at, first >= since else { continue }
                    arrivals[dossier.registration.procedure.code, default: 0] += 1
                }
                if page.count < WhatIf.pageSize { return }
            }
        }
    }
}

/// A copy of a database in a temporary folder, gone with its last user.
private final class TemporaryCopy: Sendable {
    /// The copy.
    let path: String
    private let folder: ScratchFolder

    init(of database: String) throws {
        folder = try ScratchFolder("motcua-what-if-", in: FileManager.default.temporaryDirectory)
        path = folder.url.appending(path: "copy.sqlite").path
        try SQLiteDossierStore.copy(path: database, to: path)
        guard try SQLiteDossierStore.archiveMark(of: path) != nil else { return }
        // A copy too: what is opened for writing beside an archive may mend it.
        let archive = SQLiteDossierStore.archivePath(of: database)
        try SQLiteDossierStore.copy(path: archive, to: SQLiteDossierStore.archivePath(of: path))
    }
}
