import DossierDomain
import DossierEngine

/// What must hold between communes (các xã tách biệt nhau): each does its own dossiers and knows of no others.
extension Auditor {
    /// The communes that have a part in a dossier: that of its desk and those of its steps.
    func communes(of dossier: Dossier) -> Set<CommuneID> {
        Set(([dossier.receivingDesk] + dossier.steps.compactMap(\.place)).compactMap(\.commune))
    }

    /// Judges that nobody of a commune without a part in a dossier did anything with it.
    func checkCommune(of event: DossierEvent, on dossier: Dossier) throws(BrokenInvariant) {
        guard case .account(let account) = event.by, let own = homes[account], !communes(of: dossier).contains(own)
        else { return }
        throw broken(.communesKeepApart, "\(dossier.code): account \(account.number) of \(own.rawValue) acted on it")
    }

    /// Judges that a dossier went to the desk that it was filed at and to the units of its citizen's commune.
    func checkWay(of dossier: Dossier, filedBy arrival: SimulatedArrival) throws(BrokenInvariant) {
        guard dossier.receivingDesk == arrival.desk, dossier.registration.commune == arrival.commune,
            communes(of: dossier).isSubset(of: [arrival.commune])
        else {
            throw broken(
                .communesKeepApart,
                "\(dossier.code): filed at \(arrival.desk) from \(arrival.commune.rawValue), it went to "
                    + communes(of: dossier).map(\.rawValue).sorted().joined(separator: ", ")
            )
        }
    }
}
