import DossierEngine

/// A store that passes everything but changes on; a decorator writes those and whatever else it does otherwise.
protocol ForwardingStore: DossierStore {
    /// Who keeps the dossiers.
    var base: any DossierStore { get }
}

extension ForwardingStore {
    var vaultKeys: VaultKeyRing { base.vaultKeys }
    var allowsLookupOnEventLoop: Bool { base.allowsLookupOnEventLoop }
    func read<Result: Sendable>(
        _ query: @escaping @Sendable (any StoreSnapshot) throws -> Result
    ) async throws -> Result {
        try await base.read(query)
    }
    func makeStatusLookup() throws -> any StatusLookup { try base.makeStatusLookup() }
}
