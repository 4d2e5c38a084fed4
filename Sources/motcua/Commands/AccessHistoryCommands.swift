import ArgumentParser
import DossierEngine
import DossierHTTP
import WorkingCalendar

extension UserCommand {
    /// Prints what happened to an account (lịch sử tài khoản).
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints what happened to an account, oldest first: place, time, what, who, details, tabs between."
        )

        @OptionGroup var choice: Choice
        @OptionGroup var form: AccessHistoryForm

        func run() async throws { try await form.printAll(of: .account(choice.name), choice.common) }
    }
}

extension KeyCommand {
    /// Prints what happened to a key (lịch sử khóa API).
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints what happened to a key, oldest first: place, time, what, who, details, tabs between."
        )

        @OptionGroup var choice: Choice
        @OptionGroup var form: AccessHistoryForm

        func run() async throws { try await form.printAll(of: .key(choice.name), choice.common) }
    }
}

/// The form in which the history of an account or a key is printed.
struct AccessHistoryForm: ParsableArguments {
    private static let pageLength = 500

    @Flag(help: "Prints each change as one line of JSON, as the interface tells it, with its hash.")
    var json = false

    /// Prints a history page by page.
    ///
    /// - Parameters:
    ///   - subject: Whose history.
    ///   - options: Which database.
    /// - Throws: `ExitCode` after what went wrong was printed.
    func printAll(of subject: AccessHistory.Subject, _ options: CommonOptions) async throws {
        try await reportingFailures {
            try await AccountDesk.open(options) { desk in
                var start: Int? = 0
                while let position = start {
                    let page = try await desk.history.page(
                        of: subject,
                        after: position,
                        limit: Self.pageLength,
                        for: .program
                    )
                    for change in page.changes { print(json ? Self.json(change) : Self.line(change)) }
                    start = page.next
                }
            }
        }
    }

    private static func json(_ change: AccessChange) -> String {
        String(decoding: AccessChangeText.json(change), as: UTF8.self)
    }

    private static func line(_ change: AccessChange) -> String {
        let columns = [String(change.link.position), change.at.iso8601, change.type, change.author]
        let details = change.details.map { $0.name + "=" + ($0.text.isEmpty ? "-" : $0.text) }
        return (columns + details).joined(separator: "\t")
    }
}
