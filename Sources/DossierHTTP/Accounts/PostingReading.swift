import DossierDomain
import DossierEngine
import WorkingCalendar

/// A posting as it was sent (điều động cần ghi).
struct PostingReading: Sendable {
    private let kind: Posting.Kind
    private let unit: String
    private let commune: String?
    private let from: LocalDate?
    private let until: LocalDate

    /// Reads it; nil means that something is wrong, which is noted.
    init?(_ reader: inout RequestReader) {
        let kind = reader.clean("kind", .identifier)
        let unit = reader.clean("unit", .identifier)
        commune = reader.optionalClean("commune", .identifier)
        from = reader.optionalDate("from")
        let until = reader.date("until")
        guard let kind, let unit, let until else { return nil }
        guard let known = Posting.Kind(rawValue: kind) else {
            reader.errors.add("kind", .invalidValue)
            return nil
        }
        self.kind = known
        self.unit = unit
        self.until = until
    }

    /// What it asks for, its unit judged by the organisation.
    ///
    /// - Throws: ``RequestRefusal/invalidFields(_:)``.
    func draft(by rules: Rules) throws(RequestRefusal) -> PostingDraft {
        do throws(RolePlace.Defect) {
            let place = try RolePlace.place(for: .officer, unit: unit, commune: commune, in: rules.places)
            guard let place else { throw .unitMissing }
            return PostingDraft(kind: kind, place: place, from: from, until: until)
        } catch {
            throw .invalidFields([error.field])
        }
    }
}
