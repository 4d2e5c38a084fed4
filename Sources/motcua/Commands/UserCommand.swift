import ArgumentParser
import DossierDomain
import DossierEngine
import WorkingCalendar

/// Keeps staff accounts (quản lý tài khoản), also beside a running server.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Keeps staff accounts, also beside a running server, which heeds a change within two seconds.",
        subcommands: [
            Add.self, List.self, Disable.self, Enable.self, Reset.self, Assign.self, Second.self, ActingHead.self,
            Postings.self, EndPosting.self, History.self,
        ]
    )

    /// The role and the unit of an account as they are typed.
    struct Seat: ParsableArguments {
        @Option(help: "desk, officer, head, leader or admin.")
        var role: String

        @Option(help: "The unit, for example TCKH or BPMC-X; none for administrators.")
        var unit: String?

        @Option(help: "The commune of a unit ending in -X, by identifier or name.")
        var commune: String?

        /// Judges them by the organisation.
        ///
        /// - Parameter places: The places that there are, asked for where a unit is named or needed.
        /// - Returns: The role and the unit; no unit for who belongs to none.
        /// - Throws: ``CommandFailure`` that names what can be typed.
        func judged(by places: @autoclosure () throws -> KnownPlaces) throws -> (role: Role, place: UnitPlace?) {
            try TypedSeat(role: role, unit: unit, commune: commune).judged(by: try places())
        }
    }

    /// An account as it is named.
    struct Choice: ParsableArguments {
        @OptionGroup var common: CommonOptions

        @Argument(help: "The name used at sign-in, in any case.")
        var name: String
    }
}

extension UserCommand {
    /// Makes an account (thêm tài khoản).
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes an account; the password is read from the terminal or standard input."
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "The name used at sign-in: letters, digits, dots, hyphens and low lines.")
        var name: String

        @OptionGroup var seat: Seat

        @Flag(help: "Prints a one-time password instead of reading one; it has to be changed at the first sign-in.")
        var oneTime = false

        func run() async throws {
            try await reportingFailures {
                // All that can be judged without a database comes first: none is made for a slip, and none is held
                // open while somebody thinks of a password.
                guard Username.isValid(name) else { throw CommandFailure.invalidName }
                let (role, place) = try seat.judged(by: KnownPlaces(ConfigurationParts(common).organisation()))
                let password = try oneTime ? nil : Console.newPassword("Password for \(name): ")
                try await AccountDesk.open(common, makesDatabase: true) { desk in
                    let given = try await make(role, place, password: password, at: desk)
                    print("Made \(name): \(role.rawValue)\(place.map { " of \($0)" } ?? "").")
                    if let given { print(UserCommand.told(given, to: name)) }
                }
            }
        }

        /// Makes the account, with a one-time password where none was typed, and gives that.
        private func make(
            _ role: Role,
            _ place: UnitPlace?,
            password: String?,
            at desk: AccountDesk
        ) async throws -> OneTimePassword? {
            guard let password else {
                return try await desk.accounts.create(username: name, role: role, place: place, by: .program).password
            }
            let made = try await desk.accounts.create(
                username: name,
                password: password,
                role: role,
                place: place,
                isDemo: false
            )
            guard made != nil else { throw RequestRefusal.usernameTaken }
            return nil
        }
    }

    /// Prints all accounts (danh sách tài khoản).
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints all accounts: name, role, unit, state, postings that hold or are to come, tabs between."
        )
        private static let pageLength = 500

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await reportingFailures {
                try await AccountDesk.open(common) { desk in
                    var last: AccountID?
                    repeat {
                        let page = try await desk.accounts.accounts(after: last, limit: Self.pageLength, for: .program)
                        for account in page.accounts { print(Self.line(account)) }
                        last = page.next
                    } while last != nil
                }
            }
        }

        private static func line(_ account: Account) -> String {
            let state = account.isActive ? "active" : "disabled"
            let columns = [
                account.username, account.role.rawValue, account.place?.description ?? "-",
                account.mustChangePassword ? state + ", one-time password" : state,
            ]
            let postings = account.postings.map { posting in
                "\(posting.kind.rawValue) \(posting.place) \(posting.from.iso8601)..\(posting.until.iso8601)"
            }
            return (columns + postings).joined(separator: "\t")
        }
    }

    /// Lets an account no longer sign in (khóa tài khoản).
    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets an account no longer sign in and ends its sessions, within two seconds on a running server."
        )

        @OptionGroup var choice: Choice

        func run() async throws {
            try await reportingFailures {
                try await AccountDesk.open(choice.common) { desk in
                    let account = try await desk.accounts.disable(choice.name, by: .program)
                    print("Disabled \(account.username).")
                }
            }
        }
    }

    /// Lets an account sign in again (mở lại tài khoản).
    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lets a disabled account sign in again.")

        @OptionGroup var choice: Choice

        func run() async throws {
            try await reportingFailures {
                try await AccountDesk.open(choice.common) { desk in
                    let account = try await desk.accounts.enable(choice.name, by: .program)
                    print("Enabled \(account.username).")
                }
            }
        }
    }

    /// Gives an account a one-time password (đặt lại mật khẩu).
    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a one-time password for an account and ends its sessions; the old password is dead."
        )

        @OptionGroup var choice: Choice

        func run() async throws {
            try await reportingFailures {
                try await AccountDesk.open(choice.common) { desk in
                    let given = try await desk.accounts.reset(choice.name, by: .program)
                    print(UserCommand.told(given.password, to: given.account.username))
                    if !given.account.isActive { print("\(given.account.username) is disabled still.") }
                }
            }
        }
    }

    /// Gives an account another role or unit (đổi vị trí công tác).
    struct Assign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives an account another role or unit and ends its sessions."
        )

        @OptionGroup var choice: Choice
        @OptionGroup var seat: Seat

        func run() async throws {
            try await reportingFailures {
                try await AccountDesk.open(choice.common) { desk in
                    let (role, place) = try seat.judged(by: desk.places())
                    let account = try await desk.accounts.assign(choice.name, to: role, at: place, by: .program)
                    print("\(account.username): \(role.rawValue)\(place.map { " of \($0)" } ?? "").")
                }
            }
        }
    }

    /// The line that tells a one-time password, the only time it is shown.
    static func told(_ password: OneTimePassword, to name: String) -> String {
        "One-time password of \(name), to be changed at the first sign-in: \(password.text)\n"
            + "Mật khẩu trên chỉ dùng một lần, phải đổi khi đăng nhập lần đầu."
    }
}
