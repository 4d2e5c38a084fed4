import DossierEngine
import HTTPTypes
import Hummingbird

/// Reads the field `Idempotency-Key` (khóa chống gửi trùng).
enum IdempotencyField {
    /// The longest key taken, in characters.
    static let maximumLength = 255

    /// The request's key with what it was sent for; nil without a key.
    ///
    /// - Throws: ``Problem`` of code `idempotency-key-invalid` unless it is one key of 1 to 255 visible characters.
    static func read(_ request: Request, body: [UInt8]) throws(Problem) -> IdempotencyRequest? {
        let keys = request.headers[values: .idempotencyKey]
        guard let key = keys.first else { return nil }
        guard keys.count == 1, isValid(key) else { throw Problem(.idempotencyKeyInvalid) }
        let parts = [Array(request.method.rawValue.utf8), Array(request.uri.path.utf8), body]
        return IdempotencyRequest(key: key, parts: parts)
    }

    /// Whether a key has 1 to 255 characters, all of them visible ASCII.
    static func isValid(_ key: String) -> Bool {
        (1...maximumLength).contains(key.utf8.count) && key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension Response {
    /// Says of the first answer given again that it is.
    mutating func noteReplay(_ isReplay: Bool) {
        if isReplay { headers[.idempotentReplayed] = "true" }
    }
}
