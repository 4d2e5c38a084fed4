public import WorkingCalendar

/// The proof that an event stands in the history (chứng minh của biên nhận): a small file, checked without a database.
///
/// Shape: one JSON object: `format` is `motcua-receipt/1`, `event` the canonical form as text, `salt` that of its leaf,
/// `index` its place in the tree from 0, `size` the leaves of the tree, `path` the inclusion proof in base64,
/// `checkpoint` the signed checkpoint of that size, `key` the key that signed it (to be compared with the published
/// one, for whoever forges a receipt writes a key of his own). It holds no personal datum: events hold none.
public struct ReceiptProof: Hashable, Sendable {
    /// The canonical form of the event.
    public let event: [UInt8]
    /// The salt of its leaf.
    public let salt: Digest
    /// Its place in the tree, from 0.
    public let index: Int64
    /// The inclusion proof.
    public let path: [Digest]
    /// The checkpoint whose tree holds it.
    public let checkpoint: SignedCheckpoint
    /// The key that signed the checkpoint.
    public let key: CheckpointVerifier

    /// What a file of this form names itself.
    public static let format = "motcua-receipt/1"
    /// The largest file that is read, in bytes: the largest event, its escapes, and the rest.
    public static let maximumBytes = 4 << 20

    init(
        event: [UInt8],
        salt: Digest,
        index: Int64,
        path: [Digest],
        checkpoint: SignedCheckpoint,
        key: CheckpointVerifier
    ) {
        self.event = event
        self.salt = salt
        self.index = index
        self.path = path
        self.checkpoint = checkpoint
        self.key = key
    }

    /// Reads a file.
    ///
    /// - Parameter json: The bytes of the file.
    /// - Throws: ``StoredFormDefect`` that names the member that cannot be read.
    public init(json: [UInt8]) throws(StoredFormDefect) {
        let members = JSONObjectReader(try storedJSON(json))
        guard try members.text("format") == Self.format else { throw StoredFormDefect(member: "format") }
        guard let salt = Digest(hexadecimal: try members.text("salt")) else { throw StoredFormDefect(member: "salt") }
        var path: [Digest] = []
        for element in try members.array("path") {
            guard let hash = element.string.flatMap(Base64.digest) else { throw StoredFormDefect(member: "path") }
            path.append(hash)
        }
        guard let checkpoint = SignedCheckpoint(note: try members.text("checkpoint")) else {
            throw StoredFormDefect(member: "checkpoint")
        }
        guard try members.integer("size") == checkpoint.checkpoint.size else { throw StoredFormDefect(member: "size") }
        guard let key = CheckpointVerifier(try members.text("key")) else { throw StoredFormDefect(member: "key") }
        self.init(
            event: Array(try members.text("event").utf8),
            salt: salt,
            index: try members.integer("index"),
            path: path,
            checkpoint: checkpoint,
            key: key
        )
    }

    /// The file.
    public var json: [UInt8] {
        var writer = JSONWriter(capacity: event.count + 4_096)
        writer.object { writer in
            writer.member("format", Self.format)
            writer.member("event", String(decoding: event, as: UTF8.self))
            writer.member("salt", salt.hexadecimal)
            writer.member("index", index)
            writer.member("size", checkpoint.checkpoint.size)
            writer.key("path")
            writer.array(of: path) { $0.value(Base64.text($1.bytes)) }
            writer.member("checkpoint", checkpoint.note)
            writer.member("key", key.written)
        }
        return writer.bytes
    }

    /// What is wrong with a proof.
    public enum Fault: Error, Hashable, Sendable {
        /// The checkpoint is not signed by the key that was expected.
        case foreignKey
        /// The event is not the one that the checkpoint holds at this place.
        case notIncluded
        /// The event is in the history, but this program cannot read it.
        case unreadable
    }

    /// Checks the proof by a key that is known from elsewhere.
    ///
    /// - Parameter verifier: The published key.
    /// - Returns: What the event says: its stream, its place there, and when it happened.
    /// - Throws: ``Fault``.
    public func check(by verifier: CheckpointVerifier) throws(Fault) -> (link: ChainLink, at: Instant) {
        guard checkpoint.isSigned(by: verifier) else { throw .foreignKey }
        let leaf = EventLeaf.hash(of: event, salt: salt)
        let (size, root) = (checkpoint.checkpoint.size, checkpoint.checkpoint.root)
        guard MerkleProof.includes(leaf, at: index, in: size, path: path, root: root) else { throw .notIncluded }
        do {
            let at = try JSONObjectReader(try storedJSON(event)).instant("at")
            return (try EventCodec.link(of: event), at)
        } catch {
            throw .unreadable
        }
    }
}
