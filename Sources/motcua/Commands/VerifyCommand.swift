import ArgumentParser
import DossierConfig
import DossierEngine
import DossierStoreSQLite

/// Proves that what is stored is whole (kiểm chứng dữ liệu); also beside a running server.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Folds every dossier again and checks every hash, serial and reference; exits 1 if anything differs.",
        discussion: """
            It goes by the versions of organisation and procedures that the database keeps, and reads of the \
            configuration the settings alone.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "The file of checkpoints, best a copy from another machine; by default the one of the settings.")
    var checkpoints: String?

    @Option(help: "The published key of the checkpoints, or a file with it; by default this machine's; repeatable.")
    var key: [String] = []

    func run() async throws {
        try await reportingFailures {
            let parts = try ConfigurationParts(common)
            try DatabasePlace(parts.settings).expectDatabase()
            let known = try knownCheckpoints(by: parts.settings)
            let progress = ProgressLine("verified", unit: "events")
            let report = try SQLiteDossierStore.inspect(path: parts.settings.databaseFile) { inspection in
                let keys = try Self.keys(parts.settings, for: inspection)
                var verifier = Verifier(rules: try parts.keptRules(in: inspection), keys: keys)
                return try verifier.verify(inspection, checkpoints: known) { done, all in progress.show(done, of: all) }
            }
            progress.finish()
            for defect in report.defects { print("DIFFERS " + defect) }
            for checkpoint in report.abandoned { print("GIVEN UP checkpoint of \(checkpoint)") }
            print(Self.summary(of: report, hasCheckpoints: known != nil))
            if !report.isClean { throw ExitCode.failure }
        }
    }

    /// The keys of the vault, if they are there and are this database's; nothing but its entries needs them.
    private static func keys(
        _ settings: Settings,
        for inspection: any StoreInspection
    ) throws -> VaultKeyRing {
        let source = VaultKeySource(settings)
        do {
            // Keys that open something are this database's: what it says of other keys is then a difference.
            if let keys = try source.keys(), try keys.opensSomething(in: inspection) { return keys }
            return try source.keys(for: try inspection.vaultKeyRecords()) ?? .locked
        } catch let error as VaultKeyRefusal {
            Console.complain(
                "Encrypted entries are counted and not checked.\nCác mục đã mã hóa chỉ được đếm, chưa kiểm tra.\n"
                    + error.description
            )
            return .locked
        }
    }

    /// The checkpoints of the file that is named, or of the settings' where it is there.
    private func knownCheckpoints(by settings: Settings) throws -> KnownCheckpoints? {
        let places = CheckpointPlaces(settings)
        guard checkpoints != nil || places.hasCheckpoints else { return nil }
        var known = KnownCheckpoints(by: try CheckpointKeyOption.verifiers(named: key, else: places.key))
        try CheckpointFile.read(checkpoints ?? places.file) { known.take($0) }
        // Against a copy that did not come whole nothing would differ.
        if let named = checkpoints, known.checkpoints.isEmpty, known.defects.isEmpty {
            throw CommandFailure(
                "The file \(named) holds no checkpoints: nothing can be held against it. Copy it anew.",
                vietnamese: "Tệp \(named) không chứa mốc lịch sử nào nên không kiểm tra được gì. Hãy chép lại tệp."
            )
        }
        return known
    }

    private static func summary(of report: VerificationReport, hasCheckpoints: Bool) -> String {
        var parts = [
            counted(report.dossiers, "dossier"), counted(report.events, "event"), counted(report.codes, "code"),
            counted(report.vaultEntries, "vault entry", "vault entries"),
        ]
        if report.erasedEntries > 0 { parts.append("\(report.erasedEntries) erased") }
        if report.uncheckedEntries > 0 { parts.append("\(report.uncheckedEntries) encrypted and not checked") }
        if hasCheckpoints {
            let upTo = report.checkpoints > 0 ? " up to event \(report.checkpointedEvents)" : ""
            parts.append(counted(report.checkpoints, "checkpoint") + upTo)
        } else {
            parts.append("no checkpoints")
        }
        if report.tornCheckpoints > 0 { parts.append("\(report.tornCheckpoints) torn by a crash") }
        let verdict = report.isClean ? "all is whole" : counted(report.defectCount, "difference")
        return parts.joined(separator: ", ") + ": " + verdict + "."
    }
}
