import DossierStoreSQLite

extension SQLiteDossierStore {
    /// Works with the store and closes it after that, whatever fails (dùng xong thì đóng).
    ///
    /// What ended the work says what is wrong; that the store cannot be closed then often only follows from it.
    ///
    /// - Parameter work: What is done with it.
    /// - Returns: What the work gives.
    /// - Throws: What the work throws, else what the closing throws.
    func closing<Value>(after work: (SQLiteDossierStore) async throws -> Value) async throws -> Value {
        let value: Value
        do {
            value = try await work(self)
        } catch {
            // The work's failure is the one to be told.
            try? await close()
            throw error
        }
        try await close()
        return value
    }
}
