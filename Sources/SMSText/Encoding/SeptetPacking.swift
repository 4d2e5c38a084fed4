// 3GPP TS 23.038, section 6.1.2.1 (packing) and TS 23.040, section 9.2.3.24 (fill bits after a header).

/// Septets packed without gaps, the first in the lowest bits.
enum SeptetPacking {
    /// The septets that reach over `octets` octets, the last one perhaps in part.
    static func septets(coveringOctets octets: Int) -> Int { (octets * 8 + 6) / 7 }

    /// `header` as it is, fill bits up to the next septet boundary, then the septets packed.
    static func packed(_ septets: [UInt8], after header: [UInt8]) -> [UInt8] {
        var result = header
        result.reserveCapacity(header.count + septets.count)
        // The fill bits are zeros that are already waiting.
        var pendingBits = UInt16(0)
        var pendingCount = Self.septets(coveringOctets: header.count) * 7 - header.count * 8
        for septet in septets {
            pendingBits |= UInt16(septet & 0x7F) << UInt16(pendingCount)
            pendingCount += 7
            guard pendingCount >= 8 else { continue }
            result.append(UInt8(truncatingIfNeeded: pendingBits))
            pendingBits >>= 8
            pendingCount -= 8
        }
        if pendingCount > 0, !septets.isEmpty { result.append(UInt8(truncatingIfNeeded: pendingBits)) }
        return result
    }
}
