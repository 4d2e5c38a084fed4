import DossierDomain

extension StoredDossier {
    /// The dossier, for changes that go through all of them.
    ///
    /// - Throws: ``StoreError`` of code damaged if it cannot be read.
    func dossier() throws(StoreError) -> Dossier {
        do throws(StoredFormDefect) {
            return try DossierCodec.decode(state)
        } catch {
            throw StoreError(.damaged, "dossier number \(id.number) cannot be read; run verify")
        }
    }
}
