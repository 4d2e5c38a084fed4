import ArgumentParser
import DossierConfig
import DossierEngine
import Foundation
import WorkingCalendar

/// Checks the proof of a receipt (kiểm tra biên nhận), without a database or a network.
struct VerifyReceiptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-receipt",
        abstract: "Checks offline that an event stands in the signed history; exits 1 if it does not."
    )

    @Argument(help: "The file that the desk gave, or the look-up with the PIN.")
    var file: String

    @OptionGroup var common: CommonOptions

    @Option(help: "The published key, or a file with it; by default that of this machine, if it has one.")
    var key: [String] = []

    func run() async throws {
        try await reportingFailures {
            let proof = try read()
            let verifiers =
                key.isEmpty ? [try ownKey(for: proof)] : try key.map(CheckpointKeyOption.verifier(named:))
            guard let verifier = verifiers.first(where: proof.checkpoint.isSigned(by:)) ?? verifiers.first else {
                return
            }
            do throws(ReceiptProof.Fault) {
                let (link, at) = try proof.check(by: verifier)
                Self.tell(proof, link, at, verifier)
            } catch {
                Console.complain(Self.words(for: error))
                throw ExitCode.failure
            }
        }
    }

    private func read() throws -> ReceiptProof {
        guard DiskFile.exists(file) else {
            throw CommandFailure("There is no file \(file).", vietnamese: "Không có tệp \(file).")
        }
        let bytes = Array(try DiskFile.beginning(of: file, bytes: ReceiptProof.maximumBytes))
        do throws(StoredFormDefect) {
            return try ReceiptProof(json: bytes)
        } catch {
            throw CommandFailure(
                "\(file) is no proof of a receipt: \(error.member) cannot be read.",
                vietnamese: "\(file) không phải là tệp chứng minh việc tiếp nhận: không đọc được \(error.member)."
            )
        }
    }

    /// The key of this machine; the one in the file proves nothing by itself.
    private func ownKey(for proof: ReceiptProof) throws -> CheckpointVerifier {
        // Without a configuration there is no machine's key, and one has to be named.
        let settings = try? ConfigurationLoading.settings(common)
        if let path = settings.map({ CheckpointPlaces($0).key }), FileManager.default.fileExists(atPath: path) {
            return try CheckpointKeyFile.read(path).verifier
        }
        throw CommandFailure(
            "Name the published key with --key. The file itself says \(proof.key.written), which anyone can write.",
            vietnamese: "Hãy nêu khóa đã công bố bằng --key. Tệp tự ghi khóa \(proof.key.written), ai cũng ghi được."
        )
    }

    private static func tell(
        _ proof: ReceiptProof,
        _ link: ChainLink,
        _ at: Instant,
        _ verifier: CheckpointVerifier
    ) {
        let checkpoint = proof.checkpoint.checkpoint
        let signed = checkpoint.at.map { " of " + $0.iso8601 } ?? ""
        print(
            """
            \(link.stream): event \(link.position) of \(at.iso8601) stands in the history of \(checkpoint.origin) as \
            number \(proof.index + 1) of \(checkpoint.size), by the checkpoint\(signed) signed by \(verifier.written).
            \(link.stream): sự kiện \(link.position) lúc \(at.iso8601) có trong lịch sử đã ký của \(checkpoint.origin).
            """
        )
    }

    private static func words(for fault: ReceiptProof.Fault) -> String {
        switch fault {
        case .foreignKey:
            "The checkpoint is not signed by this key.\nMốc lịch sử không được ký bằng khóa này."
        case .notIncluded:
            "The event is not the one that the checkpoint holds.\nSự kiện không phải là sự kiện trong mốc lịch sử."
        case .unreadable:
            "The event is in the history but is of a newer program.\nSự kiện có trong lịch sử nhưng thuộc bản mới hơn."
        }
    }
}
