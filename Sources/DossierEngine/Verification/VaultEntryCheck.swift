import DossierDomain

/// The check that the vault holds nothing beside what is needed (kiểm tra dữ liệu thừa).
///
/// Each entry is named by an event, or is the number of a citizen who waits for an answer to his text.
/// What nobody names, no erasure finds.
struct VaultEntryCheck {
    private static let pageSize = 500
    private var named = NumberSet()

    /// Notes an entry that an event names.
    mutating func take(_ reference: VaultReference) { named.insert(reference.number) }

    /// Names the entries that nothing needs, after all events were taken.
    ///
    /// - Parameters:
    ///   - inspection: The store.
    ///   - tell: Takes a defect.
    /// - Throws: ``StoreError`` if the store cannot be read.
    func checkEnd(in inspection: any StoreInspection, _ tell: (String) -> Void) throws {
        let receivers = try Self.receivers(in: inspection)
        let messages = try inspection.stream(named: .messages)
        try walkPages(of: Self.pageSize) { last in
            try inspection.vaultNumbers(after: last?.number ?? .min, limit: Self.pageSize)
        } take: { entry in
            let isAwaited = entry.stream == messages && receivers.contains(entry.number)
            guard !named.contains(entry.number), !isAwaited else { return }
            tell("vault entry \(entry.number) of stream \(entry.stream.number): no event names it")
        }
    }

    /// The entries with the numbers of those who wait for an answer.
    private static func receivers(in inspection: any StoreInspection) throws -> NumberSet {
        var receivers = NumberSet()
        try walkPages(of: pageSize) { last in
            try inspection.awaitedReceivers(after: last?.text ?? .min, limit: pageSize)
        } take: { receiver in
            receivers.insert(receiver.entry)
        }
        return receivers
    }
}

/// A set of numbers that lie close together (tập số), for each of which it takes little more than a bit.
struct NumberSet {
    /// How many bits of a number say its place in a block.
    private static let blockBits = 12
    private static let wordBits = 6
    private static let emptyBlock = [UInt64](repeating: 0, count: 1 << (blockBits - wordBits))

    private var blocks: [Int64: [UInt64]] = [:]

    /// Puts a number into the set, which may be there already.
    mutating func insert(_ number: Int64) {
        let place = Self.place(of: number)
        blocks[number >> Self.blockBits, default: Self.emptyBlock][place.word] |= place.bit
    }

    /// Whether a number is in the set.
    func contains(_ number: Int64) -> Bool {
        guard let block = blocks[number >> Self.blockBits] else { return false }
        let place = Self.place(of: number)
        return block[place.word] & place.bit != 0
    }

    private static func place(of number: Int64) -> (word: Int, bit: UInt64) {
        let index = Int(number & (1 << blockBits - 1))
        return (index >> wordBits, 1 << UInt64(index & (1 << wordBits - 1)))
    }
}
