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
        private static let pageLength = 500

        @OptionGroup var choice: Choice

        @Flag(help: "Prints each change as one line of JSON, as the interface tells it, with its hash.")
        var json = false

        func run() async throws {
            try await reportingFailures {
                try await AccountDesk.open(choice.common) { desk in
                    var start: Int? = 0
                    while let position = start {
                        let page = try await desk.accounts.history(
                            of: choice.name,
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

        private static func json(_ change: AccountChange) -> String {
            String(decoding: AccountChangeText.json(change), as: UTF8.self)
        }

        private static func line(_ change: AccountChange) -> String {
            let columns = [String(change.link.position), change.at.iso8601, change.type, change.author]
            return (columns + change.details.map { $0.name + "=" + $0.text }).joined(separator: "\t")
        }
    }
}
