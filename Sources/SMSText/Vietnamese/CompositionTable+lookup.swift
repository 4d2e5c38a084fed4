// The Unicode Standard, section 3.11 (normalization forms); Annex 15, section 9 (quick check).

extension CompositionTable {
    /// What a base and a mark make together; nil if they stay two.
    static func composite(of base: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
        composites[Pair(base: base, mark: mark)] ?? HangulComposition.composite(of: base, mark)
    }

    /// The one other scalar that `scalar` stands for, if it does.
    static func singleton(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        singletons[scalar] ?? HanCompatibilityTable.singletons[scalar]
    }

    /// Whether composing may change `scalar`, or a scalar before it, though its combining class is 0.
    static func mayChange(_ scalar: Unicode.Scalar) -> Bool {
        changing.contains(scalar) || HangulComposition.isSecond(scalar)
            || HanCompatibilityTable.singletons[scalar] != nil
    }

    /// The base and mark that a composite falls into, also where they do not make it again.
    static let decompositions: [Unicode.Scalar: Pair] = {
        var table: [Unicode.Scalar: Pair] = [:]
        for (pair, composite) in everyPair() + pairs(of: OtherScriptsTable.decompositionsOnly) {
            table[composite] = pair
        }
        return table
    }()

    private static let composites: [Pair: Unicode.Scalar] = {
        var table: [Pair: Unicode.Scalar] = [:]
        for (pair, composite) in everyPair() { table[pair] = composite }
        return table
    }()

    /// Singletons, scalars that only fall apart, and those that join what stands before them with class 0.
    private static let changing: Set<Unicode.Scalar> = {
        var set = Set(singletons.keys)
        set.formUnion(pairs(of: OtherScriptsTable.decompositionsOnly).map(\.1))
        set.formUnion(composites.keys.map(\.mark).filter { $0.combiningClass == 0 })
        return set
    }()

    private static func everyPair() -> [(Pair, Unicode.Scalar)] {
        let written = rows.flatMap { row in
            let scalars = Array(row.pairs.unicodeScalars)
            return stride(from: 0, to: scalars.count - 1, by: 2).map { index in
                (Pair(base: scalars[index], mark: row.mark), scalars[index + 1])
            }
        }
        return written + pairs(of: OtherScriptsTable.composites)
    }

    private static func pairs(
        of numbers: [(base: UInt32, mark: UInt32, composite: UInt32)]
    ) -> [(Pair, Unicode.Scalar)] {
        numbers.compactMap { row in
            guard let base = Unicode.Scalar(row.base), let mark = Unicode.Scalar(row.mark),
                let composite = Unicode.Scalar(row.composite)
            else { return nil }
            return (Pair(base: base, mark: mark), composite)
        }
    }
}
