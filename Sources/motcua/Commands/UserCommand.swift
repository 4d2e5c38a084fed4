import ArgumentParser
import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import NIOPosix

/// Keeps staff accounts (quản lý tài khoản).
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Keeps staff accounts.",
        subcommands: [Add.self]
    )

    /// Makes an account (thêm tài khoản).
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes an account; the password is read from the terminal or standard input."
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "The name used at sign-in: letters, digits, dots and hyphens.")
        var name: String

        @Option(help: "desk, officer, head, leader or admin.")
        var role: String

        @Option(help: "The unit, for example TCKH or BPMC-X; none for administrators.")
        var unit: String?

        @Option(help: "The commune of a unit ending in -X, by identifier or name.")
        var commune: String?

        func run() async throws {
            try await reportingFailures {
                let configuration = try ConfigurationLoading.load(common)
                Console.announceIfNew(configuration.settings.databaseFile)
                let workplace = try await Workplace.open(configuration, mode: nil)
                do {
                    try await add(in: workplace)
                } catch {
                    try await workplace.store.close()
                    throw error
                }
                try await workplace.store.close()
            }
        }

        private func add(in workplace: Workplace) async throws {
            guard let role = Role(rawValue: role) else {
                throw CommandFailure("There is no role \(role): use desk, officer, head, leader or admin.")
            }
            guard (1...64).contains(name.count), name.utf8.allSatisfy(Self.isAllowed) else {
                throw CommandFailure("The name must be 1 to 64 letters, digits, dots or hyphens.")
            }
            let place = try place(for: role, rules: workplace.rules)
            let threads = NIOThreadPool(numberOfThreads: 1)
            threads.start()
            let accounts = try await workplace.accounts(threads: threads, limiter: nil)
            let password = try Console.password("Password for \(name): ")
            let made: AccountID?
            do {
                made = try await accounts.create(
                    username: name,
                    password: password,
                    role: role,
                    place: place,
                    isDemo: false
                )
            } catch RequestRefusal.weakPassword {
                throw CommandFailure(
                    "The password is too weak: take \(AccountService.minimumPasswordLength) characters or more, "
                        + "not the name, not one character repeated."
                )
            }
            try await threads.shutdownGracefully()
            guard made != nil else { throw CommandFailure("The name \(name) is taken.") }
            print("Made \(name): \(role.rawValue)\(place.map { " of \($0)" } ?? "").")
        }

        private func place(for role: Role, rules: Rules) throws -> UnitPlace? {
            guard let unit else {
                guard role == .admin || role == .leader else { throw CommandFailure("Name the unit with --unit.") }
                return nil
            }
            guard let known = rules.organisation.units[UnitID(rawValue: unit)] else {
                let names = rules.organisation.units.keys.sorted().map(\.rawValue).joined(separator: ", ")
                throw CommandFailure("There is no unit \(unit): \(names).")
            }
            guard role != .desk || known.isDesk else { throw CommandFailure("\(unit) is no one-stop desk.") }
            guard known.isPerCommune else { return UnitPlace(unit: known.id, commune: nil) }
            guard let commune else { throw CommandFailure("\(unit) exists in every commune: name one with --commune.") }
            guard let id = rules.commune(named: commune) else {
                throw CommandFailure("There is no commune \(commune).")
            }
            return UnitPlace(unit: known.id, commune: id)
        }

        private static func isAllowed(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
    }
}
