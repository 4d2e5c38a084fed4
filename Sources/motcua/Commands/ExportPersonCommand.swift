import ArgumentParser
import DossierConfig
import DossierDomain
import DossierEngine
import DossierHTTP
import DossierStoreSQLite
import Foundation

/// Writes all that is kept on one person into a file (trích xuất dữ liệu cá nhân), server stopped.
struct ExportPersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export-person",
        abstract: "Writes all that is kept on one person into a JSON file of mode 0600; server stopped.",
        discussion: """
            Whose data: the applicant of --code with all that bears his identity number; else whoever has the identity \
            or telephone number that is typed unseen, or comes on standard input: an argument would be seen by others. \
            Where the person stood at the desk for somebody, that one is masked. A dossier from whose sheet a \
            correction took the person is in it as it was before that. The reading of every dossier in it is recorded.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "A dossier whose applicant it is.")
    var code: String?

    @Option(help: "The file to be made.")
    var output: String

    @Option(help: "Why it is asked for, up to 500 characters; kept with the data of each dossier.")
    var reason: String?

    func run() async throws {
        try await reportingFailures {
            let configuration = try ConfigurationLoading.load(common)
            try DatabasePlace(configuration.settings).expectDatabase()
            guard !FileManager.default.fileExists(atPath: output) else {
                throw CommandFailure(
                    "There is a file \(output) already; it is not overwritten.",
                    vietnamese: "Đã có tệp \(output); không ghi đè."
                )
            }
            let (subject, reason) = (try subject(), try judgedReason())
            let workplace = try await Workplace.open(configuration, mode: nil)
            let export = try await workplace.store.closing { _ in
                let export = try await Self.export(subject, reason: reason, in: workplace)
                try PrivateFile.create(output, PersonExportText(rules: workplace.rules).json(export))
                return export
            }
            let (dossiers, texts) = (export.dossiers.count, export.inquiries.count)
            Console.say("\(output): \(counted(dossiers, "dossier")), \(counted(texts, "text")) that the person sent.")
        }
    }

    private func subject() throws -> ExportSubject {
        guard let code else { return .number(try Self.typedNumber()) }
        return .applicant(of: try DossierCode(typed: code))
    }

    /// The number from the terminal, where it is typed unseen, or from standard input.
    private static func typedNumber() throws -> String {
        do {
            return try Console.password("Identity or telephone number: ")
        } catch is CommandFailure {
            throw CommandFailure(
                "Name a dossier by --code, or give a number on standard input.",
                vietnamese: "Hãy chỉ ra hồ sơ bằng --code, hoặc nhập số định danh hay số điện thoại."
            )
        }
    }

    private func judgedReason() throws -> String? {
        do {
            return try reason.map(TextRules.readingReason.clean)
        } catch {
            throw CommandFailure(
                "The reason is one line of 1 to 500 characters.",
                vietnamese: "Lý do phải là một dòng từ 1 đến 500 ký tự."
            )
        }
    }

    private static func export(
        _ subject: ExportSubject,
        reason: String?,
        in workplace: Workplace
    ) async throws -> PersonExport {
        let exporter = PersonExporter(
            store: workplace.store,
            rules: workplace.rules,
            clock: workplace.clock,
            entropy: workplace.entropy
        )
        do {
            return try await exporter.export(subject, reason: reason)
        } catch let refusal as ExportRefusal {
            throw CommandFailure(refusal.sentences.english, vietnamese: refusal.sentences.vietnamese)
        } catch RequestRefusal.historyTooLong {
            throw CommandFailure(
                "A dossier of the person has more events than one document holds; read its history page by page.",
                vietnamese: "Một hồ sơ của người này có nhiều sự kiện hơn mức một tệp chứa được; hãy xem từng trang "
                    + "lịch sử của hồ sơ đó."
            )
        }
    }
}

extension ExportRefusal {
    /// What to tell, in both languages.
    fileprivate var sentences: (english: String, vietnamese: String) {
        switch self {
        case .noNumber:
            (
                "That is neither a whole identity number nor a telephone number.",
                "Đó không phải là số định danh đầy đủ hay số điện thoại."
            )
        case .dossierNotFound: ("There is no such dossier.", "Không có hồ sơ này.")
        case .nobody: ("Nothing is kept of that person.", "Không lưu dữ liệu nào của người này.")
        case .tooMany(let limit):
            ("The person has more than \(limit) dossiers.", "Người này có hơn \(limit) hồ sơ.")
        }
    }
}
