public import DossierDomain
import SMSText

extension Rules {
    /// The place of a unit that is no more, or of one in a commune that is no more (đơn vị, xã cũ), as somebody names
    /// it whose report tells of days on which it was there.
    ///
    /// - Parameters:
    ///   - typed: The unit's identifier.
    ///   - commune: The commune of a unit that existed in every one, by identifier or name; nil for any other unit.
    /// - Returns: The place; nil if that is one that there is, or that there never was, or if it is unclear which.
    public func formerPlace(unit typed: String, commune: String?) -> UnitPlace? {
        let id = UnitID(rawValue: typed)
        let isFormer = organisation.units[id] == nil
        guard let unit = organisation.units[id] ?? organisation.former.units[id],
            unit.isPerCommune == (commune != nil)
        else { return nil }
        guard let commune else { return isFormer ? UnitPlace(unit: id, commune: nil) : nil }
        do throws(UnclearCommune) {
            let present = try places.commune(named: commune)
            return isFormer ? UnitPlace(unit: id, commune: present) : nil
        } catch {
            guard error == .unknown else { return nil }
            return formerCommune(named: commune).map { UnitPlace(unit: id, commune: $0) }
        }
    }

    /// The one commune that is no more and was called so; the identifier comes before the names.
    private func formerCommune(named typed: String) -> CommuneID? {
        let name = VietnameseText.folded(typed)
        let former = organisation.former.communes.values
        if let one = former.first(where: { VietnameseText.folded($0.id.rawValue) == name }) { return one.id }
        let called = former.filter { [$0.name, $0.fullName].map(VietnameseText.folded).contains(name) }
        return called.count == 1 ? called.first?.id : nil
    }
}
