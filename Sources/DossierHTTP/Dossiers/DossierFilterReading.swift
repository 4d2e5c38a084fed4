import DossierDomain
import DossierEngine
import WorkingCalendar

/// Reads what a list of dossiers is narrowed to (bộ lọc danh sách).
struct DossierFilterReading {
    private let rules: Rules
    private let now: Instant

    init(rules: Rules, now: Instant) {
        self.rules = rules
        self.now = now
    }

    /// Reads the parameters; what is wrong with them is noted.
    func filter(_ query: inout QueryReader, for account: Account) -> DossierFilter {
        var filter = DossierFilter()
        filter.status = query.whole("status", in: 1...Status.allCases.count).flatMap(Status.init(rawValue:))
        filter.unit = unit(&query, for: account)?.description
        filter.late = query.flag("late").map { LatenessFilter(isLate: $0, now: now) }
        filter.codeFragment = codeFragment(&query)
        return filter
    }

    /// A unit of a commune is that of the account's own commune, else of the default one.
    func unit(_ query: inout QueryReader, for account: Account) -> UnitPlace? {
        guard let typed = query.text("unit") else { return nil }
        guard let unit = rules.organisation.units[UnitID(rawValue: typed)] else {
            query.refuse("unit", .invalidValue)
            return nil
        }
        return rules.organisation.place(
            of: unit.id,
            commune: account.staff(at: now).places.lazy.compactMap(\.commune).first ?? rules.organisation.defaultCommune
        )
    }

    /// Codes are written in capitals, so what is looked for in them is too.
    private func codeFragment(_ query: inout QueryReader) -> String? {
        guard let typed = query.text("q") else { return nil }
        do throws(FieldDefect) {
            return try TextRules(maximumLength: 200).clean(typed).uppercased()
        } catch {
            query.refuse("q", error.code)
            return nil
        }
    }
}
