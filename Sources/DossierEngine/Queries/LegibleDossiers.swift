import DossierDomain
import Metrics

extension StoreSnapshot {
    /// Reads one dossier of many (hồ sơ không đọc được thì bỏ qua): one that is damaged takes the list from nobody.
    ///
    /// It is left out and counted, for which there is an alarm; asked for by its code it is refused as damaged, and
    /// `verify` names it.
    ///
    /// - Parameter read: Reads it.
    /// - Returns: What was read; nil if what is stored of it is damaged, or sealed with a key that is not at hand.
    /// - Throws: Whatever else `read` throws, and everything while the vault is locked.
    func legible<Value>(_ read: () throws -> Value) throws -> Value? {
        do {
            return try read()
        } catch {
            guard vaultKeys.newest != nil, Self.isOfOneDossier(error) else { throw error }
            Counter(label: "motcua_illegible_dossiers_total").increment()
            return nil
        }
    }

    /// Whether a failure tells of what is stored of a dossier, not of the store.
    private static func isOfOneDossier(_ error: any Error) -> Bool {
        guard let error = error as? StoreError else { return error is StoredFormDefect }
        return error.code == .damaged || error.code == .unsuitable
    }
}
