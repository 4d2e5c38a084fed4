import Crypto
import FoundationEssentials
import WorkingCalendar

/// What a browser keeps while it is at the provider (vé đăng nhập): its attempt, sealed so that only this program can
/// read or make one.
///
/// Nothing is stored here meanwhile, so that nobody fills a memory by beginning a million sign-ins.
struct SignOnTicket: Sendable {
    /// How long a sign-in may take, in milliseconds.
    static let lifeMilliseconds: Int64 = 600_000
    /// The longest ticket that is looked at, in bytes.
    static let maximumBytes = 1_000
    private static let secretBytes = 32

    private let key: SymmetricKey

    /// Creates the sealing with a key that lives as long as this program runs.
    init(entropy: any EntropySource) { key = SymmetricKey(data: entropy.bytes(Self.secretBytes)) }

    /// Draws an attempt.
    static func attempt(from entropy: any EntropySource) -> SignOnAttempt {
        func draw() -> String { Digest.hexadecimal(of: entropy.bytes(secretBytes)) }
        return SignOnAttempt(state: draw(), nonce: draw(), verifier: draw())
    }

    /// Seals an attempt.
    ///
    /// - Throws: If the machine's cryptography fails.
    func seal(_ attempt: SignOnAttempt, until end: Instant) throws -> String {
        let fields = [attempt.state, attempt.nonce, attempt.verifier, String(end.milliseconds)]
        let sealed = try AES.GCM.seal(Array(fields.joined(separator: " ").utf8), using: key)
        guard let combined = sealed.combined else { throw CryptoKitError.incorrectParameterSize }
        return Digest.hexadecimal(of: Array(combined))
    }

    /// Reads a ticket; nil for one that is not ours, was changed or has ended.
    func open(_ text: String, now: Instant) -> SignOnAttempt? {
        guard text.utf8.count <= Self.maximumBytes, let bytes = Digest.bytes(hexadecimal: text) else { return nil }
        // A ticket that cannot be opened is none of ours.
        guard let box = try? AES.GCM.SealedBox(combined: bytes), let plain = try? AES.GCM.open(box, using: key) else {
            return nil
        }
        let fields = String(decoding: plain, as: UTF8.self).split(separator: " ").map(String.init)
        guard fields.count == 4, let end = Int64(fields[3]), end > now.milliseconds,
            // A clock that was set back must not make a ticket last.
            end - now.milliseconds <= Self.lifeMilliseconds
        else { return nil }
        return SignOnAttempt(state: fields[0], nonce: fields[1], verifier: fields[2])
    }
}
