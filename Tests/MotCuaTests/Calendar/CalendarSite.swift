import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import Testing
import WorkingCalendar

@testable import motcua

/// An installation with a configuration of its own, in which days off are declared.
struct CalendarSite: Sendable {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: Checkout.path + "/Config", toPath: folder.path + "/Config")
    }

    var config: String { folder.path + "/Config/motcua.yaml" }
    var calendar: String { folder.path + "/Config/calendars/vietnam.yaml" }

    /// The shipped calendar as another version, a day of it closed.
    static func text(version: Int, closing day: String?) throws -> String {
        let shipped = try String(contentsOfFile: Checkout.path + "/Config/calendars/vietnam.yaml", encoding: .utf8)
        let hasBoth = shipped.contains("\nversion: 1\n") && shipped.contains("\nclosures:\n")
        try #require(hasBoth)
        let entry = day.map { day in
            """
              - name: "Nghỉ theo quyết định"
                first: "\(day)"
                last: "\(day)"
                source: "test"

            """
        }
        return shipped.replacingOccurrences(of: "\nversion: 1\n", with: "\nversion: \(version)\n")
            .replacingOccurrences(of: "\nclosures:\n", with: "\nclosures:\n" + (entry ?? ""))
    }

    /// Writes such a calendar, into the configuration unless said otherwise.
    @discardableResult
    func declare(version: Int, closing day: String?, at path: String? = nil) throws -> String {
        let path = path ?? calendar
        try Self.text(version: version, closing: day).write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    func load() throws -> LoadedConfiguration { try TestServer.configuration(in: folder, config: config) }

    /// The change to the configured calendar, on the site's store.
    func applyCalendar(at now: String) async throws -> (moves: PromiseMoves, named: [String])? {
        let plan = try CalendarPlan(file: nil, configuration: load())
        let store = try SQLiteDossierStore.open(path: folder.database)
        let instant = try #require(Instant(iso8601: now))
        let result = try await store.transact { transaction -> (PromiseMoves, [String])? in
            guard let planned = try plan.change(in: transaction, at: instant) else { return nil }
            var named: [String] = []
            let moves = try planned.change.apply(in: transaction, at: instant) { named.append($0.line) }
            return (moves, named)
        }
        try await store.close()
        return result
    }

    /// Opens the installation as a program that starts then.
    func open(at now: String) async throws -> Workplace {
        let instant = try #require(Instant(iso8601: now))
        let configuration = try load()
        return try await Workplace.open(configuration, mode: nil, machineClock: StandingClock(now: instant))
    }

    /// Opens it, takes one dossier of Wednesday 05/01/2022 10:20 with three working days over, and closes it.
    func takeDossier(at now: String = "2022-01-06T08:00+07:00") async throws {
        let workplace = try await open(at: now)
        let register = try Registers.file(Registers.row())
        let report = try await RegisterImport(workplace).run(register) { _, _ in }
        #expect(report.added == 1)
        try await workplace.store.close()
    }
}

extension DossierStore {
    /// The canonical events of the configuration's stream, as texts.
    func configurationEvents() async throws -> [String] {
        try await transact { transaction in
            let head = try transaction.head(of: SystemEvent.Stream.configuration)
            return try transaction.events(of: head.id, after: 0, limit: 1_000)
                .map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The first dossier of Wednesday 05/01/2022.
    func firstDossier() async throws -> StoredDossier {
        let code = try #require(DossierCode("000.00.15.H47-220105-0001"))
        let stored = try await read { try $0.dossier(code) }
        return try #require(stored)
    }

    /// Its canonical events, as texts.
    func dossierEvents() async throws -> [String] {
        let id = try await firstDossier().id
        return try await read { snapshot in
            try snapshot.events(of: id, after: 0, limit: 1_000).map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
