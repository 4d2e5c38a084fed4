import Crypto
import CryptoExtras
import DossierEngine
import NIOPosix

/// Hashes passwords with scrypt (RFC 7914) on threads of its own, so that requests are served meanwhile.
///
/// Form: `scrypt$<N>$<r>$<p>$<salt>$<hash>`, the last two in hexadecimal; so the cost can be raised later.
struct ScryptPasswordHasher: PasswordHasher {
    /// The cost of one hash.
    struct Cost: Hashable {
        /// Iterations, a power of two.
        let rounds: Int
        /// Block size.
        let blockSize: Int
        /// Parallelism.
        let parallelism: Int

        /// 16 MiB of memory each.
        ///
        /// Source: OWASP Password Storage Cheat Sheet, scrypt with N = 2^14, r = 8, p = 5.
        static let production = Cost(rounds: 1 << 14, blockSize: 8, parallelism: 5)
        /// Dearer by the settings: 2^exponent rounds.
        static func production(exponent: Int) -> Cost {
            Cost(rounds: 1 << exponent, blockSize: production.blockSize, parallelism: production.parallelism)
        }

        /// For accounts whose password is their name: hashing them dearly would protect nothing.
        static let demo = Cost(rounds: 1 << 10, blockSize: 8, parallelism: 1)
        /// The dearest hash that is verified; a larger one in the database is no hash of ours.
        static let maximumRounds = 1 << 20

        /// How much one hash has to do, in blocks mixed.
        var work: Int { rounds * blockSize * parallelism }

        /// How many hashes may be waited for at once, so that the last is done in some ten seconds.
        ///
        /// Source: project decision, 2026-11-28: 32 of a quarter of a second each on one thread.
        var queueCapacity: Int { min(max(32 * Cost.production.work / work, 4), 4_096) }
    }

    private static let saltLength = 16
    private static let hashLength = 32

    let cost: Cost
    let entropy: any EntropySource
    let threads: NIOThreadPool

    func hash(_ password: String) async throws -> String {
        let salt = entropy.bytes(Self.saltLength)
        let hash = try await derive(password, salt: salt, cost: cost)
        let parameters = "scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$"
        return parameters + Self.hexadecimal(salt) + "$" + Self.hexadecimal(hash)
    }

    func verify(_ password: String, against hash: String) async throws -> Bool {
        guard let stored = Self.parts(of: hash) else { return false }
        let actual = Digest(bytes: try await derive(password, salt: stored.salt, cost: stored.cost))
        return actual?.equalsInConstantTime(stored.hash) ?? false
    }

    func isOutdated(_ hash: String) -> Bool {
        guard let stored = Self.parts(of: hash)?.cost else { return false }
        return stored.work < cost.work
    }

    /// What a stored hash says; nil for what is none of ours.
    private static func parts(of hash: String) -> (cost: Cost, salt: [UInt8], hash: DossierEngine.Digest)? {
        let parts = hash.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), rounds > 1,
            rounds <= Cost.maximumRounds, let blockSize = Int(parts[2]), (1...32).contains(blockSize),
            let parallelism = Int(parts[3]), (1...16).contains(parallelism), let salt = Self.bytes(parts[4]),
            let expected = Self.bytes(parts[5]).flatMap(Digest.init(bytes:))
        else { return nil }
        return (Cost(rounds: rounds, blockSize: blockSize, parallelism: parallelism), salt, expected)
    }

    private func derive(_ password: String, salt: [UInt8], cost: Cost) async throws -> [UInt8] {
        try await threads.runIfActive {
            let key = try KDF.Scrypt.deriveKey(
                from: Array(password.utf8),
                salt: salt,
                outputByteCount: Self.hashLength,
                rounds: cost.rounds,
                blockSize: cost.blockSize,
                parallelism: cost.parallelism
            )
            return key.withUnsafeBytes { Array($0) }
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = Array(text)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(digits[index...index + 1]), radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
