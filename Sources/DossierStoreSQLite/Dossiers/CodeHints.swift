import Foundation

/// Where dossiers were found that have been looked up: hints from codes to row numbers, for one thread.
///
/// A hint spares a look-up the way down the index of codes, which is half of what it reads of a large database. It may
/// be wrong or missing, never believed: whoever takes one compares the code of the row. Of two codes that share a slot
/// the later one stays. Memory is taken as slots are used: 8 bytes each, two slots for each dossier there was when the
/// database was opened, 16 MiB at most.
final class CodeHints {
    /// How many slots there are at least and at most.
    private static let slotBounds: ClosedRange<UInt64> = (1 << 16)...(1 << 21)
    /// A slot holds a row number in its lower bits and a part of the key above; zero is an empty one.
    private static let numberBits: UInt64 = 40

    private let slots: UnsafeMutablePointer<UInt64>
    private let slotMask: UInt64

    /// Creates hints without an entry.
    ///
    /// - Parameter highest: The highest row number so far.
    init?(highest: Int64) {
        var count = Self.slotBounds.lowerBound
        while count < Self.slotBounds.upperBound, count < 2 * UInt64(clamping: highest) { count *= 2 }
        // Zeroed by the system when a page is first touched, not here: most of it is never used in a small office.
        guard let memory = calloc(Int(count), MemoryLayout<UInt64>.stride) else { return nil }
        slots = memory.bindMemory(to: UInt64.self, capacity: Int(count))
        slotMask = count - 1
    }

    deinit { free(slots) }

    /// The key of a code: FNV-1a of its bytes, 64 bits.
    ///
    /// Source: http://www.isthe.com/chongo/tech/comp/fnv/.
    static func key(of code: UnsafeBufferPointer<CChar>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in code { hash = (hash ^ UInt64(UInt8(bitPattern: byte))) &* 0x0000_0100_0000_01b3 }
        return hash
    }

    /// The row number at which a key was found last, perhaps that of another one; nil if there is no hint.
    func number(for key: UInt64) -> Int64? {
        let slot = slots[Int(key & slotMask)]
        guard slot != 0, slot >> Self.numberBits == key >> Self.numberBits else { return nil }
        return Int64(slot & ((1 << Self.numberBits) - 1))
    }

    /// Remembers where a key was found.
    func note(_ number: Int64, for key: UInt64) {
        guard number > 0, number < 1 << Self.numberBits else { return }
        slots[Int(key & slotMask)] = ((key >> Self.numberBits) << Self.numberBits) | UInt64(number)
    }
}
