import DossierEngine
import JWTKit

/// The public keys with which a provider signs (bộ khóa công khai).
///
/// Keys that are for something else, or of a kind that is not believed, are passed over. Source: RFC 7517, 5.
struct KeySet: Sendable {
    /// The most keys that are read.
    static let maximumKeys = 100
    /// The longest modulus, in characters of base 64: 8192 bits; longer ones make checking dear.
    private static let maximumNumberLength = 1_366
    /// The most keys of one name that are tried.
    private static let maximumTries = 4

    private struct Entry {
        let id: String?
        let algorithm: SigningAlgorithm
        let check: any JWTAlgorithm
    }

    private let entries: [Entry]

    /// Reads a set.
    ///
    /// - Throws: If it is no set of keys, or has none that can be used.
    init(_ bytes: [UInt8], allowing allowed: Set<SigningAlgorithm>) async throws(WebFailure) {
        // What the parser has against it says nothing that helps more than the sentence below.
        guard let keys = (try? JSONParser.parse(bytes))?["keys"]?.array else {
            throw WebFailure("its keys are no set of keys")
        }
        var entries: [Entry] = []
        for key in keys.prefix(Self.maximumKeys) where Self.isForSignatures(key) {
            for algorithm in Self.algorithms(of: key).intersection(allowed) {
                guard let check = await Self.check(key, algorithm) else { continue }
                entries.append(Entry(id: key["kid"]?.string, algorithm: algorithm, check: check))
            }
        }
        guard !entries.isEmpty else { throw WebFailure("it has no key of an algorithm that is allowed") }
        self.entries = entries
    }

    /// The keys that may have made a signature.
    ///
    /// - Parameters:
    ///   - id: The key's name; without one it can be told only if there is a single key of the algorithm.
    ///   - algorithm: The algorithm.
    /// - Returns: The keys; none if there is none.
    func keys(named id: String?, _ algorithm: SigningAlgorithm) -> [any JWTAlgorithm] {
        let fitting = entries.filter { $0.algorithm == algorithm }
        guard let id else { return fitting.count == 1 ? fitting.map(\.check) : [] }
        return fitting.filter { $0.id == id }.prefix(Self.maximumTries).map(\.check)
    }

    private static func isForSignatures(_ key: JSONValue) -> Bool {
        if let use = key["use"], use.string != "sig" { return false }
        guard let operations = key["key_ops"] else { return true }
        return operations.array?.contains(.string("verify")) == true
    }

    /// The algorithms of a key's kind, or the one that it is bound to.
    ///
    /// Source: RFC 7518, 6.
    private static func algorithms(of key: JSONValue) -> Set<SigningAlgorithm> {
        let ofKind: Set<SigningAlgorithm> =
            switch (key["kty"]?.string, key["crv"]?.string) {
            case ("RSA", _): [.rs256, .ps256]
            case ("EC", "P-256"): [.es256]
            case ("EC", "P-384"): [.es384]
            case ("OKP", "Ed25519"): [.edDSA]
            default: []
            }
        guard let bound = key["alg"] else { return ofKind }
        guard let algorithm = bound.string.flatMap(SigningAlgorithm.init) else { return [] }
        return ofKind.intersection([algorithm])
    }

    /// What checks signatures of a key; nil for a key that is broken or too weak.
    ///
    /// Its private half is never read.
    private static func check(_ key: JSONValue, _ algorithm: SigningAlgorithm) async -> (any JWTAlgorithm)? {
        let id = JWKIdentifier(string: "key")
        let (x, y) = (key["x"]?.string, key["y"]?.string)
        let jwk: JWK
        switch algorithm {
        case .rs256, .ps256:
            guard let modulus = key["n"]?.string, modulus.utf8.count <= maximumNumberLength else { return nil }
            let exponent = key["e"]?.string
            jwk = .rsa(algorithm == .rs256 ? .rs256 : .ps256, identifier: id, modulus: modulus, exponent: exponent)
        case .es256: jwk = .ecdsa(.es256, identifier: id, x: x, y: y, curve: .p256)
        case .es384: jwk = .ecdsa(.es384, identifier: id, x: x, y: y, curve: .p384)
        case .edDSA: jwk = .octetKeyPair(.eddsa, identifier: id, x: x, y: nil, curve: .ed25519)
        }
        do {
            let collection = JWTKeyCollection()
            try await collection.add(jwk: jwk)
            return try await collection.getKey(for: id)
        } catch {
            return nil
        }
    }
}
