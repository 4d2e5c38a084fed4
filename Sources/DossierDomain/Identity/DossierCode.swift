/// The code of a dossier (mã hồ sơ), for example `000.00.15.H47-220105-0001`.
///
/// Shape: `<agency identifier>-<yyMMdd or yyyyMMdd>-<serial of 4 to 7 digits>`; the agency identifier is either the
/// older form with the province last (`000.00.15.H47`) or the newer one with the province first (`H47.15`).
/// Source: domain.md §1.5 (structure seen in provincial systems; QCVN 102:2016 and Decision 20/2020 for the
/// identifier).
public struct DossierCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The code in its one written form: upper case, no blanks.
    public let text: String

    /// The longest code taken, in characters; longer input is refused before it is looked at.
    public static let maximumLength = 48

    /// Creates a code from what somebody typed: case, blanks and missing dots do not matter.
    ///
    /// Nil if what remains is not of the shape above.
    public init?(_ typed: String) {
        // Most codes come as they are written, from the store above all.
        if Self.isWritten(typed) {
            text = typed
            return
        }
        var letters: [UInt8] = []
        for byte in typed.utf8 {
            switch byte {
            case 0x20, 0x09: continue
            case 0x61...0x7A: letters.append(byte - 0x20)
            case 0x30...0x39, 0x41...0x5A, 0x2D, 0x2E: letters.append(byte)
            default: return nil
            }
            guard letters.count <= Self.maximumLength else { return nil }
        }
        let parts = letters.split(separator: 0x2D, omittingEmptySubsequences: false)
        guard parts.count == 3, let agency = Self.agencyIdentifier(parts[0]),
            parts[1].count == 6 || parts[1].count == 8, parts[1].allSatisfy(Self.isDigit),
            (4...7).contains(parts[2].count), parts[2].allSatisfy(Self.isDigit)
        else { return nil }
        text = String(decoding: agency + [0x2D] + parts[1] + [0x2D] + parts[2], as: UTF8.self)
    }

    /// The code itself.
    public var description: String { text }

    /// Orders codes by their text.
    public static func < (left: DossierCode, right: DossierCode) -> Bool { left.text < right.text }

    /// Whether a text is a code in its written form, said in one pass; false also for what would have to be looked at
    /// closely.
    private static func isWritten(_ text: String) -> Bool {
        let isWritten = text.utf8.withContiguousStorageIfAvailable { bytes in
            guard bytes.count <= maximumLength, let first = bytes.firstIndex(of: 0x2D) else { return false }
            let day = bytes[(first + 1)...].prefix { $0 != 0x2D }
            let serial = bytes[min(day.endIndex + 1, bytes.endIndex)...]
            return isWrittenIdentifier(bytes[..<first]) && (day.count == 6 || day.count == 8) && day.allSatisfy(isDigit)
                && (4...7).contains(serial.count) && serial.allSatisfy(isDigit)
        }
        return isWritten ?? false
    }

    /// Whether letters are an agency identifier with all its dots.
    private static func isWrittenIdentifier(_ letters: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let isOlder = letters.count == 13
        guard isOlder || letters.count % 3 == 0 && (3...21).contains(letters.count) else { return false }
        // `000.00.15.H47` or `H47.15`: in both the dots stand at each third place, but for the older one's province.
        let province = isOlder ? 10 : 0
        return letters.enumerated().allSatisfy { place, letter in
            if place == province { return (0x41...0x5A).contains(letter) }
            return place > 0 && place < letters.count - 1 && place % 3 == 0 ? letter == 0x2E : isDigit(letter)
        }
    }

    /// Reads an agency identifier and puts back the dots that were left out; a dot at a wrong place is refused.
    private static func agencyIdentifier(_ typed: ArraySlice<UInt8>) -> [UInt8]? {
        var letters: [UInt8] = []
        var dots: [Int] = []
        for byte in typed {
            guard byte == 0x2E else {
                letters.append(byte)
                continue
            }
            guard dots.last != letters.count else { return nil }
            dots.append(letters.count)
        }
        guard let widths = widths(of: letters) else { return nil }
        var written: [UInt8] = []
        var end = 0
        for width in widths {
            if end > 0 {
                written.append(0x2E)
                if dots.first == end { dots.removeFirst() }
            }
            written += letters[end..<end + width]
            end += width
        }
        // What is left stands where no group ends.
        return dots.isEmpty ? written : nil
    }

    /// The widths of the groups that letters without dots are written in; nil if they are no identifier.
    private static func widths(of letters: [UInt8]) -> [Int]? {
        if letters.count == 10, letters[..<7].allSatisfy(isDigit), isProvince(letters[7...]) { return [3, 2, 2, 3] }
        guard letters.count % 2 == 1, (3...15).contains(letters.count), isProvince(letters[..<3]),
            letters[3...].allSatisfy(isDigit)
        else { return nil }
        return [3] + [Int](repeating: 2, count: (letters.count - 3) / 2)
    }

    private static func isProvince(_ letters: ArraySlice<UInt8>) -> Bool {
        letters.count == 3 && letters.first.map { (0x41...0x5A).contains($0) } == true
            && letters.dropFirst().allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension DossierCode {
    /// The serial at the code's end, 1 or more.
    public var serial: Int? { text.split(separator: "-").last.flatMap { Int($0) } }
}
