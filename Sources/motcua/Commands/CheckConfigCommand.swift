import ArgumentParser
import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation

/// Checks the configuration (kiểm tra cấu hình) and prints each procedure's slack; beside a database, also whether that
/// would start with it.
struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Checks every configuration file and proves that each procedure can be on time.",
        discussion: """
            Where the database is there already, it is asked whether it would start with the configuration; it is only \
            read, also beside a running server.
            """
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await reportingFailures {
            let configuration = try loaded()
            for procedure in configuration.procedures {
                guard let proof = configuration.proofs[procedure.code] else { continue }
                print(Self.line(procedure, proof))
            }
            let environment = ProcessInfo.processInfo.environment
            try await Self.tellAll([
                { _ = try NetworkEdge.settings(configuration.settings) },
                { try configuration.settings.backups?.expectApart() },
                { try await GatewayComposition.check(configuration, environment: environment) },
                { try SignOnComposition.check(configuration, rules: try configuration.rules(stored: [])) },
                { try await Self.askDatabase(configuration) },
            ])
            let missing = try await Self.missingSecrets(configuration, environment)
            for sentence in missing { Console.complain("Missing here: " + sentence) }
            let verdict = missing.isEmpty ? "." : ", but a start without these secrets would be refused."
            print(
                "\(configuration.procedures.count) procedures, \(configuration.organisation.units.count) units, "
                    + "\(configuration.organisation.communes.count) communes: the configuration is in order" + verdict
            )
        }
    }

    /// Makes every check, also after one that found a fault: whoever mends one is not sent back for the next.
    ///
    /// - Throws: What ends the command, when the faults of all were told.
    private static func tellAll(_ checks: [() async throws -> Void]) async throws {
        var first: (any Error)?
        for check in checks {
            do {
                try await check()
            } catch {
                let told = Console.tell(error)
                first = first ?? told
            }
        }
        if let first { throw first }
    }

    /// The secrets that this environment does not have; the service may have them.
    ///
    /// - Throws: ``CommandFailure`` with all that are there and cannot be used.
    private static func missingSecrets(
        _ configuration: LoadedConfiguration,
        _ environment: [String: String]
    ) async throws -> [String] {
        let finding = GatewaySecretFinding(environment: environment)
        var defects = try await GatewayComposition.secretDefects(configuration, environment: environment)
        defects += await WebhookComposition.secretDefects(configuration.webhooks, finding: finding)
        defects += SignOnComposition.secretDefects(configuration, finding: finding)
        let malformed = defects.filter { !$0.isMissing }.map(\.sentence)
        guard malformed.isEmpty else {
            throw CommandFailure(
                malformed.joined(separator: "\n"),
                vietnamese: "Có \(malformed.count) khóa bí mật sai dạng, nêu ở trên; hãy sửa biến môi trường."
            )
        }
        return defects.map(\.sentence)
    }

    private func loaded() throws -> LoadedConfiguration {
        do {
            return try ConfigurationLoading.load(common)
        } catch let defects as ConfigurationDefects {
            Console.complain(defects.description)
            Console.complain(counted(defects.defects.count, "mistake") + ".")
            throw ExitCode.failure
        }
    }

    /// Asks the database, where there is one, whether the next start or the next erasure by rule would refuse the
    /// configuration.
    ///
    /// - Throws: What ends the command if one would, when the remedies were told; `OrganisationChangeRefusal`;
    ///   `StoreError` if it cannot be read.
    private static func askDatabase(_ configuration: LoadedConfiguration) async throws {
        let path = configuration.settings.databaseFile
        guard FileManager.default.fileExists(atPath: path) else { return }
        // A file without a byte is taken for none, as by every start.
        guard !DiskFile.isOrdinary(path) || !DatabasePlace(configuration.settings).isEmpty else { return }
        let (rivals, objection) = try SQLiteDossierStore.inspect(path: path) { inspection in
            let rivals = try configuration.versions.filter { try inspection.hasRival(of: $0) }
            let calendars = try inspection.configurations(of: StoredConfiguration.calendarKind)
            guard rivals.isEmpty, !calendars.isEmpty else { return (rivals, String?.none) }
            let now = try Installation.present(in: inspection, machineClock: SystemClock())
            let plan = try CalendarPlan(file: nil, configuration: configuration)
            guard let change = try plan.change(in: inspection, at: now)?.change else { return (rivals, nil) }
            let moves = try change.preview(in: inspection, at: now)
            return (rivals, try change.objection(to: moves, in: inspection, at: now))
        }
        try await tellAll([
            { try refuse(rivals, in: path) },
            { try SQLiteDossierStore.inspect(path: path) { try RetentionVersion(configuration).check(in: $0) } },
            { try refuse(objection, of: path) },
        ])
    }

    /// Refuses versions that a database has used with other content.
    private static func refuse(_ rivals: [StoredConfiguration], in path: String) throws(CommandFailure) {
        guard !rivals.isEmpty else { return }
        let names = rivals.map { "\($0.kind) \($0.name) version \($0.version)" }.joined(separator: ", ")
        throw CommandFailure(
            "The database \(path) has used \(names) with other content and would not start: raise `version` there.",
            vietnamese: "Cơ sở dữ liệu \(path) đã dùng \(names) với nội dung khác nên sẽ không khởi động được: "
                + "hãy tăng version ở đó."
        )
    }

    /// Refuses a calendar that a database does not take by a mere start.
    private static func refuse(_ objection: String?, of path: String) throws(CommandFailure) {
        guard let objection else { return }
        throw CommandFailure(
            "The database \(path) would not start with this configuration: \(objection) See it with "
                + "`motcua calendar preview`, then stop the server and `motcua calendar apply`.",
            vietnamese: "Cơ sở dữ liệu sẽ không khởi động với cấu hình này: hãy xem bằng `motcua calendar "
                + "preview`, dừng dịch vụ rồi chạy `motcua calendar apply`."
        )
    }

    /// The least working time left over, with the dossier that has it.
    private static func line(_ procedure: Procedure, _ proof: RouteProof) -> String {
        "\(procedure.code) slack \(RouteRun.hours(proof.slackSeconds)): \(proof.tightest.summary)"
    }
}
