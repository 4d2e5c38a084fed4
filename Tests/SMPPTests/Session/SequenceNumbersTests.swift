import Testing

// Two thousand million submits are too many for a test, so this one looks inside.
@testable import SMPP

@Suite("Sequence numbers")
struct SequenceNumbersTests {
    @Test("after the last number comes the first one that is not in use")
    func wrapsPastThoseInUse() {
        var numbers = SequenceNumbers(first: 0x7FFF_FFFE)
        let inUse: Set<UInt32> = [0x7FFF_FFFF, 1, 2, 4]
        let given = (0..<4).map { _ in numbers.next { inUse.contains($0) } }
        #expect(given == [0x7FFF_FFFE, 3, 5, 6])
    }

    @Test("as many numbers as can be in use are passed over")
    func longestRun() {
        var numbers = SequenceNumbers(first: 0x7FFF_FF00)
        let most = UInt32(SMPPSessionSettings.maximumWindowSize + SubmitWindow.maximumOverdue)
        let given = numbers.next { $0 >= 0x7FFF_FF00 || $0 <= most - 0x100 }
        #expect(given == most - 0x100 + 1)
    }

    @Test(
        "a first number outside the range is brought into it",
        arguments: [(UInt32(0), UInt32(1)), (.max, 0x7FFF_FFFF)]
    )
    func range(first: UInt32, expected: UInt32) {
        var numbers = SequenceNumbers(first: first)
        #expect(numbers.next { _ in false } == expected)
        #expect((1...SequenceNumbers.last).contains(numbers.next { _ in false }))
    }
}
