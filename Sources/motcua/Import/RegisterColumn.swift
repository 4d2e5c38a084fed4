import SMSText

/// A column of a desk register (cột sổ tiếp nhận); the raw value is its heading.
///
/// The order is the one in which a row's mistakes are told; it is counted under the first.
enum RegisterColumn: String, CaseIterable, Sendable {
    case receivedAt
    case procedureCode
    case channel
    case commune
    case applicantKind
    case applicantName
    case identityNumber
    case phone
    case address
    case subject
    case documents
    case notifyBySMS

    /// The field of the intake that the column fills, as the REST interface names it.
    var field: String {
        switch self {
        case .applicantKind: "applicant.kind"
        case .applicantName: "applicant.name"
        case .identityNumber: "applicant.identityNumber"
        case .phone: "applicant.phone"
        case .address: "applicant.address"
        case .receivedAt, .procedureCode, .channel, .commune, .subject, .documents, .notifyBySMS: rawValue
        }
    }

    /// The columns that every register has; one may name the commune too.
    static let required = allCases.filter { $0 != .commune }

    /// What clerks write over the column of the commune, without accents and blanks.
    private static let communeHeadings: Set<String> = [
        "commune", "xa", "xa/thitran", "xa/phuong", "xa/phuong/thitran", "diaban",
    ]

    /// The column of a heading as typed, blanks or none; nil if there is none.
    init?(heading: String) {
        let name = heading.filter { !$0.isWhitespace }
        if let column = Self(rawValue: name) {
            self = column
        } else if Self.communeHeadings.contains(VietnameseText.folded(name)) {
            self = .commune
        } else {
            return nil
        }
    }

    /// The place in the order.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }

    /// The column that fills a field, or one inside it such as `documents[1].form`; nil if none does.
    init?(field: String) {
        let whole = field.prefix { $0 != "[" }
        guard let column = Self.allCases.first(where: { $0.field == whole }) else { return nil }
        self = column
    }
}

/// The cells of a register's row as typed, by column.
struct RegisterCells: Hashable, Sendable {
    /// The cells in the order of ``RegisterColumn``, whatever their order in the file; empty for a column it lacks.
    let values: [String]

    subscript(column: RegisterColumn) -> String { values[column.rank] }

    /// A cell without blanks around it; nil if nothing is written in it.
    func word(_ column: RegisterColumn) -> String? {
        let text = text(column)
        return text.isEmpty ? nil : text
    }

    /// A cell as one line without blanks around it: a line break or tab that a spreadsheet kept is a blank.
    func text(_ column: RegisterColumn) -> String {
        let typed = self[column].map { $0.isNewline || $0 == "\t" ? " " : $0 }
        let start = typed.firstIndex { !$0.isWhitespace } ?? typed.endIndex
        let end = typed.lastIndex { !$0.isWhitespace } ?? typed.startIndex
        return start < typed.endIndex ? String(typed[start...end]) : ""
    }
}
