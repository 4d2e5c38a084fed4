import DossierDomain
import DossierEngine
import WorkingCalendar

/// Reads what is looked for in a list of dossiers (bộ lọc danh sách).
struct DossierFilterReading {
    /// The parameters by which a list is narrowed.
    static let parameters: Set<String> = [
        "status", "unit", "commune", "late", "procedure", "receivedFrom", "receivedTo", "q",
    ]

    private let rules: Rules
    private let now: Instant

    init(rules: Rules, now: Instant) {
        self.rules = rules
        self.now = now
    }

    /// Reads the parameters; what is wrong with them is noted.
    func search(_ query: inout QueryReader, for account: Account) -> DossierSearch {
        var search = DossierSearch()
        search.filter.status = query.whole("status", in: 1...Status.allCases.count).flatMap(Status.init(rawValue:))
        search.filter.unit = unit(&query, for: account)?.description
        search.filter.late = query.flag("late").map { LatenessFilter(isLate: $0, now: now) }
        search.filter.procedure = procedure(&query)
        search.filter.received = received(&query)
        search.text = text(&query)
        return search
    }

    /// A unit of a commune is that of the commune named, else of the account's own one, else of the default one.
    func unit(_ query: inout QueryReader, for account: Account) -> UnitPlace? {
        let commune = query.words("commune")
        guard let typed = query.text("unit") else {
            if commune != nil { query.refuse("unit", .required) }
            return nil
        }
        guard let unit = rules.organisation.units[UnitID(rawValue: typed)] else {
            query.refuse("unit", .unknownUnit)
            return nil
        }
        guard let commune else {
            let own = account.staff(at: now).places.lazy.compactMap(\.commune).first
            return rules.organisation.place(of: unit.id, commune: own ?? rules.organisation.defaultCommune)
        }
        do throws(RolePlace.Defect) {
            return try RolePlace.place(for: .officer, unit: typed, commune: commune, in: rules.places)
        } catch {
            query.refuse(error.field.field, error.field.code)
            return nil
        }
    }

    /// Reads the unit of a report, also one that is no more, or of a commune that is no more: on the days that it tells
    /// of it may have been there.
    func reportedUnit(_ query: inout QueryReader, for account: Account) -> UnitPlace? {
        let commune = query.words("commune")
        if let typed = query.text("unit"), let former = rules.formerPlace(unit: typed, commune: commune) {
            return former
        }
        return unit(&query, for: account)
    }

    /// Reads the procedure, also one that takes no dossiers any more, or none yet.
    func procedure(_ query: inout QueryReader) -> ProcedureCode? {
        guard let typed = query.text("procedure") else { return nil }
        let code = ProcedureCode(rawValue: typed)
        guard rules.knows(code) else {
            query.refuse("procedure", .unknownProcedure)
            return nil
        }
        return code
    }

    /// From the beginning of the first day to the end of the last one, by the clocks of Vietnam.
    private func received(_ query: inout QueryReader) -> Range<Instant>? {
        let from = Self.date("receivedFrom", &query)
        let to = Self.date("receivedTo", &query)
        guard from != nil || to != nil else { return nil }
        if let from, let to, to < from {
            query.refuse("receivedTo", .beforeFrom)
            return nil
        }
        let start = from?.startOfDay ?? Instant(milliseconds: .min)
        let end = to?.startOfDay.adding(seconds: 86_400)
        return start..<(end ?? Instant(milliseconds: .max))
    }

    /// Reads a local date; nil if there is none.
    static func date(_ name: String, _ query: inout QueryReader) -> LocalDate? {
        guard let typed = query.text(name) else { return nil }
        guard let date = LocalDate(iso8601: typed) else {
            query.refuse(name, .invalidDate)
            return nil
        }
        return date
    }

    private func text(_ query: inout QueryReader) -> SearchText? {
        // Without its plus nothing is lost of a telephone number.
        guard let typed = query.line("q") else { return nil }
        do throws(FieldDefect) {
            return try SearchText(typed)
        } catch {
            query.refuse("q", error.code)
            return nil
        }
    }
}
