/// SplitMix64: the same seed gives the same octets and choices on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but without the bound.
    mutating func number(below bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }

    /// Whether something with that chance in a hundred happens.
    mutating func happens(inHundred chance: Int) -> Bool {
        number(below: 100) < chance
    }

    mutating func octet() -> UInt8 {
        UInt8(truncatingIfNeeded: next())
    }

    mutating func octets(upTo maximum: Int) -> [UInt8] {
        octets(0...maximum)
    }

    /// Octets, as many as the range allows.
    mutating func octets(_ counts: ClosedRange<Int>) -> [UInt8] {
        (0..<counts.lowerBound + number(below: counts.count)).map { _ in octet() }
    }

    /// A text of Latin-1 characters without NUL.
    mutating func text(upTo maximum: Int) -> String {
        String(String.UnicodeScalarView(octets(upTo: maximum).map { Unicode.Scalar(max($0, 1)) }))
    }

    mutating func choice<Element>(of elements: [Element]) -> Element {
        elements[number(below: elements.count)]
    }
}
