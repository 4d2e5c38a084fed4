import ArgumentParser
import DossierConfig
import DossierDomain

/// Checks the configuration (kiểm tra cấu hình) and prints each procedure's slack.
struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Checks every configuration file and proves that each procedure can be on time."
    )

    @OptionGroup var common: CommonOptions

    func run() throws {
        do {
            let configuration = try ConfigurationLoading.load(common)
            for procedure in configuration.procedures {
                guard let proof = configuration.proofs[procedure.code] else { continue }
                print(Self.line(procedure, proof))
            }
            print(
                "\(configuration.procedures.count) procedures, \(configuration.organisation.units.count) units, "
                    + "\(configuration.organisation.communes.count) communes: the configuration is in order."
            )
        } catch let defects as ConfigurationDefects {
            Console.complain(defects.description)
            let count = defects.defects.count
            Console.complain(count == 1 ? "1 mistake." : "\(count) mistakes.")
            throw ExitCode.failure
        } catch let failure as CommandFailure {
            Console.complain(failure.description)
            throw ExitCode.failure
        }
    }

    /// The least working time left over, with the dossier that has it.
    private static func line(_ procedure: Procedure, _ proof: RouteProof) -> String {
        "\(procedure.code) slack \(RouteRun.hours(proof.slackSeconds)): \(proof.tightest.summary)"
    }
}
