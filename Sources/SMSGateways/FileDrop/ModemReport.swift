import DossierEngine
import SMSText

/// What smstools tells of a text that its modem sent (báo cáo của modem): it has the modem's own number, of one byte.
struct ModemReport: Hashable, Sendable {
    /// How the text of a report begins.
    static let title = "SMS STATUS REPORT"

    /// The text that is meant, or the part of it.
    let key: SentPart
    /// What became of it.
    let state: DeliveryReport.State

    /// Reads a report; nil if the file is none.
    init?(_ file: ModemFile) {
        guard let lines = file.text?.split(separator: "\n"), lines.first == Self.title[...],
            let id = Self.value("Message_id", in: lines).flatMap({ UInt8($0) }),
            let status = Self.value("Status", in: lines)?.prefix(while: { $0 != "," }),
            let code = UInt8(status),
            let key = SentPart(modem: file["Modem"] ?? file["Subject"], number: file["From"], id: id)
        else { return nil }
        self.key = key
        state = Self.state(code)
    }

    private static func value(_ name: String, in lines: [Substring]) -> Substring? {
        lines.first { $0.hasPrefix(name + ": ") }?.dropFirst(name.count + 2)
    }

    /// The meaning of TP-Status.
    ///
    /// Source: 3GPP TS 23.040, 9.2.3.15.
    private static func state(_ code: UInt8) -> DeliveryReport.State {
        switch code {
        case 0: .delivered
        // Handed on without a confirmation, or replaced by a later text.
        case 1...31: .unknown
        case 32...63: .underWay
        case 70: .expired
        default: .undelivered
        }
    }
}

/// A text, or a part of one, as a modem knows it (phần tin nhắn): modem and number begin anew after 256 texts.
struct SentPart: Hashable, Sendable {
    private let modem: String
    private let number: PhoneNumber
    private let id: UInt8

    /// Names a part; nil if the modem or the number is missing, or the number is none of the country.
    init?(modem: String?, number: String?, id: UInt8) {
        guard let modem, let number = number.flatMap({ PhoneNumber(vietnamese: $0) }) else { return nil }
        self.modem = modem
        self.number = number
        self.id = id
    }

    /// The part of the same text so many places before.
    func before(_ places: Int) -> SentPart { SentPart(self, id: id &- UInt8(truncatingIfNeeded: places)) }

    private init(_ other: SentPart, id: UInt8) {
        modem = other.modem
        number = other.number
        self.id = id
    }
}
