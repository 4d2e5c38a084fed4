/// One part of a message as it travels (phần tin nhắn đã mã hóa).
public struct SMSPart: Hashable, Sendable {
    /// The alphabet of the octets.
    public let alphabet: SMSAlphabet
    /// The part's stretch of the text, in NFC.
    public let text: String
    /// The length of the text without header: septets, or UTF-16 units.
    public let units: Int
    /// What tells how the parts join; nil for a message of one part.
    public let header: ConcatenationHeader?
    /// The text without header: one octet for each septet, its high bit clear, or UTF-16 with the high octet first.
    public let body: [UInt8]

    /// Header and body one after the other, as an SMPP `short_message` takes them: at most 160 octets.
    ///
    /// With a header the sender has to set `esm_class` 0x40, and `data_coding` as the alphabet says.
    /// Source: SMPP 3.4, sections 5.2.12 and 5.2.19.
    public var userData: [UInt8] { (header?.octets ?? []) + body }

    /// Header and body as they go over the air and to a modem in PDU mode: at most 140 octets.
    ///
    /// Septets are packed eight into seven octets; after a header fill bits bring them to a septet boundary.
    public var packedUserData: [UInt8] {
        switch alphabet {
        case .gsm7: SeptetPacking.packed(body, after: header?.octets ?? [])
        case .ucs2: userData
        }
    }

    /// The length that the field TP-UDL tells for ``packedUserData``: septets with header and fill bits, or octets.
    ///
    /// At most 160 or 140. Source: 3GPP TS 23.040, section 9.2.3.16.
    public var userDataLength: Int {
        switch alphabet {
        case .gsm7: SeptetPacking.septets(coveringOctets: header?.octets.count ?? 0) + body.count
        case .ucs2: userData.count
        }
    }
}
