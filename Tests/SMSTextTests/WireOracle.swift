/// A phone written independently of the sender: it puts octets together again, bit by bit.
enum WireOracle {
    /// One part as a phone sees it.
    struct Received {
        let reference: [UInt8]
        let count: Int
        let place: Int
        let body: [UInt8]
    }

    /// Codes 0x00-0x7F in rows of sixteen, as the specification prints them; the escape is a blank of its own.
    private static let rows: [[Unicode.Scalar]] = [
        "@£$¥èéùìòÇ\nØø\rÅå", "Δ_ΦΓΛΩΠΨΣΘΞ\u{A0}ÆæßÉ", " !\"#¤%&'()*+,-./", "0123456789:;<=>?",
        "¡ABCDEFGHIJKLMNO", "PQRSTUVWXYZÄÖÑÜ§", "¿abcdefghijklmno", "pqrstuvwxyzäöñüà",
    ].map { Array($0.unicodeScalars) }

    /// Takes an unpacked part apart; nil if its header is not one of the two forms.
    static func received(_ userData: [UInt8], hasHeader: Bool) -> Received? {
        guard hasHeader else { return Received(reference: [], count: 1, place: 1, body: userData) }
        if userData.starts(with: [5, 0, 3]), userData.count >= 6 {
            return Received(
                reference: [userData[3]],
                count: Int(userData[4]),
                place: Int(userData[5]),
                body: Array(userData.dropFirst(6))
            )
        }
        guard userData.starts(with: [6, 8, 4]), userData.count >= 7 else { return nil }
        return Received(
            reference: [userData[3], userData[4]],
            count: Int(userData[5]),
            place: Int(userData[6]),
            body: Array(userData.dropFirst(7))
        )
    }

    /// The septets of a packed part after `headerOctets`, each bit looked up by itself.
    static func septets(ofPacked octets: [UInt8], headerOctets: Int, length: Int) -> [UInt8] {
        let first = (headerOctets * 8 + 6) / 7
        return (first..<max(first, length)).map { septet in
            var value: UInt8 = 0
            for place in 0..<7 {
                let bit = septet * 7 + place
                if octets[bit / 8] & (1 << UInt8(bit % 8)) != 0 { value |= 1 << UInt8(place) }
            }
            return value
        }
    }

    /// The scalars of a whole body; nil if it is no text: a code outside the table, a lone surrogate, an odd octet.
    static func scalars(of body: [UInt8], isGSM: Bool) -> [Unicode.Scalar]? {
        isGSM ? scalars(ofSeptets: body) : scalars(ofUTF16: body)
    }

    private static func scalars(ofSeptets body: [UInt8]) -> [Unicode.Scalar]? {
        var result: [Unicode.Scalar] = []
        var rest = body[...]
        while let code = rest.popFirst() {
            guard code < 0x80 else { return nil }
            guard code == 0x1B else {
                result.append(rows[Int(code) / 16][Int(code) % 16])
                continue
            }
            switch rest.popFirst() {
            case 0x0A: result.append("\u{0C}")
            case 0x14: result.append("^")
            case 0x28: result.append("{")
            case 0x29: result.append("}")
            case 0x2F: result.append("\\")
            case 0x3C: result.append("[")
            case 0x3D: result.append("~")
            case 0x3E: result.append("]")
            case 0x40: result.append("|")
            case 0x65: result.append("€")
            default: return nil
            }
        }
        return result
    }

    private static func scalars(ofUTF16 body: [UInt8]) -> [Unicode.Scalar]? {
        guard body.count.isMultiple(of: 2) else { return nil }
        var units = stride(from: 0, to: body.count, by: 2).map { UInt32(body[$0]) * 256 + UInt32(body[$0 + 1]) }[...]
        var result: [Unicode.Scalar] = []
        while let unit = units.popFirst() {
            var value = unit
            if (0xD800..<0xDC00).contains(unit) {
                guard let low = units.popFirst(), (0xDC00..<0xE000).contains(low) else { return nil }
                value = 0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { return nil }
            result.append(scalar)
        }
        return result
    }
}
