import ArgumentParser
import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite

/// Takes over a desk register as received dossiers (nhập sổ tiếp nhận cũ).
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Takes over a desk register: each good row becomes a received dossier, each bad one is reported.",
        discussion: """
            The heading has the columns \(RegisterColumn.required.map(\.rawValue).joined(separator: ", ")).

            A register of communes may have one more, headed Xã, Xã/thị trấn or Địa bàn. A row that names its commune \
            there, or in a register with --commune, is received at that commune's desk if its procedure begins at one. \
            All others are received at the district's desk, and where no commune is named its units are those of the \
            default one.

            Rows that cannot be taken are listed with a remedy in FILE.rejected.csv and harm no other; the exit code \
            is 0 all the same. Correct them in the register and import it again: what was taken over before is known. \
            The exit code is 1 if the register or the database cannot be used.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: "The register: CSV in UTF-8 with a heading.")
    var file: String

    @Option(help: "The commune of rows that name none, by identifier or name.")
    var commune: String?

    @Flag(help: "The machine's clock is right, though nothing was written for more than two months.")
    var clockIsRight = false

    func run() async throws {
        try await reportingFailures {
            let configuration = try ConfigurationLoading.load(common)
            let register = try RegisterFile(path: file)
            let commune = try place(by: try configuration.rules(stored: []))
            try DatabasePlace(configuration.settings).announceIfNew()
            try await CheckpointComposition.expectWholeHistory(configuration.settings)
            let workplace = try await Workplace.open(configuration, mode: nil, doubtsClock: !clockIsRight)
            let progress = ProgressLine("read", unit: "rows")
            let report = try await workplace.store.closing { _ in
                defer { progress.finish() }
                return try await RegisterImport(workplace, commune: commune).run(register) {
                    progress.show($0, of: $1)
                }
            }
            let rejected = RejectedRowsFile(register: file)
            do {
                try rejected.replace(with: report.rejected)
            } catch {
                // What was taken over is told all the same.
                print(report.summary(rejectedFile: nil).joined(separator: "\n"))
                throw error
            }
            print(report.summary(rejectedFile: rejected.path).joined(separator: "\n"))
        }
    }

    /// The commune that was typed; nil if none was.
    private func place(by rules: Rules) throws -> CommuneID? {
        guard let commune else { return nil }
        do throws(UnclearCommune) {
            return try rules.places.commune(named: commune)
        } catch {
            throw error.failure(named: commune)
        }
    }
}
