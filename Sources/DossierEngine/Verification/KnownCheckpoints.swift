/// What is known of checkpoints when a history is checked (mốc để kiểm chứng): those of a file, signatures checked.
public struct KnownCheckpoints: Sendable {
    /// The checkpoints in the order of the file.
    public private(set) var checkpoints: [Checkpoint] = []
    /// What is wrong with the file itself, in words; at most ``Verifier/maximumDefects``.
    public private(set) var defects: [String] = []
    /// How many defects there are beyond those.
    public private(set) var furtherDefects = 0
    /// How many beginnings of checkpoints a crash left behind.
    public private(set) var torn = 0

    private let verifiers: [CheckpointVerifier]

    /// The most checkpoints that are taken from one file; a century of hours.
    public static let maximumCount = 1_000_000

    /// Creates an empty collection.
    ///
    /// - Parameter verifiers: The keys of which one must have signed each checkpoint.
    public init(by verifiers: [CheckpointVerifier]) { self.verifiers = verifiers }

    /// Takes a piece of the file, in order.
    public mutating func take(_ piece: CheckpointScanner.Piece) {
        let number = checkpoints.count + 1
        switch piece {
        case .torn: torn += 1
        case .unreadable: note("behind checkpoint \(number - 1): what stands there is no checkpoint")
        case .checkpoint(let signed):
            let checkpoint = signed.checkpoint
            if !verifiers.contains(where: signed.isSigned) {
                note("checkpoint \(number) of \(checkpoint.size) events: its signature is not of the key")
            }
            if let last = checkpoints.last, let defect = Self.defect(of: checkpoint, after: last) {
                note("checkpoint \(number) of \(checkpoint.size) events: \(defect)")
            }
            guard number <= Self.maximumCount else { return note("more than \(Self.maximumCount) checkpoints") }
            checkpoints.append(checkpoint)
        }
    }

    private mutating func note(_ defect: String) {
        if defects.count < Verifier.maximumDefects { defects.append(defect) } else { furtherDefects += 1 }
    }

    private static func defect(of checkpoint: Checkpoint, after last: Checkpoint) -> String? {
        if checkpoint.origin == last.origin {
            return checkpoint.size > last.size ? nil : "the one before it has \(last.size) already"
        }
        guard let fork = checkpoint.fork, fork.origin == last.origin, fork.size == last.size, fork.root == last.root
        else { return "it begins another history without saying what it gives up" }
        return nil
    }

    /// The origin of the last epoch; nil if there is no checkpoint.
    public var origin: String? { checkpoints.last?.origin }
}
