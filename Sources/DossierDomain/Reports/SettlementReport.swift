/// The periodic report on what was received and settled (báo cáo II.06a/VPCP/KSTT) with the figures of the national
/// index that events can tell (chỉ số theo Quyết định 766/QĐ-TTg).
///
/// It holds no personal datum.
public struct SettlementReport: Hashable, Sendable {
    /// The days that it tells of.
    public let period: ReportPeriod
    /// The rows by field.
    private var fields: [String: SettlementRow] = [:]
    /// All fields together.
    public private(set) var total = SettlementRow()
    /// How many dossiers cannot be read, and are in no row.
    public private(set) var unreadable = 0

    /// Creates a report without a dossier.
    public init(on period: ReportPeriod) { self.period = period }

    /// Counts a dossier.
    public mutating func add(_ facts: SettlementFacts) {
        fields[facts.field, default: SettlementRow()].add(facts)
        total.add(facts)
    }

    /// Notes a dossier that cannot be read.
    public mutating func addUnreadable() { unreadable += 1 }

    /// The rows in the order of their fields' names.
    public var rows: [(field: String, row: SettlementRow)] {
        fields.sorted { $0.key < $1.key }.map { (field: $0.key, row: $0.value) }
    }

    /// Checks the identities of every row, and that the total is the sum of the others.
    ///
    /// They hold by the way the rows are counted; a report in which one does not is given to nobody.
    ///
    /// - Throws: ``BrokenIdentity``.
    public func check() throws(BrokenIdentity) {
        for (field, row) in rows {
            if let identity = row.brokenIdentity { throw BrokenIdentity(field: field, identity: identity) }
        }
        if let identity = total.brokenIdentity { throw BrokenIdentity(field: nil, identity: identity) }
        let sums = fields.values.reduce(Array(repeating: 0, count: total.columns.count)) { sums, row in
            sums.indices.map { sums[$0] + row.columns[$0] }
        }
        guard sums == total.columns else { throw BrokenIdentity(field: nil, identity: "total = sum of the fields") }
    }
}

/// An identity of the periodic report that does not hold (sai lệch số liệu báo cáo): a fault of the program.
public struct BrokenIdentity: Error, Hashable, Sendable, CustomStringConvertible {
    /// The row's field; nil for the row of all.
    public let field: String?
    /// The identity, such as `3 = 4 + 5 + 6`.
    public let identity: String

    /// Creates a finding.
    public init(field: String?, identity: String) {
        self.field = field
        self.identity = identity
    }

    /// What does not hold, and where.
    public var description: String {
        "the report's row of \(field ?? "all fields") breaks the identity \(identity), so that it is given to nobody"
    }
}

/// Where a figure of the report comes from (căn cứ của số liệu).
public enum ReportSource: String, CaseIterable, Sendable {
    /// Columns 3 to 7 and 9 to 13.
    case columns
    /// What tells column 8 from column 9.
    case early
    /// Indicator 2.1.
    case onTimeRate
    /// Indicator 2.2.
    case meanProcessingHours
    /// Indicator 3.2.
    case onlineServiceRate
    /// Indicator 3.3.
    case channels

    /// The act that says so.
    public var text: String {
        switch self {
        case .columns: "Thông tư 01/2020/TT-VPCP, biểu II.06a/VPCP/KSTT"
        case .early: "Thông tư 01/2020/TT-VPCP, biểu II.06a/VPCP/KSTT, cột 8: trước ngày hẹn trả"
        case .onTimeRate: "Quyết định 766/QĐ-TTg, chỉ số 2.1"
        case .meanProcessingHours: "Quyết định 766/QĐ-TTg, chỉ số 2.2"
        case .onlineServiceRate: "Quyết định 766/QĐ-TTg, chỉ số 3.2"
        case .channels: "Quyết định 766/QĐ-TTg, chỉ số 3.3"
        }
    }

    /// Whether that is general knowledge whose text nobody here has seen.
    public var isUnverified: Bool { self == .early }
}
