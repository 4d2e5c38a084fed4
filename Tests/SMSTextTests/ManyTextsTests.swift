import Foundation
import SMSText
import Testing

/// Random texts against a slow cutter and a slow phone that share nothing with the code.
///
/// `MOTCUA_TEST_TEXTS=1000000 swift test -c release --filter ManyTextsTests` runs a million.
@Suite("Many random texts")
struct ManyTextsTests {
    private static let seeds: [UInt64] = Array(1...8)
    private static let texts = ProcessInfo.processInfo.environment["MOTCUA_TEST_TEXTS"].flatMap(Int.init) ?? 20_000
    private static let widths = ConcatenationReference.Width.allCases

    @Test("parts joined give the text in NFC, cut and encoded as the oracles say", arguments: seeds)
    func agrees(seed: UInt64) throws {
        let share = (Self.texts + Self.seeds.count - 1) / Self.seeds.count
        print("random texts: seed \(seed), \(share) texts")
        var generator = SeededGenerator(seed: seed)
        for round in 0..<share {
            let text = Self.text(round: round, using: &generator)
            let normal = Array(text.precomposedStringWithCanonicalMapping.unicodeScalars)
            let width = Self.widths[round / 2 % 2]
            let faults = try Self.faults(of: text, normal: normal, width: width, number: UInt16(round & 0xFFFF))
            // One look at the list is far cheaper than an expectation for each fact of each text.
            try #require(faults.isEmpty, "seed \(seed), round \(round): \(faults)")
        }
    }

    /// Half of the texts are GSM 7-bit; most have about the length of one or two parts, some of many.
    private static func text(round: Int, using generator: inout SeededGenerator) -> String {
        let isGSM = round.isMultiple(of: 2)
        let usual = isGSM ? 130...170 : 25...75
        let length =
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: Int.random(in: 0...10, using: &generator)
            case 1: Int.random(in: 0...400, using: &generator)
            default: Int.random(in: usual, using: &generator)
            }
        return isGSM
            ? RandomText.gsm(length: length, using: &generator) : RandomText.any(length: length, using: &generator)
    }

    private static func faults(
        of text: String,
        normal: [Unicode.Scalar],
        width: ConcatenationReference.Width,
        number: UInt16
    ) throws -> [String] {
        var faults: [String] = []
        let oracle = SegmentationOracle(text, headerOctets: width == .eightBit ? 6 : 7)
        let reference: ConcatenationReference =
            width == .eightBit ? .eightBit(UInt8(truncatingIfNeeded: number)) : .sixteenBit(number)
        let message = try EncodedMessage(text, reference: reference, maximumSegments: 255)
        if (message.alphabet == .gsm7) != oracle.isGSM { faults.append("alphabet") }
        if message.parts.map(\.units) != oracle.unitsByPart { faults.append("units \(message.parts.map(\.units))") }
        if message.parts.flatMap(\.text.unicodeScalars) != normal { faults.append("parts joined") }
        // The message is made of the segmentation; that they agree needs no look at each text.
        if number.isMultiple(of: 5) {
            let segmentation = SMSSegmentation(text, references: width)
            if segmentation.unitsByPart != oracle.unitsByPart { faults.append("units of the segmentation") }
            if segmentation.parts != message.parts.map(\.text) { faults.append("parts of the segmentation") }
        }
        return faults + wireFaults(of: message, normal: normal, oracle: oracle)
    }

    private static func wireFaults(
        of message: EncodedMessage,
        normal: [Unicode.Scalar],
        oracle: SegmentationOracle
    ) -> [String] {
        let isGSM = oracle.isGSM
        let isLong = oracle.unitsByPart.count > 1
        var faults: [String] = []
        var scalars: [Unicode.Scalar] = []
        for (index, part) in message.parts.enumerated() {
            guard let received = WireOracle.received(part.userData, hasHeader: isLong),
                received.count == oracle.unitsByPart.count, received.place == index + 1,
                received.body.count == oracle.unitsByPart[index] * (isGSM ? 1 : 2),
                // Each part by itself is a text: no pair is parted.
                let text = WireOracle.scalars(of: received.body, isGSM: isGSM)
            else { return ["part \(index + 1) on the wire"] }
            scalars += text
            if part.packedUserData.count > 140 { faults.append("part \(index + 1) over 140 octets") }
            if isGSM, unpacked(part) != received.body { faults.append("part \(index + 1) packed") }
        }
        return scalars == normal ? faults : faults + ["text on the wire"]
    }

    private static func unpacked(_ part: SMSPart) -> [UInt8] {
        WireOracle.septets(
            ofPacked: part.packedUserData,
            headerOctets: part.userData.count - part.body.count,
            length: part.userDataLength
        )
    }
}
