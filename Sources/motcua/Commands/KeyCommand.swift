import ArgumentParser
import DossierDomain
import DossierEngine
import WorkingCalendar

/// Keeps keys by which other systems sign in (quản lý khóa API), also beside a running server.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Keeps keys of other systems, also beside a running server, which heeds a change within two seconds.",
        subcommands: [Add.self, List.self, Rotate.self, Revoke.self, History.self]
    )

    /// A key as it is named.
    struct Choice: ParsableArguments {
        @OptionGroup var common: CommonOptions

        @Argument(help: "The key's name.")
        var name: String
    }
}

extension KeyCommand {
    /// Makes a key (tạo khóa).
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a key and prints it, the only time it is shown."
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "The system that will use it: letters, digits, dots, hyphens and low lines.")
        var name: String

        @Option(help: "staff, read, intake-online, payments, sms-receipts or sms-inbound; may be given several times.")
        var scope: [String] = []

        @Option(help: "desk, officer, head or leader; desk for intake-online and payments, none for sms scopes.")
        var role: String?

        @Option(help: "The unit, for example BPMC-H.")
        var unit: String?

        @Option(help: "The commune of a unit ending in -X, by identifier or name.")
        var commune: String?

        @Option(help: "The SMS gateway that an sms scope speaks for.")
        var gateway: String?

        @Option(help: "After how many days it ends, 1 to 730.")
        var days = KeyDraft.usualDays

        func run() async throws {
            try await reportingFailures {
                try await AccountDesk.open(common) { desk in
                    let typed = TypedKey(
                        name: name,
                        scopes: scope,
                        role: role,
                        unit: unit,
                        commune: commune,
                        gateway: gateway
                    )
                    let draft = try typed.draft(places: desk.places, gateways: desk.gateways)
                    try TypedKey.check(days: days)
                    let made = try await make(draft, at: desk)
                    print("Made key \(made.listed.key.id.number), \(name): \(KeyCommand.ending(made.listed)).")
                    print(made.text)
                }
            }
        }

        private func make(_ draft: KeyDraft, at desk: AccountDesk) async throws -> KeyService.MadeKey {
            // The gateway was found among those that there are.
            let keys = desk.keys(speakingFor: [draft.gateway].compactMap { $0 })
            do {
                return try await keys.create(draft, days: days, by: .program)
            } catch RequestRefusal.keyNameTaken {
                // To rotate one that was taken back is refused, so another name is the only way.
                let isRevoked = try await keys.key(named: name, for: .program).key.revokedAt != nil
                throw isRevoked ? RequestRefusal.keyRevoked : .keyNameTaken
            }
        }
    }

    /// Prints all keys (danh sách khóa).
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints all keys: number, name, scopes, unit or gateway, and each secret's state, tabs between."
        )
        private static let pageLength = 500

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await reportingFailures {
                try await AccountDesk.open(common) { desk in
                    var last: KeyID?
                    repeat {
                        let page = try await desk.keys.keys(after: last, limit: Self.pageLength, for: .program)
                        for listed in page.keys { print(Self.line(listed)) }
                        last = page.next
                    } while last != nil
                }
            }
        }

        private static func line(_ listed: KeyService.ListedKey) -> String {
            let key = listed.key
            let place = [key.role?.rawValue, key.place?.description, key.gateway].compactMap { $0 }
            let secrets = listed.secrets.map { secret in
                "\(secret.prefix)… until \(secret.expiresAt.iso8601), "
                    + (secret.lastUsedAt.map { "used \($0.iso8601)" } ?? "never used")
            }
            let columns = [
                String(key.id.number), key.name, key.scopes.sorted().map(\.rawValue).joined(separator: " "),
                place.joined(separator: " "), key.revokedAt.map { "revoked \($0.iso8601)" } ?? "holds",
            ]
            return (columns + secrets).joined(separator: "\t")
        }
    }

    /// Gives a key a new secret (đổi khóa).
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a new secret of a key; the one before holds on for the overlap."
        )

        @OptionGroup var choice: Choice

        @Option(help: "For how many hours the secret so far holds on, 0 to 720.")
        var overlapHours = KeyService.usualOverlapHours

        @Option(help: "After how many days the new one ends, 1 to 730.")
        var days = KeyDraft.usualDays

        func run() async throws {
            try await reportingFailures {
                try await AccountDesk.open(choice.common) { desk in
                    try TypedKey.check(overlapHours: overlapHours)
                    try TypedKey.check(days: days)
                    let rotated = try await desk.keys.rotate(
                        choice.name,
                        overlapHours: overlapHours,
                        days: days,
                        by: .program
                    )
                    let old = rotated.listed.secrets.dropFirst().first
                    print("Rotated \(choice.name): \(KeyCommand.ending(rotated.listed)).")
                    if let old { print("\(old.prefix)… holds until \(old.expiresAt.iso8601).") }
                    print(rotated.text)
                }
            }
        }
    }

    /// Takes a key back (thu hồi khóa).
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a key back for good; a running server heeds it in two seconds."
        )

        @OptionGroup var choice: Choice

        func run() async throws {
            try await reportingFailures {
                try await AccountDesk.open(choice.common) { desk in
                    let listed = try await desk.keys.revoke(choice.name, by: .program)
                    print("Revoked \(listed.key.name).")
                }
            }
        }
    }

    private static func ending(_ listed: KeyService.ListedKey) -> String {
        listed.secrets.first.map { "\($0.prefix)… holds until \($0.expiresAt.iso8601)" } ?? "no secret"
    }
}
