import DossierDomain
import DossierEngine
import WorkingCalendar

/// Lists of dossiers (danh sách hồ sơ): small sets are read whole, long lists walked along an index in windows.
extension SQLiteReading {
    func page(
        of filter: DossierFilter,
        before place: DossierPlace?,
        limit: Int,
        examining rows: Int
    ) throws -> DossierPage {
        let start = ListStart(filter, before: place, limit: limit)
        if let set = try smallSet(of: filter, rows: rows) { return try page(of: set, filter, from: start) }
        return try page(along: try path(of: filter, rows: rows), filter, from: start, rows: rows)
    }

    private func page(of set: SmallSet, _ filter: DossierFilter, from start: ListStart) throws -> DossierPage {
        var narrowed = filter
        switch set {
        case .person: narrowed.personTerms = nil
        case .unit: (narrowed.unit, narrowed.otherUnit) = (filter.otherUnit, nil)
        case .procedure: narrowed.procedure = nil
        case .status: narrowed.status = nil
        case .code, .coded, .late: break
        }
        let isByReceipt = filter.isOrderedByReceipt
        let (sql, own) = query(of: set, isByReceipt: isByReceipt)
        let values = start.values(of: narrowed, limit: start.limit)
        let places = try places(sql, values + own, isByReceipt: isByReceipt)
        var page = DossierPage()
        page.lines = try lines(places)
        page.examined = places.count
        page.reached = places.count >= start.limit ? places.last : nil
        return page
    }

    /// The query of a small set, and its own values.
    private func query(of set: SmallSet, isByReceipt: Bool) -> (sql: SQLText, own: [SQLValue]) {
        switch set {
        case .person(let terms):
            return (DossierListSQL.ofPersonByReceipt, [.optional(terms.first), .optional(terms.last)])
        case .code(let end):
            let pattern = ListStart.pattern(endingIn: end.identifierEnd)
            return (
                isByReceipt ? DossierListSQL.ofCodeByReceipt : DossierListSQL.ofCode,
                [.text(pattern), .optional(end.tails.first), .optional(end.tails.dropFirst().first)]
            )
        case .coded(let dossiers):
            return (isByReceipt ? DossierListSQL.ofNumbersByReceipt : DossierListSQL.ofNumbers, [.list(dossiers)])
        case .unit(let unit, let tokens):
            return (
                isByReceipt ? DossierListSQL.ofUnitByReceipt : DossierListSQL.ofUnit,
                [.text(unit)] + Self.values(of: tokens)
            )
        case .late: return (isByReceipt ? DossierListSQL.ofLateByReceipt : DossierListSQL.ofLate, [])
        case .status(let status): return (DossierListSQL.ofStatusByReceipt, [.count(status.rawValue)])
        case .procedure(let code): return (DossierListSQL.ofProcedureByReceipt, [.text(code)])
        }
    }

    /// Walks windows of an index until the page is full, the list ends or as many rows were looked at as may be.
    private func page(
        along path: ListPath,
        _ filter: DossierFilter,
        from start: ListStart,
        rows: Int
    ) throws -> DossierPage {
        let narrowed = path.narrowed(filter)
        let takesAll = narrowed.takesAll && path.saysAll
        var page = DossierPage()
        var start = start
        while true {
            let wanted = start.limit - page.lines.count
            let size = min(Self.windowRows, rows - page.examined)
            let isWhole = takesAll || (rows == .max && !path.isSet)
            let end = isWhole ? nil : try windowEnd(of: path, from: start, rows: size)
            let places = try window(of: path, narrowed, from: start, to: end, limit: wanted)
            page.lines += try lines(places)
            page.examined += end == nil ? places.count : size
            if places.count >= wanted {
                page.reached = places.last
                return page
            }
            guard let end else { return page }
            page.reached = end
            guard page.examined < rows else { return page }
            page.reached = nil
            start.move(to: end)
        }
    }

    /// How many rows of an index are looked at before it is asked whether the page is full.
    private static var windowRows: Int { 2_000 }

    private func windowEnd(of path: ListPath, from start: ListStart, rows: Int) throws -> DossierPlace? {
        switch path {
        case .all: try windowEnd(before: start.dossier, rows: rows)
        case .agency(let agency): try windowEnd(ofAgency: agency, before: start.dossier, rows: rows)
        case .procedure(let code): try windowEnd(ofProcedure: code, before: start.dossier, rows: rows)
        case .status(let status): try windowEnd(ofStatus: status, before: start.dossier, rows: rows)
        case .person(let terms): try windowEnd(ofTerms: terms, before: start.dossier, rows: rows)
        case .tokens(let tokens): try windowEnd(ofToken: tokens[0], before: start.dossier, rows: rows)
        case .late(let numbers):
            windowEnd(of: numbers, before: start.dossier, rows: rows)
        case .receipt:
            try windowEnd(ofReceipt: start.from, before: (start.receivedAt, start.dossier), rows: rows)
        }
    }

    private func window(
        of path: ListPath,
        _ filter: DossierFilter,
        from start: ListStart,
        to end: DossierPlace?,
        limit: Int
    ) throws -> [DossierPlace] {
        let values = start.values(of: filter, limit: limit, to: end)
        switch path {
        case .all: return try places(DossierListSQL.ofAll, values, isByReceipt: false)
        case .agency(let agency):
            return try places(DossierListSQL.ofAgency, values + [.text(agency)], isByReceipt: false)
        case .procedure(let code):
            return try places(DossierListSQL.ofProcedure, values + [.text(code)], isByReceipt: false)
        case .status(let status):
            return try places(DossierListSQL.ofStatus, values + [.count(status.rawValue)], isByReceipt: false)
        case .person(let terms):
            let own: [SQLValue] = [.optional(terms.first), .optional(terms.last)]
            return try places(DossierListSQL.ofPerson, values + own, isByReceipt: false)
        case .receipt:
            let floor = end?.receivedAt?.milliseconds ?? start.from
            return try places(DossierListSQL.ofReceipt, values + [.integer(floor)], isByReceipt: true)
        case .tokens(let tokens):
            return try places(DossierListSQL.ofName, values + Self.values(of: tokens), isByReceipt: false)
        case .late(let numbers):
            let oldest = end?.dossier.number ?? .min
            let own = numbers.filter { $0 < start.dossier && $0 >= oldest }
            return try places(DossierListSQL.ofNumbers, values + [.list(own)], isByReceipt: false)
        }
    }

    /// Four tokens as values, NULL for those that are not there.
    private static func values(of tokens: [Int64]) -> [SQLValue] {
        (0..<4).map { .optional($0 < tokens.count ? tokens[$0] : nil) }
    }

    private func places(_ sql: SQLText, _ values: [SQLValue], isByReceipt: Bool) throws -> [DossierPlace] {
        let read = isByReceipt ? DossierPlace.init(byReceipt:) : DossierPlace.init(byRegistration:)
        return try statements.all(sql, values, read: read)
    }

    private func lines(_ places: [DossierPlace]) throws -> [(place: DossierPlace, dossier: StoredDossier)] {
        try places.compactMap { place in try dossier(place.dossier).map { (place, $0) } }
    }
}

extension DossierFilter {
    /// Whether nothing but tokens is asked for.
    fileprivate var takesAll: Bool {
        agency == nil && status == nil && unit == nil && late == nil && procedure == nil && received == nil
            && codeFragment == nil && personTerms == nil
    }
}
