import Crypto
import CryptoExtras
public import Foundation
import JWTKit

/// A private key of a provider of the tests, with its public half as a JSON Web Key.
public struct TokenKey: Sendable {
    /// Its name.
    public let id: String
    /// The algorithm that it signs with.
    public let algorithm: String
    /// The public half.
    public let publicKey: [String: String]
    private let signer: any JWTAlgorithm

    /// An RSA key of 2048 bits, for `RS256` or `PS256`.
    ///
    /// - Parameters:
    ///   - id: Its name.
    ///   - algorithm: The algorithm.
    /// - Returns: The key.
    /// - Throws: What keeps from making it.
    public static func rsa(_ id: String, _ algorithm: String = "RS256") async throws -> TokenKey {
        let key = try Insecure.RSA.PrivateKey(backing: _RSA.Signing.PrivateKey(keySize: .bits2048))
        let keys = JWTKeyCollection()
        if algorithm == "PS256" {
            await keys.add(pss: key, digestAlgorithm: .sha256)
        } else {
            await keys.add(rsa: key, digestAlgorithm: .sha256)
        }
        let numbers = try key.publicKey.getKeyPrimitives()
        let publicKey = [
            "kty": "RSA", "n": TokenText.encoded(numbers.modulus), "e": TokenText.encoded(numbers.publicExponent),
        ]
        return TokenKey(id: id, algorithm: algorithm, publicKey: publicKey, signer: try await keys.getKey())
    }

    /// A key on P-256, for `ES256`.
    ///
    /// - Parameter id: Its name.
    /// - Returns: The key.
    /// - Throws: What keeps from making it.
    public static func p256(_ id: String) async throws -> TokenKey {
        let key = P256.Signing.PrivateKey()
        let point = key.publicKey.rawRepresentation
        let keys = JWTKeyCollection()
        await keys.add(ecdsa: try ES256PrivateKey(pem: key.pemRepresentation))
        let publicKey = [
            "kty": "EC", "crv": "P-256", "x": TokenText.encoded(point.prefix(32)),
            "y": TokenText.encoded(point.suffix(32)),
        ]
        return TokenKey(id: id, algorithm: "ES256", publicKey: publicKey, signer: try await keys.getKey())
    }

    /// A key on P-384, for `ES384`.
    ///
    /// - Parameter id: Its name.
    /// - Returns: The key.
    /// - Throws: What keeps from making it.
    public static func p384(_ id: String) async throws -> TokenKey {
        let key = P384.Signing.PrivateKey()
        let point = key.publicKey.rawRepresentation
        let keys = JWTKeyCollection()
        await keys.add(ecdsa: try ES384PrivateKey(pem: key.pemRepresentation))
        let publicKey = [
            "kty": "EC", "crv": "P-384", "x": TokenText.encoded(point.prefix(48)),
            "y": TokenText.encoded(point.suffix(48)),
        ]
        return TokenKey(id: id, algorithm: "ES384", publicKey: publicKey, signer: try await keys.getKey())
    }

    /// A key on edwards25519, for `EdDSA`.
    ///
    /// - Parameter id: Its name.
    /// - Returns: The key.
    /// - Throws: What keeps from making it.
    public static func ed25519(_ id: String) async throws -> TokenKey {
        let key = Curve25519.Signing.PrivateKey()
        let keys = JWTKeyCollection()
        await keys.add(eddsa: EdDSA.PrivateKey(backing: key))
        let publicKey = ["kty": "OKP", "crv": "Ed25519", "x": TokenText.encoded(key.publicKey.rawRepresentation)]
        return TokenKey(id: id, algorithm: "EdDSA", publicKey: publicKey, signer: try await keys.getKey())
    }

    /// The public half as the provider publishes it.
    ///
    /// - Parameter more: Members beside those of the key, such as `use`.
    /// - Returns: The JSON Web Key.
    public func published(_ more: [String: String] = [:]) -> [String: String] {
        publicKey.merging(["kid": id]) { $1 }.merging(more) { $1 }
    }

    /// A token signed with the key.
    ///
    /// - Parameters:
    ///   - claims: What it says, in JSON.
    ///   - header: Members of its head beside `alg` and `kid`; null takes one away.
    /// - Returns: The token.
    /// - Throws: What keeps from signing.
    public func token(_ claims: String, header: [String: String?] = [:]) throws -> String {
        var head: [String: String] = ["alg": algorithm, "kid": id, "typ": "JWT"]
        for (name, value) in header { head[name] = value }
        let signed = try TokenText.encoded(JSONEncoder().encode(head)) + "." + TokenText.encoded(Data(claims.utf8))
        return signed + "." + TokenText.encoded(try signer.sign(Data(signed.utf8)))
    }
}

/// Tokens by hand.
public enum TokenText {
    /// The text of bytes in the alphabet for addresses.
    ///
    /// - Parameter bytes: The bytes.
    /// - Returns: The text.
    public static func encoded(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// A token that nobody has signed.
    ///
    /// - Parameters:
    ///   - claims: What it says, in JSON.
    ///   - algorithm: How it writes that there is no signature.
    /// - Returns: The token.
    public static func unsigned(_ claims: String, algorithm: String = "none") -> String {
        encoded(Data(#"{"alg":"\#(algorithm)"}"#.utf8)) + "." + encoded(Data(claims.utf8)) + "."
    }

    /// A token signed with a shared secret.
    ///
    /// - Parameters:
    ///   - claims: What it says, in JSON.
    ///   - secret: The secret, which everybody knows if it is a public key.
    ///   - keyID: The name of the key.
    /// - Returns: The token.
    public static func shared(_ claims: String, secret: Data, keyID: String) -> String {
        let head = #"{"alg":"HS256","kid":"\#(keyID)"}"#
        let signed = encoded(Data(head.utf8)) + "." + encoded(Data(claims.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: SymmetricKey(data: secret))
        return signed + "." + encoded(Data(code))
    }
}
