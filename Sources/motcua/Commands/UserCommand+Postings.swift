import ArgumentParser
import DossierDomain
import DossierEngine
import WorkingCalendar

extension UserCommand {
    /// The unit and the days of a posting as they are typed.
    struct Post: ParsableArguments {
        @Option(help: "The unit, for example TNMT or TPHT-X.")
        var unit: String

        @Option(help: "The commune of a unit ending in -X, by identifier or name.")
        var commune: String?

        @Option(help: "The first day, written 2022-01-05; today if left out.")
        var from: String?

        @Option(help: "The last day, written 2022-03-31.")
        var until: String

        /// Judges them by the organisation.
        ///
        /// - Throws: ``CommandFailure`` that names what can be typed.
        func draft(_ kind: Posting.Kind, by places: KnownPlaces) throws -> PostingDraft {
            let seat = try TypedSeat(role: Role.officer.rawValue, unit: unit, commune: commune).judged(by: places)
            guard let place = seat.place else {
                throw CommandFailure(
                    "Name the unit with --unit.",
                    vietnamese: "Hãy chỉ ra đơn vị bằng --unit."
                )
            }
            return PostingDraft(kind: kind, place: place, from: try from.map(Self.date), until: try Self.date(until))
        }

        private static func date(_ typed: String) throws -> LocalDate {
            guard let date = LocalDate(iso8601: typed) else {
                throw CommandFailure(
                    "\(typed) is no date: write it as 2022-01-05.",
                    vietnamese: "\(typed) không phải ngày: hãy ghi như 2022-01-05."
                )
            }
            return date
        }
    }

    /// Seconds an account to another unit for a time (biệt phái).
    struct Second: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seconds an account to another unit: it works there as an officer, and not in its own post."
        )

        @OptionGroup var choice: Choice
        @OptionGroup var post: Post

        func run() async throws { try await UserCommand.give(.secondment, post, to: choice) }
    }

    /// Makes an account the acting head of a unit for a time (giao phụ trách).
    struct ActingHead: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes an account the acting head of a unit, beside its own post."
        )

        @OptionGroup var choice: Choice
        @OptionGroup var post: Post

        func run() async throws { try await UserCommand.give(.actingHead, post, to: choice) }
    }

    /// Prints the postings of an account (danh sách điều động).
    struct Postings: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints all postings of an account, newest first: number, kind, unit, days, state, tabs between."
        )
        private static let pageLength = 500

        @OptionGroup var choice: Choice

        func run() async throws {
            try await reportingFailures {
                try await AccountDesk.open(choice.common) { desk in
                    let now = desk.now
                    var last: PostingID?
                    repeat {
                        let page = try await desk.accounts.postings(
                            of: choice.name,
                            before: last,
                            limit: Self.pageLength,
                            for: .program
                        )
                        for posting in page.postings { print(UserCommand.line(posting, at: now)) }
                        last = page.next
                    } while last != nil
                }
            }
        }
    }

    /// Ends a posting before its time (chấm dứt điều động).
    struct EndPosting: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ends a posting of an account at once.")

        @OptionGroup var choice: Choice

        @Argument(help: "The number of the posting, as `user postings` prints it.")
        var number: Int64

        func run() async throws {
            try await reportingFailures {
                try await AccountDesk.open(choice.common) { desk in
                    let id = PostingID(number: number)
                    let ended = try await desk.accounts.endPosting(id, of: choice.name, by: .program)
                    print(UserCommand.line(ended.posting, at: desk.now))
                }
            }
        }
    }

    private static func give(_ kind: Posting.Kind, _ post: Post, to choice: Choice) async throws {
        try await reportingFailures {
            try await AccountDesk.open(choice.common) { desk in
                let draft = try post.draft(kind, by: desk.places())
                let made = try await desk.accounts.post(draft, to: choice.name, by: .program)
                print(line(made.posting, at: desk.now))
            }
        }
    }

    /// A posting as one line.
    static func line(_ posting: Posting, at now: Instant) -> String {
        let columns = [
            String(posting.id.number), posting.kind.rawValue, posting.place.description,
            "\(posting.from.iso8601)..\(posting.until.iso8601)", posting.state(at: now).rawValue,
        ]
        return columns.joined(separator: "\t")
    }
}
