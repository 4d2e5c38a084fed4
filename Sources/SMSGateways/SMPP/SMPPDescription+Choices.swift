extension SMPPDescription {
    /// Whether and how the connection is encrypted (mã hóa đường truyền).
    public enum TLS: Hashable, Sendable {
        /// Not at all, as within a leased line or a VPN.
        case off
        /// By TLS, with a certificate of an authority that the system trusts.
        case on
        /// By TLS, with a certificate of an authority in this PEM file and of no other.
        case trusting(certificatesFile: String)
    }

    /// The direction of messages (chiều kết nối).
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Texts out; receipts and citizens' texts in.
        case transceiver
        /// Texts out only, for accounts without receipts.
        case transmitter
        /// Texts out on one connection, receipts and citizens' texts in on another, for operators that bind them apart.
        case transmitterAndReceiver

        /// Whether receipts and citizens' texts come in.
        public var receives: Bool { self != .transmitter }
    }

    /// The sender of texts (bên gửi).
    public struct Source: Hashable, Sendable {
        /// The kinds of senders.
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            /// A registered brand name (tên định danh), 1 to 11 characters.
            case brandName
            /// A short code (đầu số) of 3 to 8 digits.
            case shortCode
            /// A number in international form.
            case international
        }

        /// The kind.
        public var kind: Kind
        /// The name or the digits.
        public var value: String
        /// How it is told: type 5 and plan 0 for a brand name, 3 and 0 for a short code, 1 and 1 for an international
        /// number where it says nothing.
        public var numbering: Numbering

        /// Describes a sender.
        public init(_ kind: Kind, _ value: String, numbering: Numbering = Numbering()) {
            self.kind = kind
            self.value = value
            self.numbering = numbering
        }
    }

    /// The two numbers by which an address is told (TON và NPI), as the operator's sheet has them.
    ///
    /// Source: SMPP v3.4, sections 5.2.5 and 5.2.6.
    public struct Numbering: Hashable, Sendable {
        /// The type of number (TON), 0 to 6; nil for the usual one.
        public var type: Int?
        /// The numbering plan (NPI): 0, 1, 3, 4, 6, 8, 9, 10, 14 or 18; nil for the usual one.
        public var plan: Int?

        /// Describes how an address is told.
        public init(type: Int? = nil, plan: Int? = nil) {
            self.type = type
            self.plan = plan
        }
    }

    /// The addresses whose messages an operator brings on a connection (dải địa chỉ), as the bind tells them.
    ///
    /// Source: SMPP v3.4, sections 4.1 and 5.2.7.
    public struct AddressRange: Hashable, Sendable {
        /// How they are told: type 0 and plan 0 where it says nothing.
        public var numbering: Numbering
        /// A regular expression of them, such as `^8088$`, at most 40 characters; mostly empty.
        public var expression: String

        /// Describes addresses.
        public init(numbering: Numbering = Numbering(), expression: String = "") {
            self.numbering = numbering
            self.expression = expression
        }
    }

    /// How the parts of a long text are marked (cách ghép tin dài).
    public enum Concatenation: String, Hashable, Sendable, CaseIterable {
        /// By a header before each part (UDH), which every phone and nearly every operator understands.
        case udh
        /// By the optional parameters `sar_…`, for operators that write the header themselves.
        case sar
    }

    /// How the ids in receipts are compared with those in answers (cách đối chiếu mã tin).
    public enum MessageIDs: String, Hashable, Sendable, CaseIterable {
        /// Letter by letter.
        case exact
        /// Without zeros in front and without regard to case.
        case ignoringZerosAndCase
        /// Hexadecimal in the answer, decimal in the receipt.
        case hexadecimalAnswer
        /// Decimal in the answer, hexadecimal in the receipt.
        case hexadecimalReceipt
    }

    /// What the operator takes as its default alphabet (bảng mã mặc định).
    public enum DefaultAlphabet: String, Hashable, Sendable, CaseIterable {
        /// GSM 7-bit, one octet for a septet, as nearly all do.
        case gsm7
        /// ASCII; a text with a character of GSM 7-bit beyond it is refused.
        case ascii
        /// Latin-1; a text with a character of GSM 7-bit beyond it is refused.
        case latin1
    }
}
