import Testing

@testable import DossierEngine

/// The set of numbers in which `verify` keeps the entries of the vault that events name.
@Suite("A set of numbers that lie close together")
struct NumberSetTests {
    @Test("holds what was put in and no neighbour, at the ends of blocks and of all numbers too")
    func membership() {
        let numbers: [Int64] = [.min, -4_097, -4_096, -1, 0, 63, 64, 4_095, 4_096, 30_000_000, .max]
        var set = NumberSet()
        for number in numbers { #expect(!set.contains(number)) }
        for number in numbers { set.insert(number) }
        set.insert(64)
        for number in numbers { #expect(set.contains(number), "\(number)") }
        for number: Int64 in [.min + 1, -4_098, -2, 1, 62, 65, 4_094, 4_097, 29_999_999, .max - 1] {
            #expect(!set.contains(number), "\(number)")
        }
    }
}
