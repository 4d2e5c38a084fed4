/// A text cut into the parts (tin nhắn con) in which it travels, and what they cost.
///
/// The text is brought into NFC, then travels in the narrowest alphabet that has all of its characters. Parts are
/// filled in order as far as they go; a cut never falls inside an escape pair or a surrogate pair, nor inside a
/// grapheme cluster unless that cluster alone is longer than a part. The parts joined are the text in NFC.
public struct SMSSegmentation: Hashable, Sendable {
    /// The alphabet of every part.
    public let alphabet: SMSAlphabet
    /// The text of each part in order, at least one; an empty text is one empty part.
    public let parts: [String]
    /// The units of the alphabet that each part takes, without concatenation headers.
    public let unitsByPart: [Int]

    /// The width of the references for which the cuts were made; it matters only where there are several parts.
    public let references: ConcatenationReference.Width

    /// The number of messages that are sent and paid for.
    ///
    /// The concatenation header can count to 255; longer texts are for the caller to refuse, as ``EncodedMessage``
    /// does.
    public var segmentCount: Int { parts.count }

    /// The units that the whole text takes, without concatenation headers.
    public var unitsUsed: Int { unitsByPart.reduce(0, +) }

    /// Cuts `text` into parts as for 8-bit concatenation references.
    public init(_ text: String) { self.init(text, references: .eightBit) }

    /// Cuts `text` into parts.
    ///
    /// Linear in the text.
    ///
    /// - Parameters:
    ///   - text: Any text; it is brought into NFC first.
    ///   - references: The width of the references that the parts will carry.
    public init(_ text: String, references: ConcatenationReference.Width) {
        let composed = VietnameseText.composed(text)
        let alphabet = SMSAlphabet(fitting: composed)
        self.alphabet = alphabet
        self.references = references
        let units = alphabet.units(of: composed) ?? 0
        guard units > alphabet.singlePartLimit else {
            parts = [composed]
            unitsByPart = [units]
            return
        }
        var cutter = Cutter(alphabet: alphabet, limit: alphabet.concatenatedPartLimit(references: references))
        for character in composed { cutter.append(character) }
        cutter.endPart()
        parts = cutter.parts
        unitsByPart = cutter.unitsByPart
    }
}

/// The parts filled so far and the one being filled.
private struct Cutter {
    let alphabet: SMSAlphabet
    let limit: Int
    var parts: [String] = []
    var unitsByPart: [Int] = []
    private var scalars = String.UnicodeScalarView()
    private var units = 0

    init(alphabet: SMSAlphabet, limit: Int) {
        self.alphabet = alphabet
        self.limit = limit
    }

    mutating func append(_ character: Character) {
        let length = character.unicodeScalars.reduce(0) { $0 + (alphabet.units(of: $1) ?? 0) }
        guard length > limit else {
            append(character.unicodeScalars, units: length)
            return
        }
        for scalar in character.unicodeScalars {
            append(CollectionOfOne(scalar), units: alphabet.units(of: scalar) ?? 0)
        }
    }

    mutating func endPart() {
        parts.append(String(scalars))
        unitsByPart.append(units)
        scalars = String.UnicodeScalarView()
        units = 0
    }

    private mutating func append(_ indivisible: some Sequence<Unicode.Scalar>, units length: Int) {
        if units + length > limit { endPart() }
        scalars.append(contentsOf: indivisible)
        units += length
    }
}
