import DossierDomain
import DossierEngine
import Hummingbird
import WorkingCalendar

/// Checkpoints of the history and proofs by them (mốc lịch sử và chứng minh).
struct CheckpointHarness: Sendable {
    private let proofs: HistoryProofs
    private let lookup: PaidLookup
    private let maximumPageLength: Int

    init(_ dependencies: APIDependencies, lookup: PaidLookup) {
        self.lookup = lookup
        proofs = dependencies.proofs
        maximumPageLength = dependencies.limits.pageLength
    }

    /// A page of checkpoints, the newest first, with the key that signs.
    func list(_ call: HTTPCall) async throws -> Response {
        let page = try PageRequest(of: call.request, maximum: maximumPageLength)
        let place = try page.number(of: .checkpoints).map { max(0, $0) }
        let found = try await proofs.keeper.page(before: place, limit: page.limit)
        let next = found.next.map { PageCursor(.checkpoints, numbers: [$0]) }
        return Answer.json(capacity: 512 + found.checkpoints.count * 768) { writer in
            writer.object { writer in
                writer.member("key", proofs.keeper.verifier.written)
                writer.key("items")
                writer.array(of: found.checkpoints) { Self.write($1, to: &$0) }
                writer.member("next", next?.text)
            }
        }
    }

    /// The last checkpoint, as it was signed.
    func latest(_ call: HTTPCall) async throws -> Response {
        try QueryReader(call.request, known: []).finish()
        let note = try proofs.latest().note
        return Answer.bytes(Array(note.utf8), type: "text/plain; charset=utf-8")
    }

    /// The proof that a leaf stands in a tree.
    func inclusion(_ call: HTTPCall) async throws -> Response {
        var query = QueryReader(call.request, known: ["index", "size"])
        let index = query.required("index", in: 0...Int.max)
        let size = query.required("size", in: 1...Int.max)
        try query.finish()
        let path = try await proofs.inclusion(of: Int64(index), in: Int64(size))
        return Answer.json(capacity: 256 + path.count * 64) { writer in
            writer.object { writer in
                writer.member("index", index)
                writer.member("size", size)
                Self.write(path, to: &writer)
            }
        }
    }

    /// The proof that a tree is the beginning of another.
    func consistency(_ call: HTTPCall) async throws -> Response {
        var query = QueryReader(call.request, known: ["first", "second"])
        let first = query.required("first", in: 1...Int.max)
        let second = query.required("second", in: 1...Int.max)
        try query.finish()
        let path = try await proofs.consistency(from: Int64(first), to: Int64(second))
        return Answer.json(capacity: 256 + path.count * 64) { writer in
            writer.object { writer in
                writer.member("first", first)
                writer.member("second", second)
                Self.write(path, to: &writer)
            }
        }
    }

    /// The proof of one event of a dossier, for staff.
    func dossier(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        var query = QueryReader(call.request, known: ["position"])
        let position = query.whole("position", in: 1...Int.max) ?? 1
        try query.finish()
        let proof = try await proofs.receipt(of: position, in: call.dossierCode(), for: staff.account)
        return Answer.bytes(proof.json, type: Answer.json)
    }

    /// The proof of a dossier's registration, for whoever knows the PIN.
    func receipt(_ call: HTTPCall) async throws -> Response {
        var query = QueryReader(call.request, known: ["pin"])
        let pin = query.required("pin")
        try query.finish()
        return try await lookup.answer(call) { code in
            let proof = try await proofs.receipt(of: code, pin: pin, from: call.origin.key)
            return Answer.bytes(proof.json, type: Answer.json)
        }
    }

    private static func write(_ signed: SignedCheckpoint, to writer: inout JSONWriter) {
        let checkpoint = signed.checkpoint
        writer.object { writer in
            writer.member("origin", checkpoint.origin)
            writer.member("size", checkpoint.size)
            writer.member("root", Base64.text(checkpoint.root.bytes))
            writer.member("at", checkpoint.at?.iso8601)
            writer.member("note", signed.note)
        }
    }

    private static func write(_ path: [Digest], to writer: inout JSONWriter) {
        writer.key("path")
        writer.array(of: path) { $0.value(Base64.text($1.bytes)) }
    }
}

extension QueryReader {
    /// A whole number that has to be there; where it is not, that is noted.
    fileprivate mutating func required(_ name: String, in range: ClosedRange<Int>) -> Int {
        if text(name) == nil { refuse(name, .required) }
        return whole(name, in: range) ?? range.lowerBound
    }
}
