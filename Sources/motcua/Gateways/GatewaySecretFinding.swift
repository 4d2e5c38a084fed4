import DossierEngine
import Foundation
import SMSGateways

/// What is wrong with a secret (khóa bí mật chưa dùng được): a start in this environment would be refused.
struct SecretDefect {
    /// What the start would say.
    let sentence: String
    /// Whether a secret is nowhere in this environment, which need not be that of the service.
    let isMissing: Bool

    init(_ failure: CommandFailure, of names: Set<String>, _ finding: GatewaySecretFinding) {
        sentence = failure.description
        isMissing = names.contains { name in
            do {
                return try finding.secret(name) == nil
            } catch {
                // A file that is named and cannot be read is a mistake of this environment.
                return false
            }
        }
    }
}

/// Finds the secrets that gateway files name (tìm khóa bí mật): in the environment, or in files that it names.
///
/// The secret `KANNEL_PASSWORD` is the variable of that name, or the first line of the file that
/// `KANNEL_PASSWORD_FILE` names.
struct GatewaySecretFinding {
    /// The most bytes of a file with a secret.
    static let maximumFileBytes = 4_096

    private let environment: [String: String]

    init(environment: [String: String]) { self.environment = environment }

    /// The secrets with these names; those that are nowhere are left out, and the gateway that needs one says so.
    ///
    /// - Throws: ``CommandFailure`` if a file that is named cannot be read.
    func secrets(_ names: Set<String>) throws -> GatewaySecrets {
        var found: [String: String] = [:]
        for name in names { found[name] = try secret(name) }
        return GatewaySecrets(found)
    }

    /// One secret; nil if it is nowhere.
    ///
    /// - Throws: ``CommandFailure`` if the file that is named cannot be read.
    func secret(_ name: String) throws -> String? {
        if let value = environment[name], !value.isEmpty { return value }
        guard let path = environment[name + "_FILE"] else { return nil }
        do {
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            let bytes = try file.read(upToCount: Self.maximumFileBytes) ?? Data()
            return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init)
        } catch {
            throw CommandFailure(
                "The file \(path) that \(name)_FILE names cannot be read.",
                vietnamese: "Không đọc được tệp \(path) mà \(name)_FILE chỉ ra."
            )
        }
    }

    /// One secret that a file of the configuration names.
    ///
    /// - Parameters:
    ///   - name: The secret.
    ///   - file: The file, for example `Config/gateways/kannel.yaml`.
    /// - Returns: The secret.
    /// - Throws: ``CommandFailure`` if it is nowhere, or if the file that holds it cannot be read.
    func secret(_ name: String, neededBy file: String) throws -> String {
        guard let secret = try secret(name) else { throw CommandFailure(missingSecret: name, neededBy: file) }
        return secret
    }
}

extension CommandFailure {
    /// A file of the configuration needs a secret that is nowhere.
    init(missingSecret name: String, neededBy file: String) {
        self.init(
            "\(file) needs the secret \(name): set the environment variable \(name), or let \(name)_FILE name a file "
                + "that holds it.",
            vietnamese: "\(file) cần khóa bí mật \(name): hãy đặt biến môi trường \(name), hoặc để \(name)_FILE chỉ ra "
                + "tệp chứa nó."
        )
    }
}
