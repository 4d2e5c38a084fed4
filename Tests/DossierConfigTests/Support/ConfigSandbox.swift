import DossierConfig
import Foundation
import Testing

/// A copy of the shipped `Config/` in a temporary folder of its own, in which a test may break things.
final class ConfigSandbox {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "motcua-config-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Self.shipped.resolvingSymlinksInPath(), to: folder)
    }

    deinit {
        // A folder that stays behind in the temporary directory harms no other test.
        try? FileManager.default.removeItem(at: folder)
    }

    /// The folder of the package.
    static var package: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
    }

    static var shipped: URL { package.appending(path: "Config") }

    static func fixture(_ name: String) throws -> String {
        try String(contentsOf: package.appending(path: "Tests/Fixtures/\(name)"), encoding: .utf8)
    }

    func text(_ file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }

    func write(_ text: String, to file: String) throws {
        try text.write(to: folder.appending(path: file), atomically: true, encoding: .utf8)
    }

    /// Replaces the first occurrence of a text, which has to be there.
    func replace(_ old: String, with new: String, in file: String) throws {
        let text = try text(file)
        let range = try #require(text.range(of: old), "\(file) has no \(old)")
        try write(text.replacingCharacters(in: range, with: new), to: file)
    }

    func load(
        environment: [String: String] = [:],
        overrides: [String: String] = [:],
        codes: KnownProblemCodes = programCodes
    ) throws -> LoadedConfiguration {
        try ConfigFolder.load(
            configFile: folder.appending(path: "motcua.yaml").path,
            environment: environment,
            overrides: overrides,
            knownCodes: codes
        )
    }

    func defects(
        environment: [String: String] = [:],
        overrides: [String: String] = [:],
        codes: KnownProblemCodes = programCodes
    ) throws -> [ConfigurationDefect] {
        do {
            _ = try load(environment: environment, overrides: overrides, codes: codes)
            return []
        } catch let error as ConfigurationDefects {
            return error.defects
        }
    }
}

/// The codes that the program uses, as the shipped texts have to answer them.
let programCodes = KnownProblemCodes(
    problems: [
        "forbidden": ["who"], "assigned-to-other": [], "supplement-needs-head": [], "wrong-status": ["status"],
        "unknown-step": [], "step-not-active": [], "unknown-outcome": ["allowed"], "denial-needs-reason": [],
        "payment-step": [], "hand-over-only": [], "apology-required": [], "return-target-invalid": [],
        "assignee-invalid": [], "reappointment-exhausted": [], "new-due-date-invalid": ["after", "latest"],
        "new-due-date-too-early": ["earliest"], "notice-not-found": [], "message-not-found": [],
        "webhook-not-found": [], "checkpoint-not-found": [], "history-forked": [],
        "message-not-resendable": [], "void-only-same-day": [],
        "regime-not-in-force": ["date"],
        "calendar-unknown": ["year"], "no-office-time": [], "invalid-request": [], "malformed-json": [],
        "malformed-request": [],
        "expectation-failed": [],
        "body-too-large": [], "unsupported-media-type": [], "not-found": [], "method-not-allowed": [],
        "unauthenticated": [], "wrong-credentials": [], "too-many-attempts": [], "status-not-found": [],
        "too-many-lookups": [],
        "dossier-not-found": [], "dossier-archived": [], "procedure-not-found": [],
        "unknown-action": [], "version-mismatch": [],
        "idempotency-key-reused": [], "idempotency-key-invalid": [], "busy": [], "storage-unavailable": [],
        "internal": ["incident"], "clock-backwards": [], "clock-not-simulated": [], "demo-only": [],
        "weak-password": [], "invalid-cursor": [],
        "sign-in-busy": [], "password-change-required": [], "account-not-found": [], "username-taken": [],
        "sign-on-off": [], "sign-on-failed": [], "sign-on-unavailable": [], "sign-on-unmapped": [],
        "sign-on-unknown": [], "account-disabled": [], "account-of-provider": [],
        "last-administrator": [], "session-not-found": [],
        "posting-not-found": [], "posting-not-possible": [], "posting-overlaps": [],
        "key-not-found": [], "key-name-taken": [], "key-revoked": [], "key-scope": ["scopes"],
        "payload-encoding": [],
        "history-too-long": [], "report-too-large": [],
    ],
    fields: [
        "required", "unknown-field", "wrong-type", "blank", "too-long", "too-short", "invalid-value",
        "control-character", "not-a-phone", "invalid-identity-number", "invalid-date",
        "unknown-procedure", "unknown-commune", "ambiguous-commune", "commune-not-taken", "leader-of-commune",
        "unknown-unit", "not-a-desk", "invalid-username",
        "out-of-range", "date-past", "date-future", "before-from", "too-many-days", "too-many",
        "no-phone-for-sms", "duplicate-key",
        "password-too-short", "password-too-long", "password-known", "password-personal", "password-repetitive",
        "password-unchanged",
    ],
    rules: [
        "agency-on-route-only": [], "desk-only": ["unit"], "desk-or-active-unit-only": ["unit"],
        "receiving-desk-or-head-only": ["unit"], "receiving-desk-head-or-leader-only": ["unit"],
        "step-unit-only": ["unit"], "assignee-or-head-only": [],
        "separation-of-duties": ["unit", "step"], "head-only": ["unit"], "second-supplement-head-only": [],
        "head-or-leader-only": [], "active-head-or-leader-only": [], "registering-desk-only": [],
        "procedure-desk-only": ["unit"], "unit-staff-only": [], "desk-head-or-leader-only": [],
        "administrator-only": [], "administrator-or-leader-only": [], "program-only": [],
        "own-password-first": [], "sign-on-account-only": [], "key-scope-only": [],
    ]
)
