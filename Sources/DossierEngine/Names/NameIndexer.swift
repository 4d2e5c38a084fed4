public import Logging
import Metrics
public import ServiceLifecycle

/// Keeps the index of names at most two seconds behind (dịch vụ lập chỉ mục tên), by the machine's time.
///
/// On the database of an older program it walks the whole vault beside everything else, with a breath after each batch.
public struct NameIndexer: Service {
    /// How long it waits when there is nothing to do, in milliseconds.
    static let idleMilliseconds: Int64 = 1_000
    /// How long it lets others write between two full batches, in milliseconds.
    static let breathMilliseconds: Int64 = 20

    private let indexing: NameIndexing
    private let pace: any ServicePace
    private let logger: Logger

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - store: The store, unlocked.
    ///   - batchSize: How many entries of the vault are looked at in one transaction.
    ///   - pace: How it waits.
    ///   - logger: Where failures are told.
    public init(
        store: any DossierStore,
        batchSize: Int = NameIndexing.batchSize,
        pace: any ServicePace,
        logger: Logger
    ) {
        indexing = NameIndexing(store: store, batchSize: batchSize)
        self.pace = pace
        self.logger = logger
    }

    /// Indexes until the service is shut down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let pause = await runBatch()
                do { try await pace.wait(milliseconds: pause) } catch { return }
            }
        }
    }

    /// Looks at one batch, and returns how long to wait for the next, in milliseconds.
    private func runBatch() async -> Int64 {
        do {
            let batch = try await indexing.runBatch()
            Gauge(label: "motcua_names_behind_entries").record(batch.behind)
            return batch.entries < indexing.size ? Self.idleMilliseconds : Self.breathMilliseconds
        } catch {
            Counter(label: "motcua_name_index_failures_total").increment()
            logger.warning("names could not be indexed; trying again", metadata: ["error": "\(error)"])
            return Self.idleMilliseconds
        }
    }
}
