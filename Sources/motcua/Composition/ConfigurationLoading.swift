import DossierConfig
import DossierDomain
import DossierEngine
import Foundation

/// Finds and loads the configuration, and makes the engine's rules of it.
enum ConfigurationLoading {
    /// Loads everything.
    ///
    /// - Throws: `ConfigurationDefects` with all that is wrong, or a sentence if there is no file.
    static func load(_ options: CommonOptions, overrides: [String: String] = [:]) throws -> LoadedConfiguration {
        try ConfigFolder.load(
            configFile: try file(options.config),
            environment: ProcessInfo.processInfo.environment,
            overrides: options.overrides.merging(overrides) { _, new in new },
            knownCodes: ProblemCodes.known
        )
    }

    private static func file(_ named: String?) throws -> String {
        let name = "Config/motcua.yaml"
        if let named {
            guard FileManager.default.fileExists(atPath: named) else {
                throw CommandFailure(
                    "There is no configuration file \(named); name it with --config.",
                    vietnamese: "Không có tệp cấu hình \(named); hãy chỉ ra bằng --config."
                )
            }
            return named
        }
        let beside = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent(name).path
        let candidates = [name, beside].compactMap { $0 }
        guard let found = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
            throw CommandFailure(
                "No configuration found at \(candidates.joined(separator: " or ")); name it with --config.",
                vietnamese: "Không tìm thấy cấu hình ở \(candidates.joined(separator: " hay ")); hãy chỉ ra bằng "
                    + "--config."
            )
        }
        return found
    }
}

extension LoadedConfiguration {
    /// The versions of this configuration, as the store keeps them.
    var versions: [StoredConfiguration] {
        sources.map {
            StoredConfiguration(kind: $0.kind, name: $0.name, version: $0.version, content: $0.canonicalJSON)
        }
    }

    /// The rules: what is in force, and the older versions that dossiers keep.
    ///
    /// - Throws: `ConfigurationDefects` if a stored version cannot be read again.
    func rules(stored: [StoredConfiguration]) throws -> Rules {
        var procedures = self.procedures
        let loaded = Set(procedures.map { ProcedureVersion(code: $0.code, version: $0.version) })
        var keptRegimes: [Regime] = []
        for version in stored {
            let code = ProcedureCode(rawValue: version.name)
            switch version.kind {
            case "procedure" where !loaded.contains(ProcedureVersion(code: code, version: version.version)):
                procedures.append(try ConfigFolder.procedure(fromCanonicalJSON: version.content))
            case "regime" where !regimes.contains { $0.id.rawValue == version.name && $0.version == version.version }:
                keptRegimes.append(try ConfigFolder.regime(fromCanonicalJSON: version.content))
            default: continue
            }
        }
        var texts: [NotificationKind: NotificationText] = [:]
        for (kind, text) in smsTemplates {
            guard let known = NotificationKind(rawValue: kind.rawValue) else { continue }
            texts[known] = NotificationText(template: text.template, accentedBody: text.accentedBody)
        }
        let organisation = try Self.remembering(stored, by: organisation)
        return Rules(
            organisation: organisation,
            calendars: organisation.former.agencies.isEmpty ? calendars : try calendars(by: nil, of: organisation),
            procedures: procedures,
            regimes: regimes,
            namedRegime: regime,
            keptRegimes: keptRegimes,
            texts: texts,
            sendsAccents: settings.sendsAccentedSMS
        )
    }
}

/// A failure that a command tells its user, in one sentence of each language.
struct CommandFailure: Error, CustomStringConvertible {
    /// The exit code of what may succeed later, as sysexits.h counts them: systemd starts such a service again.
    static let passingExitCode: Int32 = 75

    let description: String
    /// Whether the same may succeed later without a change of the installation.
    let passes: Bool

    /// What is wrong and what helps.
    init(_ english: String, vietnamese: String, passes: Bool = false) {
        description = english + "\n" + vietnamese
        self.passes = passes
    }

    /// What only developers see, in English.
    init(developer description: String) {
        self.description = description
        passes = false
    }
}
