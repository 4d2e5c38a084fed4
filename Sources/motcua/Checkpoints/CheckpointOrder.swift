import DossierEngine

/// The end of a file of checkpoints, held against what the service writes (kiểm tra cuối tệp mốc lịch sử).
///
/// Those of the last epoch are of one key. Earlier epochs may be of one that is lost, so of them only the order counts;
/// `motcua verify` takes their keys.
struct CheckpointOrder {
    /// How many of the last pieces are looked at.
    static let pieces = 1_000

    let verifier: CheckpointVerifier

    /// What is wrong first.
    ///
    /// - Parameter pieces: The last pieces of the file, in its order.
    /// - Returns: What it is; nil if nothing is wrong.
    func defect(in pieces: [CheckpointScanner.Piece]) -> Finding.Words? {
        var last: Checkpoint?
        let epoch = pieces.lastIndex { $0.signed?.checkpoint.fork != nil } ?? 0
        for (index, piece) in pieces.enumerated() {
            if piece == .unreadable {
                return Finding.Words(
                    "what stands behind the one of \(last?.size ?? 0) events is no checkpoint",
                    "sau mốc \(last?.size ?? 0) sự kiện có nội dung không phải là mốc"
                )
            }
            guard let signed = piece.signed else { continue }
            let checkpoint = signed.checkpoint
            if index >= epoch, !signed.isSigned(by: verifier) {
                return Finding.Words(
                    "the one of \(checkpoint.size) events is not as it was signed",
                    "mốc \(checkpoint.size) sự kiện không còn đúng như khi ký"
                )
            }
            if let last, !Self.follows(checkpoint, last) {
                return Finding.Words(
                    "the one of \(checkpoint.size) events cannot follow the one of \(last.size)",
                    "mốc \(checkpoint.size) sự kiện không thể đứng sau mốc \(last.size) sự kiện"
                )
            }
            last = checkpoint
        }
        return nil
    }

    /// Whether a checkpoint holds more than the last one of its epoch, or begins one that says what it gives up.
    private static func follows(_ checkpoint: Checkpoint, _ last: Checkpoint) -> Bool {
        if checkpoint.origin == last.origin { return checkpoint.size > last.size }
        guard let fork = checkpoint.fork else { return false }
        return fork.origin == last.origin && fork.size == last.size && fork.root == last.root
    }
}
