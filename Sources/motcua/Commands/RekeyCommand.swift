import ArgumentParser
import DossierConfig
import DossierEngine
import DossierStoreSQLite

/// Encrypts all personal data with a new key (thay khóa mã hóa), server stopped.
struct RekeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey",
        abstract: "Encrypts all personal data with a new key and drops the old one; server stopped.",
        discussion: """
            It may be broken off at any moment and run again. Copies of the database made before open only with the \
            old key: keep the copy of the key file that belongs to them.
            """
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await reportingFailures {
            let settings = try ConfigurationLoading.settings(common)
            try DatabasePlace(settings).expectDatabase()
            let store = try SQLiteDossierStore.open(
                path: settings.databaseFile,
                options: SQLiteStoreOptions(writesArchive: true)
            )
            let source = VaultKeySource(settings)
            let outcome = try await store.closing { store in
                try Upgrade.run(store, path: settings.databaseFile, clock: SystemClock())
                let rekeying = Rekeying(
                    store: store,
                    database: settings.databaseFile,
                    source: source,
                    entropy: SystemEntropy()
                )
                let outcome = try await rekeying.run { stage in
                    if case .sealed(let count) = stage, count % 10_000 == 0 { Console.complain("encrypted \(count) …") }
                }
                try await store.settleArchiveIfAny()
                return outcome
            }
            print(outcome.lines(source: source).joined(separator: "\n"))
            if outcome.damaged > 0 { throw ExitCode.failure }
        }
    }
}

extension Rekeying.Outcome {
    /// What was done, in words.
    func lines(source: VaultKeySource) -> [String] {
        let beginning = isResumed ? "Finished what was broken off: " : ""
        var lines = ["\(beginning)\(sealed) entries are encrypted anew; key \(key) of \(source.name) is in use."]
        if damaged > 0 {
            lines.append("\(damaged) entries are damaged and stay as they are, as do the keys: run motcua verify.")
        }
        for id in dropped {
            lines.append(
                source.isVariable
                    ? "Nothing needs key \(id) any more: take it out of \(source.name)."
                    : "Key \(id) is dropped. Copies of the database made before need it: keep a copy of it for them."
            )
        }
        for (id, path) in kept.sorted(by: { $0.key < $1.key }) {
            lines.append("Key \(id) stays in the file: \(path) is encrypted with it, or cannot be read.")
        }
        return lines
    }
}
