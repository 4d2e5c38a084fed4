public import DossierEngine

/// The machine of a simulated district (máy chủ giả lập): a disk with one database, started and stopped at will.
///
/// The caller makes it on a real store, so that what is simulated is what will run.
public protocol SimulatedMachine: Sendable {
    /// Opens the store of the disk; tables are made on the first start.
    func start() async throws -> any DossierStore
    /// Closes the store in good order.
    func stop() async throws
    /// Ends everything as a power failure does: the disk keeps what it has, nothing is tidied up.
    func crash() async throws
    /// Looks at the disk without trusting the store.
    func inspect<Result>(_ body: (any StoreInspection) throws -> Result) async throws -> Result
}

/// What a call throws when the machine loses power meanwhile.
struct PowerFailure: Error {}
