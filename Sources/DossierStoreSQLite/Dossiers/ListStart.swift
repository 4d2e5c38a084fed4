import DossierDomain
import DossierEngine
import WorkingCalendar

/// Where a list begins or goes on (điểm bắt đầu danh sách), as numbers that SQL compares.
struct ListStart {
    /// Before which dossier.
    private(set) var dossier: Int64
    /// Before which time of receipt, together with the dossier, in lists in that order.
    private(set) var receivedAt: Int64
    /// No time of receipt before this.
    let from: Int64
    /// How many dossiers are wanted.
    let limit: Int
    private let isByReceipt: Bool

    init(_ filter: DossierFilter, before place: DossierPlace?, limit: Int) {
        self.limit = limit
        isByReceipt = filter.isOrderedByReceipt
        from = filter.received?.lowerBound.milliseconds ?? .min
        let end = filter.received?.upperBound.milliseconds ?? .max
        if let receivedAt = place?.receivedAt?.milliseconds, let number = place?.dossier.number, receivedAt < end {
            self.receivedAt = receivedAt
            dossier = number
        } else {
            // Before every dossier received at the end itself.
            receivedAt = end
            dossier = isByReceipt ? .min : place?.dossier.number ?? .max
        }
    }

    /// Goes on behind a place.
    mutating func move(to place: DossierPlace) {
        dossier = place.dossier.number
        receivedAt = place.receivedAt?.milliseconds ?? receivedAt
    }

    /// The values that all queries of ``DossierListSQL`` take first.
    ///
    /// - Parameters:
    ///   - filter: What the list is narrowed to, without what the query's own values say.
    ///   - limit: How many rows.
    ///   - end: The last place of the window; nil if it goes to the list's end.
    /// - Returns: Sixteen values.
    func values(of filter: DossierFilter, limit: Int, to end: DossierPlace? = nil) -> [SQLValue] {
        [
            .integer(dossier),
            .limit(limit),
            .optional(filter.agency),
            .optional(filter.unit),
            .optional(filter.status.map { Int64($0.rawValue) }),
            .optional(filter.late.map { $0.isLate ? 1 : 0 }),
            .instant(filter.late?.now),
            .optional(filter.codeFragment.map(Self.pattern(containing:))),
            .optional(filter.procedure?.rawValue),
            .instant(filter.received?.lowerBound),
            .instant(filter.received?.upperBound),
            .integer(end?.dossier.number ?? .min),
            isByReceipt ? .integer(receivedAt) : .null,
            .optional(filter.personTerms?.first),
            .optional(filter.personTerms?.last),
            .optional(filter.otherUnit),
        ]
    }

    /// The LIKE pattern of texts that contain a fragment, in which `%` and `_` stand for themselves.
    static func pattern(containing fragment: String) -> String {
        var pattern = "%"
        for character in fragment {
            if character == "%" || character == "_" || character == "\\" { pattern.append("\\") }
            pattern.append(character)
        }
        return pattern + "%"
    }

    /// The LIKE pattern of texts that end in a text, in which `%` and `_` stand for themselves.
    static func pattern(endingIn text: String) -> String { String(pattern(containing: text).dropLast()) }
}
