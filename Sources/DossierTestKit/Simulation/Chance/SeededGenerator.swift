import DossierEngine
import Synchronization

/// A small generator (SplitMix64), so that a failing run can be run again from its printed seed.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Creates the generator of a seed.
    public init(seed: UInt64) { state = seed }

    /// Creates the generator of one thing among many of a seed: what happens to one changes nothing for another.
    init(seed: UInt64, _ names: UInt64...) {
        var mixed = SeededGenerator(seed: seed)
        for name in names { mixed = SeededGenerator(seed: mixed.next() ^ (name &* 0xD6E8_FEB8_6659_FD93)) }
        self = mixed
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether something happens that happens so many times in a thousand.
    mutating func chance(perMille: Int) -> Bool { number(in: 0...999) < perMille }

    /// A number of a range; the small bias of the remainder is of no matter here, and it is the same everywhere.
    mutating func number(in range: ClosedRange<Int>) -> Int {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next() % width)
    }

    /// A number of a range, the middle more often than the ends.
    mutating func hump(in range: ClosedRange<Int>) -> Int { (number(in: range) + number(in: range)) / 2 }

    /// One of several; nil of none.
    mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[number(in: 0...(elements.count - 1))]
    }
}

/// Bytes that look unpredictable and are the same in each run of a seed.
final class SeededEntropy: EntropySource {
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed, 0xE17)) }

    func bytes(_ count: Int) -> [UInt8] {
        generator.withLock { generator in (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32) } }
    }
}
