import ArgumentParser
import DossierConfig
import DossierEngine
import DossierStoreSQLite

/// Proves that what is stored is whole (kiểm chứng dữ liệu); also beside a running server.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Folds every dossier again and checks every hash, serial and reference; exits 1 if anything differs."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await reportingFailures {
            let configuration = try ConfigurationLoading.load(common)
            let progress = ProgressLine("verified", unit: "events")
            let report = try SQLiteDossierStore.inspect(path: configuration.settings.databaseFile) { inspection in
                let keys = Self.keys(configuration, for: try inspection.vaultKeyRecords())
                var verifier = Verifier(rules: try configuration.rulesInForce(in: inspection), keys: keys)
                return try verifier.verify(inspection) { done, all in progress.show(done, of: all) }
            }
            progress.finish()
            for defect in report.defects { print("DIFFERS " + defect) }
            print(Self.summary(of: report))
            if !report.isClean { throw ExitCode.failure }
        }
    }

    /// The keys of the vault, if they are there and are this database's; nothing but its entries needs them.
    private static func keys(_ configuration: LoadedConfiguration, for records: [VaultKeyRecord]) -> VaultKeyRing {
        do {
            return try VaultKeySource(configuration.settings).keys(for: records) ?? .locked
        } catch {
            Console.complain("Encrypted entries are counted and not checked. " + error.description)
            return .locked
        }
    }

    private static func summary(of report: VerificationReport) -> String {
        var parts = [
            counted(report.dossiers, "dossier"), counted(report.events, "event"), counted(report.codes, "code"),
            counted(report.vaultEntries, "vault entry", "vault entries"),
        ]
        if report.erasedEntries > 0 { parts.append("\(report.erasedEntries) erased") }
        if report.uncheckedEntries > 0 { parts.append("\(report.uncheckedEntries) encrypted and not checked") }
        let verdict = report.isClean ? "all is whole" : counted(report.defectCount, "difference")
        return parts.joined(separator: ", ") + ": " + verdict + "."
    }

    private static func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }
}
