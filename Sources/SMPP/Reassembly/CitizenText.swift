/// A text that came from a phone (tin nhắn của người dân), put together from its parts.
public struct CitizenText: Hashable, Sendable {
    /// The octets of one part with their alphabet.
    public struct Part: Hashable, Sendable {
        /// The number of the part, from 1.
        public let number: Int
        /// The alphabet.
        public let dataCoding: DataCoding
        /// The octets, without a user data header.
        public let octets: [UInt8]
    }

    /// The phone.
    public let source: SMPPAddress
    /// The short code or number to which it was sent.
    public let destination: SMPPAddress
    /// The parts at hand in order of their numbers, at least one.
    public let parts: [Part]
    /// How many parts the text has, 1 to 255.
    public let total: Int

    /// Whether no part is missing.
    public var isComplete: Bool { parts.count == total }

    /// The text, with `…` for each gap where parts are missing; nil if a part is in no alphabet that can be read.
    ///
    /// Neighbouring parts of one alphabet are joined before they are read, because some phones cut inside a character.
    ///
    /// - Parameter smscDefault: What the operator's SMSC takes as its default alphabet.
    /// - Returns: Nil for binary contents and foreign alphabets.
    public func text(smscDefault: TextAlphabet = .gsm7) -> String? {
        var result = ""
        var run: [UInt8] = []
        var runAlphabet: TextAlphabet?
        var expected = 1
        for part in parts {
            guard let alphabet = part.dataCoding.alphabet(smscDefault: smscDefault) else { return nil }
            let isGap = part.number != expected
            if isGap || alphabet != runAlphabet {
                result += runAlphabet?.text(run) ?? ""
                run = []
            }
            if isGap { result += "…" }
            runAlphabet = alphabet
            run += part.octets
            expected = part.number + 1
        }
        result += runAlphabet?.text(run) ?? ""
        return expected <= total ? result + "…" : result
    }
}
