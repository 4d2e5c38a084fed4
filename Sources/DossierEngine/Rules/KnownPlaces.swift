public import DossierDomain
import SMSText

/// The agencies, units and communes of an organisation (cơ cấu tổ chức), found by what people call them.
public struct KnownPlaces: Sendable {
    /// The organisation.
    public let organisation: Organisation
    /// The communes by their folded identifiers and names.
    private let communes: [String: [Commune]]

    /// Knows the places of an organisation.
    public init(_ organisation: Organisation) {
        self.organisation = organisation
        var communes: [String: [Commune]] = [:]
        for commune in organisation.communes {
            let names = [commune.id.rawValue, commune.name, commune.fullName].map(VietnameseText.folded)
            for name in Set(names) { communes[name, default: []].append(commune) }
        }
        self.communes = communes
    }

    /// The commune that somebody named by its identifier or its name, whatever accents or case.
    ///
    /// Of several that are called so it is the one of that identifier, else the one that is written just so.
    ///
    /// - Throws: ``UnclearCommune``; a guess would show a person's dossier to another commune.
    public func commune(named typed: String) throws(UnclearCommune) -> CommuneID {
        let name = VietnameseText.folded(typed)
        let found = communes[name] ?? []
        guard let first = found.first else { throw .unknown }
        guard found.count > 1 else { return first.id }
        if let one = found.first(where: { VietnameseText.folded($0.id.rawValue) == name }) { return one.id }
        let same = found.filter { $0.name == typed || $0.fullName == typed }
        guard same.count == 1, let one = same.first else { throw .ambiguous }
        return one.id
    }
}

/// Why a commune that somebody named is not known (không rõ xã nào).
public enum UnclearCommune: Error, Hashable, Sendable {
    /// The organisation has none that is called so.
    case unknown
    /// It has several; the identifier tells them apart.
    case ambiguous

    /// The code by which a field tells of it.
    var code: FieldError.Code {
        switch self {
        case .unknown: .unknownCommune
        case .ambiguous: .ambiguousCommune
        }
    }
}
