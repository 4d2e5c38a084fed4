import SMPP

/// Octets as hand-written hexadecimal, blanks and line ends passed over; text between quotes stands for its ASCII.
func hex(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    var pending: UInt8?
    var isQuoted = false
    for octet in text.utf8 {
        if octet == UInt8(ascii: "'") {
            isQuoted.toggle()
        } else if isQuoted {
            result.append(octet)
        } else if let digit = Character(Unicode.Scalar(octet)).hexDigitValue.map(UInt8.init) {
            if let high = pending {
                result.append(high << 4 | digit)
                pending = nil
            } else {
                pending = digit
            }
        }
    }
    return result
}

/// The octets with their number before them, as `command_length` counts it.
func framed(_ text: String) -> [UInt8] {
    let octets = hex(text)
    let length = UInt32(octets.count + 4)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + octets
}

/// Addresses that the tests share.
enum Known {
    static let brand = SMPPAddress(typeOfNumber: .alphanumeric, numberingPlan: .unknown, value: "MOTCUA")
    static let phone = SMPPAddress(typeOfNumber: .international, numberingPlan: .telephone, value: "84905123456")
    static let shortCode = SMPPAddress(typeOfNumber: .networkSpecific, numberingPlan: .unknown, value: "8088")

    static func message(_ text: String = "Moi nhan ket qua", to phone: SMPPAddress = Self.phone) -> ShortMessage {
        ShortMessage(source: brand, destination: phone, text: Array(text.utf8))
    }

    static func fromPhone(_ octets: [UInt8], _ dataCoding: DataCoding = .smscDefault) -> ShortMessage {
        var message = ShortMessage(source: phone, destination: shortCode, text: octets)
        message.dataCoding = dataCoding
        return message
    }
}
