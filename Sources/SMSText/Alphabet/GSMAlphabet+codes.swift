// 3GPP TS 23.038, sections 6.2.1 (default alphabet) and 6.2.1.1 (extension table).

extension GSMAlphabet {
    /// The code before that of an extension character.
    static let escape: UInt8 = 0x1B

    /// The codes of `text`, one octet each, escapes included; nil if a character is missing.
    static func codes(of text: String) -> [UInt8]? {
        var codes: [UInt8] = []
        codes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if let code = basicCodes[scalar] {
                codes.append(code)
            } else if let code = extensionCodes[scalar] {
                codes.append(escape)
                codes.append(code)
            } else {
                return nil
            }
        }
        return codes
    }

    /// The text of `codes`; nil if one lies above 0x7F.
    static func text(of codes: [UInt8]) -> String? {
        var scalars = String.UnicodeScalarView()
        var isEscaped = false
        for code in codes {
            guard code < 0x80 else { return nil }
            if code == escape {
                if isEscaped { scalars.append(" ") }
                isEscaped.toggle()
                continue
            }
            let basic = basicScalars[Int(code)]
            scalars.append(isEscaped ? extensionScalars[code] ?? basic : basic)
            isEscaped = false
        }
        if isEscaped { scalars.append(" ") }
        return String(scalars)
    }

    /// The basic characters by code, 128 of them, the escape in its place.
    private static let basicScalars = Array(basicInCodeOrder.unicodeScalars)

    private static let basicCodes: [Unicode.Scalar: UInt8] = {
        var codes: [Unicode.Scalar: UInt8] = [:]
        for (code, scalar) in basicScalars.enumerated() where code != Int(escape) { codes[scalar] = UInt8(code) }
        return codes
    }()

    private static let extensionScalars: [UInt8: Unicode.Scalar] = {
        var scalars: [UInt8: Unicode.Scalar] = [:]
        for (scalar, code) in extensionCodes { scalars[code] = scalar }
        return scalars
    }()
}
