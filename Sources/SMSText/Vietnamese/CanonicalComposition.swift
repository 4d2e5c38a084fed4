// The Unicode Standard 15, section 3.11: canonical ordering and canonical composition.

/// Canonical decomposition and composition, scalar by scalar.
///
/// Exact NFD and NFC for every script of Unicode 14; composites of scripts that came later are left as they came.
enum CanonicalComposition {
    /// Tells whether `text` can hold anything that composing would change.
    static func mayNeedComposing(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            scalar.value >= 0x300
                && (scalar.combiningClass != 0 || CompositionTable.mayChange(scalar))
        }
    }

    /// The NFD of `scalars`: composites taken apart, marks in canonical order.
    static func decomposed(_ scalars: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        for scalar in scalars { appendDecomposition(of: scalar, to: &result) }
        orderMarks(in: &result)
        return result
    }

    /// The NFC of scalars that are in NFD.
    static func composed(_ decomposed: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(decomposed.count)
        var starter: Int?
        var lastClass: UInt8 = 0
        for scalar in decomposed {
            let combiningClass = scalar.combiningClass
            // A mark is blocked from its starter by a mark between them of the same or a higher class.
            if let starter, starter == result.count - 1 || lastClass < combiningClass {
                if let composite = CompositionTable.composite(of: result[starter], scalar) {
                    result[starter] = composite
                    continue
                }
            }
            if combiningClass == 0 { starter = result.count }
            lastClass = combiningClass
            result.append(scalar)
        }
        return result
    }

    /// Appends what `scalar` falls into; a base may itself be a composite (ệ is ẹ and circumflex, ẹ is e and dot).
    private static func appendDecomposition(of scalar: Unicode.Scalar, to result: inout [Unicode.Scalar]) {
        // U+00C0 is the first that falls apart.
        guard scalar.value >= 0xC0 else {
            result.append(scalar)
            return
        }
        if let letters = HangulComposition.decomposition(of: scalar) {
            result += letters
            return
        }
        var base = CompositionTable.singleton(of: scalar) ?? scalar
        var marks: [Unicode.Scalar] = []
        while let pair = CompositionTable.decompositions[base] {
            marks.append(pair.mark)
            base = pair.base
        }
        result.append(base)
        result += marks.reversed()
    }

    /// Sorts each run of marks by combining class; marks of one class keep their order, which carries meaning.
    private static func orderMarks(in scalars: inout [Unicode.Scalar]) {
        var index = 0
        while index < scalars.count {
            let start = index
            while index < scalars.count, scalars[index].combiningClass != 0 { index += 1 }
            if index - start > 1 {
                let ordered = scalars[start..<index].enumerated().sorted { left, right in
                    (left.element.combiningClass, left.offset) < (right.element.combiningClass, right.offset)
                }
                scalars.replaceSubrange(start..<index, with: ordered.map(\.element))
            }
            index += 1
        }
    }
}

extension Unicode.Scalar {
    /// The canonical combining class: 0 for a starter, else the mark's place around its base.
    var combiningClass: UInt8 {
        value < 0x300 ? 0 : properties.canonicalCombiningClass.rawValue
    }
}
