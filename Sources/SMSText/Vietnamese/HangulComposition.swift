// The Unicode Standard, section 3.12 (conjoining jamo behavior), with the names of its constants.

/// Korean syllables, which are computed from their two or three letters and stand in no table.
enum HangulComposition {
    private static let syllableBase: UInt32 = 0xAC00
    private static let leadBase: UInt32 = 0x1100
    private static let vowelBase: UInt32 = 0x1161
    /// One before the first tail, so that 0 says that there is none.
    private static let tailBase: UInt32 = 0x11A7
    private static let leadCount: UInt32 = 19
    private static let vowelCount: UInt32 = 21
    private static let tailCount: UInt32 = 28

    /// Whether `scalar` is a vowel or tail, which may join what stands before it.
    static func isSecond(_ scalar: Unicode.Scalar) -> Bool {
        isVowel(scalar) || isTail(scalar)
    }

    /// The syllable of a lead and a vowel, or of a syllable without tail and a tail.
    static func composite(of base: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        if isVowel(second), (leadBase..<(leadBase + leadCount)).contains(base.value) {
            let index = (base.value - leadBase) * vowelCount + (second.value - vowelBase)
            return Unicode.Scalar(syllableBase + index * tailCount)
        }
        guard isTail(second), isSyllable(base), (base.value - syllableBase).isMultiple(of: tailCount) else {
            return nil
        }
        return Unicode.Scalar(base.value + (second.value - tailBase))
    }

    /// The two or three letters of a syllable; nil for any other scalar.
    static func decomposition(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        guard isSyllable(scalar) else { return nil }
        let index = scalar.value - syllableBase
        let lead = leadBase + index / (vowelCount * tailCount)
        let vowel = vowelBase + index % (vowelCount * tailCount) / tailCount
        let tail = tailBase + index % tailCount
        return (tail == tailBase ? [lead, vowel] : [lead, vowel, tail]).compactMap { Unicode.Scalar($0) }
    }

    private static func isVowel(_ scalar: Unicode.Scalar) -> Bool {
        (vowelBase..<(vowelBase + vowelCount)).contains(scalar.value)
    }

    private static func isTail(_ scalar: Unicode.Scalar) -> Bool {
        ((tailBase + 1)..<(tailBase + tailCount)).contains(scalar.value)
    }

    private static func isSyllable(_ scalar: Unicode.Scalar) -> Bool {
        (syllableBase..<(syllableBase + leadCount * vowelCount * tailCount)).contains(scalar.value)
    }
}
